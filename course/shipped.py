"""The Courses that come with the program, and which of them a Day's number means.

Told from the names of folders alone, so that opening the app does not wait for a YAML reader.
"""

from pathlib import Path

CONTENT = Path(__file__).parent / "content"
SHIPPED = ("robo47", "llm-to-vla", "so101")
"""Courses that come with the program, the default first."""
DEFAULT = SHIPPED[0]


def course_of_day(number: int) -> str | None:
    """Return the one shipped Course that has this Day; None when several have it, or none."""
    having = [name for name in SHIPPED if _has_day(name, number)]
    return having[0] if len(having) == 1 else None


def _has_day(course: str, number: int) -> bool:
    names = {f"day{number:02}", f"day{number:03}"}
    return number >= 0 and any((CONTENT / course / name).is_dir() for name in names)
