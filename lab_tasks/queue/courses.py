"""Courses: the Courses of what waits, loaded again when their files have changed."""

import contextlib
from pathlib import Path

from course.loader import CourseError, course_folder, load_course
from course.model import Course

Stamp = tuple[tuple[str, int, int], ...]


class Courses:
    """For one thread at a time."""

    def __init__(self) -> None:
        self._read: dict[str, tuple[Stamp, Course | str]] = {}

    def read(self, name: str) -> Course | str:
        """Return the Course of that name or folder as its files are now, or why it is unusable."""
        stamp = _stamp(name)
        known = self._read.get(name)
        if known is None or known[0] != stamp:
            known = self._read[name] = (stamp, _load(name))
        return known[1]


def _load(name: str) -> Course | str:
    try:
        return load_course(name)
    except (CourseError, OSError) as error:
        return " ".join(str(error).split())  # it is said in one line


def _stamp(name: str) -> Stamp:
    """Return what changes when a Recipe does, or when a Day's file comes or goes."""
    found = []
    with contextlib.suppress(CourseError, OSError):
        folder = course_folder(name)
        for path in sorted((folder, *folder.glob("*.yaml"), *folder.glob("*/"), *_days(folder))):
            with contextlib.suppress(FileNotFoundError):  # removed meanwhile
                status = path.stat()
                found.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(found)


def _days(folder: Path) -> list[Path]:
    return list(folder.glob("*/*.yaml"))
