"""Which Course is meant where none is named, and whether a folder belongs to another one.

Reads no YAML: the first frame and every short command wait for this.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from course.shipped import DEFAULT, SHIPPED, course_of_day

PROGRESS = "course-progress.yaml"
_COURSE = re.compile(rb"^course:[ \t]*[\"']?([a-z0-9-]+)[\"']?[ \t]*\r?$", re.MULTILINE)
_DAY = re.compile(r"(?:^|/)day([0-9]{2,3})(?:/|$)")
_HEAD_BYTES = 4_096  # what the app writes has the line within its first few hundred


@dataclass(frozen=True)
class Choice:
    """A Course, and why it is that one."""

    course: str
    """Name or path, as `--course` takes it."""
    why: str = ""
    """A sentence for the student; empty when it is named, the default or their folder's own."""


def choose(named: str | None, day: int | None, folders: Sequence[Path]) -> Choice:
    """Return the Course: the named one, else the only one with this Day, else the folders' own."""
    if named is not None:
        return Choice(named)
    if day is not None and (only := course_of_day(day)):
        why = f"Day {day} is taken from the course {only}, the only one that has it."
        return Choice(only, "" if only == DEFAULT else why)
    own = {course for folder in folders if (course := shipped_course_of(folder))}
    return Choice(own.pop() if len(own) == 1 else DEFAULT)


def day_in(step: str) -> int | None:
    """Return the number of the Day that a Step's name names, as in `day84/checkpoint`."""
    found = _DAY.search(step)
    return int(found[1]) if found else None


def folder_around(here: Path) -> Path | None:
    """Return the student's folder that this one lies in; None when there is none."""
    return next((f for f in (here, *here.parents) if (f / PROGRESS).is_file()), None)


def shipped_course_of(folder: Path) -> str | None:
    """Return the shipped Course that a student's folder belongs to; None: another, or unknown."""
    path = folder / PROGRESS
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            found = _COURSE.search(file.read(_HEAD_BYTES))
    except OSError:
        return None  # whoever reads the whole file says what is wrong with it
    name = found[1].decode() if found else ""
    return name if name in SHIPPED else None


def is_of_another(folder: Path, course: str) -> bool:
    """Whether the folder belongs to a shipped Course, and to another one than this shipped one."""
    return course in SHIPPED and shipped_course_of(folder) not in (None, course)
