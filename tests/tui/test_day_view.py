"""A Day as its checklist shows it: states of Steps, what waits for what, aliases, minutes."""

from collections.abc import Sequence

import msgspec
import pytest
from day_fixture import COURSE, DAY, FAIL, MAKE, READ, MakeRun, result, ticked, waiting

from course.model import ProfileRecipe, Recipe
from lab_tasks.checks.verdict import Blocked
from lab_tasks.runs.model import (
    Finished,
    Killed,
    Lost,
    Run,
    Running,
    RunState,
    Starting,
    Stopped,
)
from tui.rules.day_view import day_mark, view_day
from tui.rules.guidance import next_step, why_not_ticked
from tui.rules.lab_state import LabState
from tui.rules.settling import unsettled_days


@pytest.mark.parametrize(
    ("state", "record", "shown"),
    [
        (Starting(), False, "waiting"),
        (Starting("the lab"), False, "waiting"),
        (Running(0.0), False, "running"),
        (Finished(0, 1.0), True, "open"),  # ticked as soon as its Checks have passed
        (Finished(0, 1.0), False, "failed"),
        (Finished(1, 1.0), False, "failed"),
        (Stopped(1.0), False, "stopped"),
        (Killed(9, 1.0), False, "failed"),
        (Lost("power"), False, "failed"),
    ],
)
def test_a_step_shows_how_its_newest_run_stands(
    runs: MakeRun, state: RunState, record: bool, shown: str
) -> None:
    view = view_day(COURSE, DAY, LabState(runs=(runs("make", state, record=record),)))

    assert view.steps[1].state == shown


def test_a_step_whose_run_the_student_stopped_is_not_called_failed(runs: MakeRun) -> None:
    run, failing = runs("make", Stopped(1.0)), {"c/day01/make": (result(FAIL),)}
    state = LabState(runs=(run,), results=failing, steps=ticked("read"))
    kept = LabState(runs=(run,), results=failing, steps=ticked("read", "make"))

    view = view_day(COURSE, DAY, state)

    assert (view.steps[1].state, view.steps[1].word) == ("stopped", "stopped")
    assert next_step(view).why.startswith("Make was stopped by you")  # type: ignore[union-attr]
    assert [reason.why for reason in why_not_ticked(view.steps[1])] == ["You stopped it."]
    assert view_day(COURSE, DAY, kept).steps[1].state == "failed"  # what was ticked has gone


def test_a_step_that_ran_says_so_while_a_check_waits_for_another_step(runs: MakeRun) -> None:
    run = runs("train", Finished(0, 1.0), record=True)
    results = {"c/day01/train": (result(Blocked("make", "not made", ""), "train"),)}

    view = view_day(COURSE, DAY, LabState(runs=(run,), results=results))
    after = view_day(COURSE, DAY, LabState(runs=(run,), results=results, steps=ticked("read")))
    alone = view_day(
        COURSE, DAY, LabState(runs=(run,), results=results, steps=ticked("read", "make"))
    )

    assert (view.steps[2].state, view.steps[2].word) == ("ran", "ran, waits")
    assert next_step(after).step.step.id == "make"  # type: ignore[union-attr]
    assert "w says what for" in next_step(alone).why  # type: ignore[union-attr]


def test_a_step_that_was_rehearsed_is_done_and_says_so(runs: MakeRun) -> None:
    run = runs("make", Finished(0, 1.0), record=True)
    request = msgspec.structs.replace(run.request, rehearsal="a tiny model shows the path")
    rehearsed = Run(run.folder, request, run.state)

    words = [
        view_day(COURSE, DAY, LabState(runs=(each,), steps=ticked("make"))).steps[1].word
        for each in (run, rehearsed)
    ]

    assert words == ["executed", "rehearsed"]


def test_a_step_waits_for_what_it_needs_and_an_alias_counts() -> None:
    before = view_day(COURSE, DAY, LabState())
    after = view_day(COURSE, DAY, LabState(steps=ticked("make", "learn")))

    assert before.steps[2].state == "blocked"
    assert before.steps[2].waits_for == ("Make",)
    assert [step.state for step in after.steps] == ["open", "done", "done"]
    assert (after.done_count, after.done_minutes) == (2, 10)


def test_a_failing_check_does_not_unblock_a_step_that_waits() -> None:
    state = LabState(results={"c/day01/train": (result(FAIL, "train"),)}, steps=ticked("read"))

    view = view_day(COURSE, DAY, state)

    assert view.steps[2].state == "blocked"


def test_what_a_profile_does_not_need_counts_as_done() -> None:
    view = view_day(COURSE, DAY, LabState(profile="full"))

    assert [step.state for step in view.steps] == ["open", "not needed", "not needed"]
    assert next_step(view).step.step.id == "read"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("steps", "mark"), [((), "○"), (("read",), "●"), (("read", "make", "train"), "✓")]
)
def test_a_day_bears_the_mark_of_its_steps(steps: Sequence[str], mark: str) -> None:
    assert day_mark(COURSE, DAY, LabState(steps=ticked(*steps))) == mark


def test_the_minutes_of_full_are_those_that_were_measured() -> None:
    full = {"quick": ProfileRecipe(args=()), "full": ProfileRecipe(args=())}
    timed = {**full, "full": ProfileRecipe(args=(), expected_s=3601, training_seeds=(1, 2))}
    steps = [
        msgspec.structs.replace(MAKE, recipe=Recipe(job="train", profiles=each))
        for each in (full, timed)
    ]
    day = msgspec.structs.replace(DAY, steps=(READ, *steps))

    quick, of_full = (view_day(COURSE, day, LabState(profile=p)) for p in ("quick", "full"))

    assert [view.minutes for view in quick.steps] == [5, 5, 5]
    assert [view.minutes for view in of_full.steps] == [5, None, 121]
    assert (of_full.planned_minutes, of_full.unmeasured_count) == (126, 1)


def test_progress_follows_a_day_that_was_renamed() -> None:
    moved = msgspec.structs.replace(DAY, id="day02", number=2, aliases=("day01",))

    view = view_day(COURSE, moved, LabState(steps=ticked("make", "learn")))

    assert [step.state for step in view.steps] == ["open", "done", "done"]


def test_a_run_under_an_earlier_id_of_its_step_counts(runs: MakeRun) -> None:
    state = LabState(runs=(runs("learn", Finished(0, 1.0), record=True),))

    assert view_day(COURSE, DAY, state).steps[2].run == state.runs[0]
    assert unsettled_days(COURSE, state, ()) == (DAY,)


def test_an_entry_that_a_run_names_waits_no_more(runs: MakeRun) -> None:
    entry, begun = waiting("make"), runs("make", Running(0.0), entry=waiting("make").id)

    assert LabState(entries=(entry,)).waiting == (entry,)
    assert LabState(entries=(entry,), runs=(runs("make", Running(0.0)),)).waiting == (entry,)
    assert LabState(entries=(entry,), runs=(begun,)).waiting == ()
