"""A new Day lints green, stands in its course.yaml, and nothing is written over."""

from pathlib import Path

import pytest

from course.lint import lint
from course.loader import load_course
from lab_tasks import atomic
from lab_tasks.authoring.new_day import NotMade, new_day
from lab_tasks.authoring.outline_edit import NoPlace, with_day
from lab_tasks.checks.registry import known_checks
from lab_tasks.samples.proof import prove

HEAD = "format: 1 # as ever\nid: c\ntitle: C\n"
FLOW = HEAD + "weeks:\n  - number: 1\n    title: One\n    days: [day02, day05]  # kept\n# the end\n"
BLOCK = (
    HEAD + "weeks:\n- number: 1\n  title: One\n  days:\n    - day02\n    # a word\n    - day05\n"
)
NEW_WEEK = "  - {number: 2, title: Week 2, days: [day09]}\n"


def test_a_new_course_and_each_day_put_into_it_lint_green_with_their_samples(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "my-course"
    new_day(folder, 3)
    new_day(folder, 12, 'Grasping: "what" {holds} # on')
    new_day(folder, 2)

    course = load_course(str(folder))

    assert lint(folder, known_checks()) == []
    assert [(week.number, [d.id for d in week.days]) for week in course.weeks] == [
        (1, ["day02", "day03"]),
        (2, ["day12"]),
    ]
    assert course.days[2].title == 'Grasping: "what" {holds} # on'
    assert len(course.days[2].steps) == 2
    assert prove(course).proved == 6


def test_a_course_that_counts_its_weeks_otherwise_gets_the_day_into_its_last(
    tmp_path: Path,
) -> None:
    new_day(tmp_path / "short", 1)
    new_day(tmp_path / "short", 2, week=4)

    new_day(tmp_path / "short", 3)

    assert [len(week.days) for week in load_course(str(tmp_path / "short")).weeks] == [1, 2]


@pytest.mark.parametrize(
    ("text", "day", "week", "expected"),
    [
        (FLOW, "day03", 1, FLOW.replace("[day02, day05]", "[day02, day03, day05]")),
        (FLOW, "day06", 1, FLOW.replace("[day02, day05]", "[day02, day05, day06]")),
        (BLOCK, "day01", 1, BLOCK.replace("    - day02\n", "    - day01\n    - day02\n")),
        (BLOCK, "day09", 1, BLOCK + "    - day09\n"),
        (BLOCK.rstrip(), "day09", 1, BLOCK + "    - day09\n"),
        (FLOW.rstrip(), "day09", 2, FLOW + NEW_WEEK),
        (BLOCK, "day09", 2, BLOCK + "- {number: 2, title: Week 2, days: [day09]}\n"),
        (
            FLOW.replace("number: 1", "number: 2"),
            "day01",
            1,
            FLOW.replace(
                "weeks:\n  - number: 1",
                "weeks:\n  - {number: 1, title: Week 1, days: [day01]}\n  - number: 2",
            ),
        ),
    ],
)
def test_a_day_is_put_into_the_outline_and_all_else_stays(
    text: str, day: str, week: int, expected: str
) -> None:
    assert with_day(text, day, week) == expected


def test_an_outline_in_one_line_has_no_place_for_a_week() -> None:
    with pytest.raises(NoPlace):
        with_day(HEAD + "weeks: [{number: 1, title: One, days: [day02]}]\n", "day09", 2)


def test_an_edit_that_would_say_something_else_is_not_made() -> None:
    with pytest.raises(NoPlace):
        with_day(BLOCK.replace("number: 1", "number: 0x1"), "day09", 1)


def test_a_course_of_windows_lines_and_no_last_one_keeps_them(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    new_day(folder, 2)
    outline = folder / "course.yaml"
    written = BLOCK.replace("    # a word\n    - day05\n", "").rstrip().replace("\n", "\r\n")
    outline.write_bytes(written.encode())

    new_day(folder, 3)

    assert outline.read_bytes().decode() == f"{written}\r\n    - day03\r\n"
    assert [day.id for day in load_course(str(folder)).days] == ["day02", "day03"]


def test_a_course_loads_whenever_the_writing_of_a_day_is_broken_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_day(tmp_path / "c", 1)
    written: list[Path] = []

    def broken_off(path: Path, text: str) -> None:
        written.append(path)
        assert [day.id for day in load_course(str(tmp_path / "c")).days] == ["day01"]
        if path.name == "course.yaml":
            raise KeyboardInterrupt
        atomic.create_text(path, text) if not path.exists() else None

    monkeypatch.setattr(atomic, "write_text", broken_off)
    with pytest.raises(KeyboardInterrupt):
        new_day(tmp_path / "c", 2)

    assert written[-1].name == "course.yaml"
    with pytest.raises(NotMade, match="day02 is there already") as refused:
        new_day(tmp_path / "c", 2)
    assert "no Week of course.yaml names it" in refused.value.remedy


@pytest.mark.parametrize(
    ("name", "there", "said"),
    [
        ("course", "day01", "is there already"),
        ("other", "thesis.txt", "holds other files and no course.yaml"),
        ("???", "", "makes no id of a course"),
    ],
)
def test_nothing_is_written_over(name: str, there: str, said: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    if there:
        (folder / there).mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(NotMade, match=said) as refused:
        new_day(folder, 1)

    assert refused.value.remedy
    assert sorted(tmp_path.rglob("*")) == before
