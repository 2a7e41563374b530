"""A Step without a recipe that one Profile does not need: what loads, and what the linter finds."""

from pathlib import Path

import pytest
from small_course import CHECKS, damage

from course.lint import lint
from course.loader import load_course

DAY = "day01/day.yaml"
TEXT = "    text: Read the glossary.\n"
REASON = "    not_needed: {full: its words are those of another day}\n"


def test_a_step_that_reads_may_be_left_out_of_a_profile(course_dir: Path) -> None:
    damage(course_dir / DAY, TEXT, TEXT + REASON)

    assert lint(course_dir, CHECKS) == []
    (day,) = load_course(str(course_dir)).days
    assert day.steps[0].why_not_needed("full") == "its words are those of another day"
    assert day.steps[0].why_not_needed("quick") == ""


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (TEXT, TEXT + "    not_needed: {full: ''}\n", "not_needed.full gives no reason"),
        (TEXT, TEXT + "    not_needed: {quick: too slow}\n", "nothing to do in quick"),
        ("    text: train.md\n", "    text: train.md\n" + REASON, "the Step runs something"),
    ],
)
def test_a_reason_that_stands_wrong_is_found(
    course_dir: Path, old: str, new: str, problem: str
) -> None:
    damage(course_dir / DAY, old, new)
    (fault,) = lint(course_dir, CHECKS)
    assert problem in fault.problem
    assert fault.line
