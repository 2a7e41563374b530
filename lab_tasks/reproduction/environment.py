"""Stage `environment`: a Python of its own, built by uv from the clone's `requirements.txt`.

uv never runs in the clone and reads no configuration there: a committed `.venv`, `.python-version`
or `uv.toml` would make it run the repository's programs. Nothing is built from source
(`--no-build`), for a build runs its author's code.
"""

import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lab_tasks.foreign import read_text
from lab_tasks.lab.lab_environment import OVERRIDES, uv_path
from lab_tasks.problem import Problem
from lab_tasks.reproduction import process
from lab_tasks.reproduction.record import StageResult, StageVerdict
from lab_tasks.sanitise import clean_line

DEADLINE_S = 1800.0
NETWORK = (
    "failed to fetch",
    "error sending request",
    "network was disabled",
    "dns error",
    "failed to download",
    "operation timed out",
)
LOG = "environment.log"


@dataclass(frozen=True)
class Built:
    """An environment. `python` is its interpreter."""

    python: Path
    packages: int


def build(
    requirements: Path, target: Path, log: Path, is_cancelled: Callable[[], bool]
) -> Built | StageResult:
    """Make the environment `target` from a requirements file."""
    text = read_text(requirements)
    if isinstance(text, Problem):
        return _no_requirements(requirements, text)
    try:
        uv = uv_path()
    except (ImportError, FileNotFoundError):
        return _result(
            "error", "uv was not found beside this program.", "Install it: pip install uv"
        )
    python = target / "bin" / "python"
    commands = (
        ("venv", "--python", sys.executable, str(target)),
        (
            *("pip", "install", "--python", str(python), "--compile-bytecode", "--no-build"),
            *("--override", str(OVERRIDES), "-r", str(requirements)),
        ),
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    for arguments in commands:
        ended = process.run(
            [uv, *arguments, "--no-config", "--no-progress", "--color=never"],
            cwd=target.parent,
            env=_environment(),
            log=log,
            deadline_s=DEADLINE_S,
            is_cancelled=is_cancelled,
        )
        if ended.code != 0:
            return _not_built(ended, text)
    return Built(python, len(specifications(text)))


def specifications(text: str) -> dict[int, str]:
    """Return the requirements of a file by line number, without comments and options."""
    lines = enumerate((line.partition(" #")[0].strip() for line in text.splitlines()), start=1)
    return {number: line for number, line in lines if line and line[0] not in "#-"}


def offending_line(text: str, said: str) -> tuple[int, str] | None:
    """Return number and text of the requirement that uv's message is about, if it names one."""
    lines = specifications(text)
    whole = [place for place in lines.items() if place[1] in said]
    by_name = [place for place in lines.items() if _is_named(_name(place[1]), said)]
    # Of several, the longest: `torch` is named wherever `torch-geometric` is.
    return max(whole or by_name, key=lambda place: len(_name(place[1])), default=None)


def _name(line: str) -> str:
    """Return the package a requirement names, as registries compare names (PEP 503)."""
    found = re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", line)
    return _normal(found[0]) if found else ""


def _normal(text: str) -> str:
    return re.sub(r"[-_.]+", "-", text).lower()


def _is_named(name: str, said: str) -> bool:
    return bool(name and re.search(rf"(?<![\w-]){re.escape(name)}(?!\w)", _normal(said)))


def _environment() -> dict[str, str]:
    """Return the environment for uv: the user's mirrors and cache, no active environment."""
    kept = {n: v for n, v in os.environ.items() if n not in ("VIRTUAL_ENV", "PYTHONPATH")}
    return kept | {"UV_PYTHON_DOWNLOADS": "never"}


def _no_requirements(requirements: Path, problem: Problem) -> StageResult:
    remedy = (
        "List the packages your work needs in requirements.txt (the app writes one), then "
        "`git add requirements.txt` and commit."
    )
    if requirements.exists():
        return _result("failed", problem.what, remedy)
    return _result("failed", "The commit holds no requirements.txt.", remedy)


def _not_built(ended: process.Ended, text: str) -> StageResult:
    tail = ended.tail
    said = clean_line(tail[max(tail.find("error:"), 0) :], 600)
    if ended.code is None:
        why = f"uv took longer than {DEADLINE_S:.0f} s."
        return _result("error", why, "Try again with a faster connection; finished downloads stay.")
    if any(word in said.lower() for word in NETWORK):
        remedy = "Connect to the network (or fill uv's cache), then start again."
        return _result("error", f"uv could not reach the package registry: {said}", remedy)
    place = offending_line(text, said)
    where = f"requirements.txt, line {place[0]}: `{place[1]}`" if place else "requirements.txt"
    remedy = f"Correct {where} to what your lab's Python has, commit, and start again."
    return _result("failed", f"{where} cannot be installed. uv: {said}", remedy)


def _result(verdict: StageVerdict, why: str, remedy: str) -> StageResult:
    return StageResult(stage="environment", verdict=verdict, why=why, remedy=remedy, log=LOG)
