"""The small Course on disk."""

from pathlib import Path

import pytest
from small_course import COURSE, DAY, TEXT


@pytest.fixture
def course_dir(tmp_path: Path) -> Path:
    """The folder of the small Course."""
    folder = tmp_path / "small"
    (folder / "day01").mkdir(parents=True)
    (folder / "course.yaml").write_text(COURSE)
    (folder / "day01" / "day.yaml").write_text(DAY)
    (folder / "day01" / "train.md").write_text(TEXT)
    return folder
