"""What a Run's folder says of a Run that lives elsewhere: `there/`, which git ignores by itself."""

import contextlib
import os
import time
from pathlib import Path

import msgspec

from lab_tasks import atomic, foreign
from lab_tasks.problem import Problem
from lab_tasks.remote.place import HubPlace, LocalPlace, SlurmPlace, SshPlace
from lab_tasks.runs.model import LAUNCH, Launch

THERE = "there"
"""Folder in a Run's folder: nothing of it is committed."""
PLACED = "placed.json"
LINK = "link.json"
STARTED = "started"
"""Empty; there once the Run has been started over there."""


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """Where a Run lives. The Place is kept as it was: the file may say something else by now."""

    format: int = 1
    place: LocalPlace | SshPlace | SlurmPlace | HubPlace
    job: str = ""
    """The scheduler's number of it; empty: there is none."""
    token: str = ""
    """Known to this account when it began the Run itself."""
    inputs: tuple[str, ...] = ()
    """Ids of the Runs that must be copied to the host before it can start."""


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """How the connection to a Run that lives elsewhere is."""

    place: str
    problem: str = ""
    """Why nothing comes from there now, as a sentence; empty: it does come."""
    since_s: float
    """Unix time from which on that holds."""


def write_placed(folder: Path, placed: Placed) -> None:
    """Make `there/` and say where the Run lives. Raises OSError."""
    there = folder / THERE
    there.mkdir(exist_ok=True)
    (there / ".gitignore").write_text("*\n")
    atomic.write_json(there / PLACED, msgspec.to_builtins(placed))


def read_placed(folder: Path) -> Placed | None:
    """Return where a Run lives; None: on this machine, or nobody knows."""
    placed = foreign.read_json(folder / THERE / PLACED, Placed)
    return None if isinstance(placed, Problem) else placed


def read_link(folder: Path) -> Link | None:
    """Return how the connection to a Run is; None: it lives on this machine."""
    link = foreign.read_json(folder / THERE / LINK, Link)
    return None if isinstance(link, Problem) else link


def note_link(folder: Path, place: str, problem: str = "") -> None:
    """Say how the connection is, if the disk lets us; the time stays while nothing changes."""
    old = read_link(folder)
    if old is None or old.problem != problem:
        link = Link(place=place, problem=problem, since_s=time.time())
        with contextlib.suppress(OSError):
            atomic.write_json(folder / THERE / LINK, msgspec.to_builtins(link))


def note_launch(
    folder: Path, *, waiting_for: str = "", python: str = "", started_s: float | None = None
) -> None:
    """Say in launch.json, as its attendant, what the Run waits for, or since when it runs."""
    old = foreign.read_json(folder / LAUNCH, Launch)
    python = python or ("" if isinstance(old, Problem) else old.python)
    placed = read_placed(folder)
    new = Launch(
        python=python,
        jobs_path="",
        waiting_for=waiting_for,
        started_s=started_s,
        supervisor_pid=os.getpid(),
        place=placed.place.name if placed else "",
    )
    if new != old:
        with contextlib.suppress(OSError):
            atomic.write_json(folder / LAUNCH, msgspec.to_builtins(new))
