"""A tick keeps what the Course asked: editing a Check makes it stale, editing words does not."""

from pathlib import Path

import msgspec
import pytest

from course.model import CheckSpec, Deliverable, Step
from course.quiz_questions import Number
from lab_tasks.progress import progress
from lab_tasks.progress.course_asks import digest_of, is_stale
from lab_tasks.workspace import Workspace

QUESTION = Number(
    id="width", ask="How wide?", answer=0.39, tolerance=0.01, explanation="e", source="read"
)
CHECK = CheckSpec(name="words-written", args={"path": "a.md", "words": 60})
STEP = Step(
    id="notes",
    title="Write",
    kind="quiz",
    minutes=5,
    text="t",
    questions=(QUESTION,),
    deliverables=(Deliverable(id="notes", title="Notes", check=CHECK),),
)


def with_check(**changes: object) -> Step:
    check = msgspec.structs.replace(CHECK, **changes)
    (deliverable,) = STEP.deliverables
    return msgspec.structs.replace(
        STEP, deliverables=(msgspec.structs.replace(deliverable, check=check),)
    )


def with_question(**changes: object) -> Step:
    question = msgspec.structs.replace(QUESTION, **changes)
    return msgspec.structs.replace(STEP, questions=(question,))


@pytest.mark.parametrize(
    ("edited", "stale"),
    [
        (msgspec.structs.replace(STEP, text="other", title="Other", minutes=9), False),
        (with_check(args={"words": 60, "path": "a.md"}), False),
        (with_check(args={"path": "a.md", "words": 80}), True),
        (with_check(full={"words": 80}), True),
        (with_check(name="sections-written"), True),
        (
            msgspec.structs.replace(
                STEP, questions=(msgspec.structs.replace(QUESTION, answer=0.4),)
            ),
            True,
        ),
        (with_question(ask="?"), False),
        (with_question(id="span", aliases=("width",)), False),
        (with_question(id="gap", aliases=("width", "span")), False),
        (with_question(id="gap", aliases=("span", "width")), False),
        (with_question(id="span"), True),
        (with_question(id="span", aliases=("width",), answer=0.4), True),
    ],
)
def test_a_tick_is_stale_when_what_it_answered_changed(edited: Step, stale: bool) -> None:
    assert is_stale(digest_of(STEP), edited) is stale


def test_the_progress_file_keeps_what_was_asked_and_older_ticks_are_not_stale(
    tmp_path: Path,
) -> None:
    workspace = Workspace(tmp_path)
    progress.tick(workspace, "c/day01/notes", "detected", asked=digest_of(STEP))
    progress.tick(workspace, "c/day01/older", "detected")

    steps = progress.read_only(workspace).steps

    assert steps["c/day01/notes"].asked == digest_of(STEP)
    assert not is_stale(steps["c/day01/older"].asked, STEP)


def test_a_tick_of_a_step_that_asks_nothing_any_more_is_fresh_when_it_is_ticked_again(
    tmp_path: Path,
) -> None:
    workspace, asks_nothing = Workspace(tmp_path), msgspec.structs.replace(STEP, deliverables=())
    progress.tick(workspace, "c/day01/notes", "attested", asked=digest_of(STEP))

    def tick() -> str | None:
        return progress.read_only(workspace).steps["c/day01/notes"].asked

    assert is_stale(tick(), asks_nothing)
    progress.tick(workspace, "c/day01/notes", "attested", asked=digest_of(asks_nothing))
    assert not is_stale(tick(), asks_nothing)
    assert is_stale(tick(), STEP), "and once it asks again, that was never answered"
