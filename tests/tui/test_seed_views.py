"""A Step over training seeds in the checklist: its state, its word, what is left, as a table."""

import msgspec
import pytest
from day_fixture import COURSE, DAY, FAIL, RECIPE, MakeRun, result, ticked, waiting

from course.model import ProfileRecipe
from lab_tasks.runs.model import Finished, Run, Running, RunState, Stopped
from tui.rules.availability import Moment, reason_against
from tui.rules.day_view import StepView, view_day
from tui.rules.guidance import next_step, why_not_ticked
from tui.rules.lab_state import LabState
from tui.rules.run_queue import left_to_run

SEEDED = msgspec.structs.replace(
    RECIPE, profiles={"quick": ProfileRecipe(args=("--seed=1",), training_seeds=(1, 2, 3))}
)
STEPS = tuple(
    msgspec.structs.replace(step, recipe=SEEDED) if step.id == "make" else step
    for step in DAY.steps
)
SEEDED_DAY = msgspec.structs.replace(DAY, steps=STEPS)
GOOD, ALIVE, GONE = Finished(0, 1.0), Running(0.0), Stopped(1.0)


def seeded(runs: MakeRun, states: dict[int, RunState]) -> tuple[Run, ...]:
    return tuple(
        msgspec.structs.replace(run, request=msgspec.structs.replace(run.request, seed=seed))
        for seed, state in states.items()
        for run in [runs("make", state, record=state == GOOD, number=seed)]
    )


def shown(runs: tuple[Run, ...], *seeds: int, failing: bool = True) -> StepView:
    entries = tuple(
        msgspec.structs.replace(waiting("make"), id=f"00000{seed}-00000000", seed=seed)
        for seed in seeds
    )
    results = {"c/day01/make": (result(FAIL),)} if failing else {}
    state = LabState(runs=runs, entries=entries, results=results, steps=ticked("read"))
    return view_day(COURSE, SEEDED_DAY, state).steps[1]


@pytest.mark.parametrize(
    ("states", "waiting", "state", "word", "left"),
    [
        ({}, (), "open", "", (1, 2, 3)),
        ({1: GOOD}, (), "open", "1/3 seeds", (2, 3)),
        ({1: GOOD, 2: ALIVE}, (3,), "running", "1/3 seeds", ()),
        ({1: GOOD}, (2, 3), "queued", "1/3 seeds", ()),
        ({1: GOOD, 2: GONE}, (), "stopped", "stopped", (2, 3)),
        ({1: GONE, 2: GOOD, 3: GOOD}, (), "stopped", "stopped", (1,)),
        ({1: GOOD, 2: GOOD, 3: GOOD}, (), "failed", "failed", ()),  # by its Check
    ],
)
def test_a_step_over_seeds_counts_them(
    runs: MakeRun,
    states: dict[int, RunState],
    waiting: tuple[int, ...],
    state: str,
    word: str,
    left: tuple[int, ...],
) -> None:
    view = shown(seeded(runs, states), *waiting)

    assert (view.state, view.word, view.to_queue.seeds) == (state, word, left)


def test_what_is_left_goes_on_the_queue_and_is_said_to_come_next(runs: MakeRun) -> None:
    state = LabState(runs=seeded(runs, {1: GOOD, 3: GOOD}), steps=ticked("read"))
    view = view_day(COURSE, SEEDED_DAY, state)

    assert [step.to_queue.seeds for step in left_to_run(view)] == [(2,), ()]
    advice = next_step(view)
    assert advice is not None
    assert advice.why == "Next, Make: 2 of 3 seeds are there; enter starts seed 2"


def test_of_a_step_over_seeds_the_one_that_broke_off_can_go_on(runs: MakeRun) -> None:
    view = shown(seeded(runs, {1: GONE, 2: GOOD, 3: GOOD}))
    assert [run.id for run in view.broken_off] == ["make-01"]


@pytest.mark.parametrize(
    ("states", "waiting", "told"),
    [
        (
            {1: GONE, 2: ALIVE},
            (3,),
            [
                "You stopped it.",
                "Seed 2 runs and seed 3 waits; the Checks come when all has ended.",
            ],
        ),
        (
            {1: ALIVE},
            (2, 3),
            ["Seed 1 runs and seeds 2, 3 wait; the Checks come when all has ended."],
        ),
        ({1: GONE, 2: GOOD}, (), ["You stopped it.", "Seed 3: not run yet."]),
        ({1: GOOD}, (), ["Seeds 2, 3: not run yet."]),
        ({1: GOOD, 2: GOOD, 3: GOOD}, (), ["too short"]),
        ({}, (), ["too short"]),
    ],
)
def test_why_tells_each_seed_once_as_its_run_stands_now(
    runs: MakeRun, states: dict[int, RunState], waiting: tuple[int, ...], told: list[str]
) -> None:
    reasons = why_not_ticked(shown(seeded(runs, states), *waiting))

    assert [reason.why for reason in reasons] == told
    assert not any("R goes on" in reason.remedy for reason in reasons), "none left a Checkpoint"


def test_a_blocked_step_says_whether_the_other_is_under_way(runs: MakeRun) -> None:
    for states, words in (
        ({1: ALIVE}, "which is running: a puts all that is left behind it"),
        ({}, "do that first"),
    ):
        state = LabState(runs=seeded(runs, states), steps=ticked("read"), is_read=True)
        view = view_day(COURSE, SEEDED_DAY, state)
        assert words in (reason_against("do_step", Moment(state, view, view.steps[2])) or "")
