"""What a key can do now, and the reason where it cannot."""

import msgspec
import pytest
from day_fixture import COURSE, DAY, MAKE, READ, TRAIN, MakeRun, waiting

from lab_tasks.runs.model import (
    Finished,
    Running,
    Stopped,
)
from tui.rules.availability import Moment, reason_against, why_not_resume
from tui.rules.day_view import view_day
from tui.rules.lab_state import LabState
from tui.rules.run_queue import left_to_run


def test_a_training_that_went_on_is_not_resumed_a_second_time(runs: MakeRun) -> None:
    first = runs("make", Stopped(1.0))
    second = runs("make", Finished(0, 2.0), record=True, number=2)
    request = msgspec.structs.replace(second.request, resumes=first.id)
    second = msgspec.structs.replace(second, request=request)

    assert why_not_resume(first, (first,)) is None
    told = why_not_resume(first, (first, second))
    assert told == "make-01 went on as make-02, which reached its end. Nothing is left to train."


def test_run_all_takes_what_is_left_and_not_under_way(runs: MakeRun) -> None:
    failed = runs("make", Finished(1, 1.0))
    both = left_to_run(view_day(COURSE, DAY, LabState(runs=(failed,))))
    alive = left_to_run(view_day(COURSE, DAY, LabState(runs=(runs("make", Running(0.0)),))))
    queued = left_to_run(view_day(COURSE, DAY, LabState(entries=(waiting("make"),))))

    assert [view.step.id for view in both] == ["make", "train"]
    assert [view.step.id for view in alive] == ["train"]
    assert [view.step.id for view in queued] == ["train"]


def test_a_fresh_clone_test_waits_for_what_it_builds_on_and_a_document_does_not() -> None:
    test = msgspec.structs.replace(TRAIN, id="test", kind="fresh-clone", recipe=None)
    page = msgspec.structs.replace(TRAIN, id="page", kind="write", recipe=None)
    day = msgspec.structs.replace(DAY, steps=(READ, MAKE, test, page))
    state = LabState(is_read=True)
    *_, of_test, of_page = (view := view_day(COURSE, day, state)).steps

    told = reason_against("do_step", Moment(state, view, of_test)) or ""

    assert of_test.state == of_page.state == "blocked"
    assert told.endswith("builds on “Make”: do that first. f opens the test all the same.")
    assert reason_against("do_step", Moment(state, view, of_page)) is None


@pytest.mark.parametrize(
    ("action", "step", "words"),
    [
        ("do_step", 2, "do that first"),
        ("tick", 1, "proved by Checks"),
        ("hint", 0, "no hints"),
        ("log", 1, "never ran"),
        ("stop_run", 1, "Nothing of this Step is running"),
        ("compare", 0, "compares no policies"),
        ("commit", 0, "nothing to commit"),
        ("fresh_clone", 0, "no fresh-clone test"),
        ("log_scale", 0, "no curve yet"),
        ("previous_day", 0, "first Day"),
        ("next_day", 0, "last Day"),
    ],
)
def test_a_key_that_cannot_act_has_a_reason(action: str, step: int, words: str) -> None:
    state = LabState(is_read=True)
    view = view_day(COURSE, DAY, state)

    assert words in (reason_against(action, Moment(state, view, view.steps[step])) or "")


@pytest.mark.parametrize("action", ["tick", "check", "why", "next_step", "runs", "quit", "help"])
def test_a_key_that_can_act_has_none(action: str) -> None:
    state = LabState(is_read=True)
    view = view_day(COURSE, DAY, state)

    assert reason_against(action, Moment(state, view, view.steps[0])) is None
