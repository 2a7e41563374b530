"""Facts of a Run by name: what was asked, on what it runs, what it trains."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lab_tasks import foreign
from lab_tasks.problem import Problem
from lab_tasks.runs.model import CONTEXT, RECORD, REQUEST, RunRequest
from lab_tasks.sanitise import clean_line

FLAGS = {
    "policy": "policy.type",
    "steps": "steps",
    "batch_size": "batch_size",
    "seed": "seed",
    "dataset": "dataset.repo_id",
    "device": "policy.device",
    "checkpoint": "policy.path",
    "environment": "env.type",
}
"""Name of a fact -> lerobot's flag."""
VERSIONS = {"version": "lerobot", "torch": "torch", "python": "python"}
MACHINE = ("device", "cpu", "cpu_count", "threads", "platform")
RECORDED = ("batch_size", "seed", "device", "parameters", "episodes", "frames", "n_episodes")


class RunFacts:
    """Facts of one Run's folder; each file is read again only until it is there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, Mapping[str, str]] = {}
        self._told: Mapping[str, str] = {}

    def tell(self, values: Mapping[str, object]) -> None:
        """Take what the job says of itself, which counts most."""
        self._told = _texts(values)

    def read(self) -> Mapping[str, str]:
        """Return all that is known: as asked for, as found by the job, as told and recorded."""
        parts = (
            self._of(REQUEST, _asked),
            self._of(CONTEXT, _found),
            self._of(RECORD, _recorded),
            self._told,
        )
        return {name: text for part in parts for name, text in part.items()}

    def _of(self, name: str, read: Any) -> Mapping[str, str]:
        if name not in self._files:
            path = self._folder / name
            if not path.is_file():
                return {}
            self._files[name] = read(path)
        return self._files[name]


def _asked(path: Path) -> Mapping[str, str]:
    request = foreign.read_json(path, RunRequest)
    if isinstance(request, Problem):
        return {}
    asked = {name: request.flag(flag) for name, flag in FLAGS.items()}
    return _texts(
        asked | {"resumes": request.resumes or None, "rehearsal": request.rehearsal or None}
    )


def _found(path: Path) -> Mapping[str, str]:
    content = _object(path)
    versions = content.get("versions")
    known = versions if isinstance(versions, dict) else {}
    machine = {name: content.get(name) for name in MACHINE}
    return _texts(machine | {name: known.get(package) for name, package in VERSIONS.items()})


def _recorded(path: Path) -> Mapping[str, str]:
    content = _object(path)
    dataset = content.get("dataset")
    known = content | dataset if isinstance(dataset, dict) else content
    named = {name: known.get(name) for name in RECORDED}
    return _texts(named | {"policy": content.get("policy_type"), "steps": content.get("step")})


def _object(path: Path) -> dict[str, Any]:
    content = foreign.read_json(path, dict)
    return {} if isinstance(content, Problem) else content


def _texts(values: Mapping[str, object]) -> Mapping[str, str]:
    """Return what is a word or a number, as text that may be shown."""
    plain = {n: v for n, v in values.items() if isinstance(v, str | int | float) and v != ""}
    return {clean_line(name): clean_line(str(value)) for name, value in plain.items()}
