"""What an edit of a Course does to students who have begun, by its text and by trying it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from proved_course import write_proved_course
from small_course import damage

from course.loader import load_course
from lab_tasks.checks.verdict import Fail
from lab_tasks.edits.carried import dropped
from lab_tasks.edits.changes import Change, changes
from lab_tasks.edits.ticks import after_edit
from lab_tasks.progress.course_asks import digest_of
from lab_tasks.progress.progress import StepProgress

DAY, TEMPLATE = "day01/day.yaml", "day01/templates/retro.md"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return write_proved_course(tmp_path / "old")


@pytest.fixture
def new(old: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(old, tmp_path / "new"))


def found(old: Path, new: Path) -> tuple[Change, ...]:
    return changes(load_course(str(old)), load_course(str(new)))


def in_day(before: str, after: str) -> Callable[[Path], None]:
    return lambda folder: damage(folder / DAY, before, after)


def move_day(*, alias: bool) -> Callable[[Path], None]:
    def move(folder: Path) -> None:
        (folder / "day01").rename(folder / "day02")
        damage(folder / "course.yaml", "[day01]", "[day02]")
        named = "id: day02\naliases: [day01]\n" if alias else "id: day02\n"
        damage(folder / "day02" / "day.yaml", "id: day01\nnumber: 1\n", f"{named}number: 2\n")

    return move


RENAMED = "its id is gone, and finish is new"
EDITS: dict[str, tuple[Callable[[Path], None], list[tuple[str, str, str]], str]] = {
    "nothing": (lambda _: None, [], ""),
    "a rename": (
        in_day("- id: commit\n    title: Commit", "- id: finish\n    title: Commit"),
        [("lost", "commit", RENAMED), ("new", "finish", "a new Step of 5 minutes")],
        "Write `aliases: [commit]` in finish",
    ),
    "a rename with an alias": (
        in_day("  - id: commit\n", "  - id: finish\n    aliases: [commit]\n"),
        [("kept", "commit", "it is called finish now; progress follows it")],
        "",
    ),
    "minutes and words": (
        in_day("minutes: 5\n    text: Read the paper.", "minutes: 9\n    text: Read it twice."),
        [("kept", "read", "minutes 5 → 9, its text")],
        "",
    ),
    "an argument of a check": (
        in_day("args: {policy: act, steps: 10}", "args: {policy: act, steps: 20}"),
        [("stale", "train", "checkpoint is asked otherwise: steps 10 → 20")],
        "",
    ),
    "another check": (
        in_day("check: {name: committed}", "check: {name: attested}"),
        [("stale", "commit", "commit is asked otherwise: committed → attested")],
        "",
    ),
    "one Deliverable more": (
        in_day(
            "check: {name: committed}}",
            "check: {name: committed}}\n      - {id: more, title: M, check: {name: attested}}",
        ),
        [("stale", "commit", "it also asks for more")],
        "",
    ),
    "a recipe": (
        in_day("args: [--policy.type=act, --steps=10,", "args: [--policy.type=act, --steps=11,"),
        [("kept", "train", "its recipe: Runs that are there count as long as their checks pass")],
        "",
    ),
    "a template": (
        lambda folder: damage(folder / TEMPLATE, "in eight words", "in nine words"),
        [("kept", "retro", "its template: a document that was begun keeps the old one's text")],
        "",
    ),
    "a Day that moved": (
        move_day(alias=False),
        [("lost", "", "the Day is gone"), ("new", "", "a new Day of 5 Steps")],
        "Keep it, or write `aliases: [day01]` in the Day that took its place",
    ),
    "a Day that moved and says so": (
        move_day(alias=True),
        [("kept", "", "it is called day02 now; progress follows it")],
        "",
    ),
    "another course": (
        lambda folder: damage(folder / "course.yaml", "id: proved", "id: other"),
        [("lost", "", "the course's id was proved and is other")],
        "Write `id: proved` in course.yaml",
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_told_by_what_it_does_to_progress(name: str, old: Path, new: Path) -> None:
    edit, expected, remedy = EDITS[name]
    edit(new)

    told = found(old, new)

    assert [(change.effect, change.step) for change in told] == [(e, s) for e, s, _ in expected]
    for change, (_, _, words) in zip(told, expected, strict=True):
        assert words in change.what
    assert remedy in "".join(change.remedy for change in told)


def test_who_did_the_old_version_is_judged_by_the_checks_of_the_new_one(
    old: Path, new: Path
) -> None:
    damage(new / DAY, "args: {policy: act, steps: 10}", "args: {policy: act, steps: 20}")
    damage(new / DAY, "  - id: commit\n", "  - id: finish\n    aliases: [commit]\n")
    one, two = load_course(str(old)), load_course(str(new))

    (again,) = dropped(one, two)

    assert again.name == "day01/train/checkpoint"
    assert isinstance(again.verdict, Fail)
    assert "not trained long enough" in again.verdict.why
    assert dropped(one, one) == ()


def test_each_tick_of_a_student_is_kept_stale_or_lost(old: Path, new: Path) -> None:
    damage(new / DAY, "args: {policy: act, steps: 10}", "args: {policy: act, steps: 20}")
    damage(new / DAY, "  - id: commit\n", "  - id: finish\n")
    course = load_course(str(new))
    train = course.days[0].step("train")
    assert train
    ticks = {
        "proved/day01/read": StepProgress("then", "attested"),
        "proved/day01/train": StepProgress("then", "committed"),
        "proved/day01/commit": StepProgress("then", "committed"),
    }
    ticked_since = {"proved/day01/train": StepProgress("now", "executed", "", digest_of(train))}

    effects = [tick.effect for tick in after_edit(ticks, course, found(old, new))]
    (since,) = after_edit(ticked_since, course, found(old, new))

    assert effects == ["kept", "stale", "lost"]
    assert since.effect == "kept"


def test_the_runs_and_ticks_of_a_day_that_moved_still_count_under_its_alias(
    old: Path, new: Path
) -> None:
    move_day(alias=True)(new)

    assert dropped(load_course(str(old)), load_course(str(new))) == ()


def test_a_recipe_may_change_as_long_as_what_was_made_still_passes(old: Path, new: Path) -> None:
    damage(new / DAY, "--env.type=so101_bench", "--env.type=pusht")

    again = {each.name for each in dropped(load_course(str(old)), load_course(str(new)))}

    assert "day01/evaluate/rate" in again
