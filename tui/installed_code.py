"""Where a file of an installed package is: in the lab's Python, without importing anything."""

from dataclasses import dataclass
from pathlib import Path

from course.model import CodeRef
from lab_tasks import foreign
from lab_tasks.lab import lab_environment
from lab_tasks.problem import Problem
from lab_tasks.sanitise import clean
from lab_tasks.workspace import Workspace

LARGEST_CHARACTERS = 2_000_000


@dataclass(frozen=True)
class InstalledCode:
    """A source file and its text."""

    path: Path
    text: str


def read_code(code: CodeRef, workspace: Workspace) -> InstalledCode | Problem:
    """Return the file as it is installed beside lerobot, or what prevents it."""
    lab = lab_environment.find(workspace)
    if isinstance(lab, lab_environment.Missing):
        return Problem(f"{code.path} is not on this machine: {lab.why}", lab.remedy)
    found = next((path for path in _candidates(lab.python, code) if path.is_file()), None)
    if found is None:
        return Problem(
            f"{code.path} is not in the lab's environment ({lab.python}).",
            "If the environment is still being made, come back when it is ready.",
        )
    text = foreign.read_text(found)
    if isinstance(text, Problem):
        return text
    return InstalledCode(found, clean(text, LARGEST_CHARACTERS))


def _candidates(python: Path, code: CodeRef) -> list[Path]:
    """Return where site-packages of this interpreter may hold the file."""
    prefix = python.parent.parent
    return [folder / code.path for folder in sorted(prefix.glob("lib/python3*/site-packages"))]
