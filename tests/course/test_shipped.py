"""Which shipped Course a Day's number means."""

from pathlib import Path

import pytest

from course import shipped
from course.loader import CONTENT, load_course, read_outline
from course.shipped import SHIPPED, course_of_day


def make_course(content: Path, name: str, *days: str) -> None:
    for day in days:
        (content / name / day).mkdir(parents=True)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_folders_of_a_shipped_course_are_the_days_it_lists(name: str) -> None:
    listed = {day for week in read_outline(CONTENT / name).weeks for day in week.days}

    assert {path.name for path in (CONTENT / name).glob("day*")} == listed
    assert load_course(name).id == name


@pytest.mark.parametrize(
    ("number", "course"),
    [(84, "llm-to-vla"), (78, "llm-to-vla"), (19, "robo47"), (21, "robo47"), (1, "so101")],
)
def test_a_number_that_only_one_course_has_means_that_course(number: int, course: str) -> None:
    assert course_of_day(number) == course


@pytest.mark.parametrize("number", [-84, 0, 999])
def test_a_number_that_no_course_has_means_none(number: int) -> None:
    assert course_of_day(number) is None


def test_a_number_that_two_courses_have_means_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_course(tmp_path, "robo47", "day07", "day21")
    make_course(tmp_path, "llm-to-vla", "day007", "day105")
    monkeypatch.setattr(shipped, "CONTENT", tmp_path)

    found = {number: course_of_day(number) for number in (7, 21, 105)}

    assert found == {7: None, 21: "robo47", 105: "llm-to-vla"}
