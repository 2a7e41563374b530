"""One thing that is wrong at one place of a YAML file, before anybody knows its file and line."""

import msgspec

from course.strict_yaml import Path


class Finding(msgspec.Struct, frozen=True):
    """What is wrong at `path` (keys and positions from the file's root), and what to do."""

    path: Path
    problem: str
    remedy: str
    text_line: int | None = None
    """The line inside the Step's Markdown, where the trouble is in there."""


def dotted(path: Path) -> str:
    """Return a path as an author reads it: `steps[3].recipe.job`."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(parts).removeprefix(".")
