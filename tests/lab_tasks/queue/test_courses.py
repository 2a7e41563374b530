"""A Course of what waits is read again when its files change, and only then."""

import shutil
from pathlib import Path

import pytest

from course.loader import CONTENT
from course.model import Course
from lab_tasks.queue.courses import Courses


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(CONTENT / "robo47", tmp_path / "robo47")


def steps(course: Course | str) -> int:
    assert isinstance(course, Course), course
    return sum(len(day.steps) for day in course.days)


def test_what_has_not_changed_is_not_read_again(folder: Path) -> None:
    courses = Courses()
    assert courses.read(str(folder)) is courses.read(str(folder))
    assert courses.read("robo47") is courses.read("robo47")


def test_a_recipe_that_was_changed_is_the_one_that_runs(folder: Path) -> None:
    courses, day = Courses(), folder / "day19" / "day.yaml"
    assert steps(courses.read(str(folder)))
    day.write_text(day.read_text().replace("--steps=3000", "--steps=31"))
    changed = courses.read(str(folder))
    assert isinstance(changed, Course)
    assert "--steps=31" in str(changed)


def test_a_mistake_is_told_and_gone_when_it_is_mended(folder: Path) -> None:
    courses, outline = Courses(), folder / "course.yaml"
    whole = outline.read_text()
    outline.write_text("weeks: [")
    assert "course.yaml" in str(courses.read(str(folder)))
    outline.write_text(whole)
    assert steps(courses.read(str(folder)))
    shutil.rmtree(folder)
    assert "no such course" in str(courses.read(str(folder)))
