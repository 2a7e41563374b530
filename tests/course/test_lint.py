"""The linter as a whole: silent when all is right, and one fault hides no other."""

import re
from pathlib import Path

import pytest
from small_course import CHECKS, damage

from course.lint import lint

DAY, OUTLINE = "day01/day.yaml", "course.yaml"


def test_a_course_that_is_right_has_no_faults(
    course_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lint(course_dir, CHECKS) == []
    assert capsys.readouterr() == ("", "")


def test_one_broken_day_does_not_hide_the_faults_of_another(course_dir: Path) -> None:
    damage(course_dir / OUTLINE, "[day01]", "[day01, day02]")
    damage(course_dir / DAY, "minutes: 2", "minutes: 0")

    problems = [fault.problem for fault in lint(course_dir, CHECKS)]

    assert problems == ["there is no such file", "0 minutes cannot be planned"]


def test_a_course_that_is_not_there_is_one_fault() -> None:
    (fault,) = lint("no-such-course", CHECKS)

    assert fault.problem == "there is no such course"
    assert re.search("Give a shipped course", fault.remedy)
