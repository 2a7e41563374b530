"""`course.yaml` as written: the Course's name, and which Days stand in which Week."""

from course.model import Record

FORMAT = 1
"""The format this version reads; a newer course says a higher number."""


class OutlineWeek(Record, frozen=True, kw_only=True):
    """One Week: its name, and the folders of the Days that exist."""

    number: int
    title: str
    days: tuple[str, ...]


class Outline(Record, frozen=True, kw_only=True):
    """The whole of `course.yaml`."""

    format: int
    id: str
    title: str
    weeks: tuple[OutlineWeek, ...]
