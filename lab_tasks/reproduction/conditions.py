"""Conditions of an evaluation: versions, processor, device and threads, as its job found them."""

from pathlib import Path

import msgspec

from lab_tasks import foreign
from lab_tasks.problem import Problem
from lab_tasks.runs.model import CONTEXT
from lab_tasks.sanitise import clean_line

Conditions = dict[str, str | None]

WITHOUT_EFFECT = ("platform",)
"""The kernel's name and number: they change no number that a policy computes."""


class Context(msgspec.Struct):
    """What a job found when it started, as far as it is compared."""

    versions: Conditions = {}
    platform: str | None = None
    device: str | None = None
    threads: int | None = None
    cpu: str | None = None


def conditions_of(run: Path) -> Conditions:
    """Return the conditions of the Run in this folder; empty when they cannot be read."""
    context = foreign.read_json(run / CONTEXT, Context)
    if isinstance(context, Problem):
        return {}
    machine = {
        "platform": context.platform,
        "cpu": context.cpu,
        "device": context.device,
        "threads": None if context.threads is None else str(context.threads),
    }
    known = {**context.versions, **machine}
    return {clean_line(n): None if v is None else clean_line(v) for n, v in known.items()}


def must_give_the_same(recorded: Conditions, here: Conditions) -> bool:
    """Whether the same checkpoint, seed and batch size must give the same episodes, bit for bit.

    On a CPU they do when nothing that computes differs (measured: docs/bench.md); a GPU promises
    nothing.
    """
    alike = [name for name in {*recorded, *here} if name not in WITHOUT_EFFECT]
    return (
        bool(recorded)
        and here.get("device") == "cpu"
        and all(recorded.get(name) == here.get(name) for name in alike)
    )
