"""The Course that a command was given, read; one that cannot be read is no fault of the program.

Only what a command reads for its words is told so: a CourseError that breaks the app is a crash.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from course.errors import CourseError

if TYPE_CHECKING:
    from course.model import Course  # records cost the first frame its time


class CourseRefused(Exception):
    """The Course that was given cannot be used; the text says where, why and what to do."""


@contextmanager
def reading() -> Iterator[None]:
    """Raise CourseRefused where what is read of the given Course in there is not sound."""
    try:
        yield
    except CourseError as error:
        raise CourseRefused(str(error)) from error


def read(name_or_path: str, days: Collection[int] | None = None) -> "Course":
    """Return the Course, all of it or only these Days. Raises CourseRefused."""
    from course.loader import load_course  # likewise

    with reading():
        return load_course(name_or_path, days=days)


def folder(name_or_path: str) -> Path:
    """Return the Course's folder, whatever stands in it. Raises CourseRefused."""
    from course.loader import course_folder  # likewise

    with reading():
        return course_folder(name_or_path)
