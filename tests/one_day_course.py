"""A Course of one Day on disk: an outline around the Day's YAML, and the files beside it."""

from collections.abc import Mapping
from pathlib import Path

OUTLINE = """\
format: 1
id: {id}
title: A {id} course
weeks:
  - {{number: 1, title: The only week, days: [day01]}}
"""


def write_one_day(
    folder: Path, course_id: str, day: str, files: Mapping[str, str] | None = None
) -> Path:
    """Write the Course whose `day.yaml` this is; `files` by their path in the Day's folder."""
    texts = {"day.yaml": day, **(files or {})}
    for name, text in texts.items():
        path = folder / "day01" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (folder / "course.yaml").write_text(OUTLINE.format(id=course_id))
    return folder
