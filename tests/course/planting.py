"""How a slip is planted in a Course's folder, and what must be told of it."""

from collections.abc import Callable
from pathlib import Path

from small_course import damage

DAY, OUTLINE, TEXT = "day01/day.yaml", "course.yaml", "day01/train.md"

type Planted = tuple[Callable[[Path], None], str, str, str, str]
"""What to damage, the file, what the marked line holds ("" for no line), problem, remedy."""


def in_day(old: str, new: str) -> Callable[[Path], None]:
    """Replace words of the Day's own file."""
    return lambda course: damage(course / DAY, old, new)


def in_text(old: str, new: str) -> Callable[[Path], None]:
    """Replace words of the Step's Markdown."""
    return lambda course: damage(course / TEXT, old, new)


def add(path: str, text: str) -> Callable[[Path], None]:
    """Write a file into the Course's folder."""

    def write(course: Path) -> None:
        (course / path).parent.mkdir(exist_ok=True)
        (course / path).write_text(text)

    return write


def with_step(text: str, **files: str) -> Callable[[Path], None]:
    """Put one Step more at the end of the Day, and templates beside it."""

    def write(course: Path) -> None:
        for name, content in files.items():
            add(f"day01/templates/{name}.md", content)(course)
        (course / DAY).write_text((course / DAY).read_text() + text)

    return write
