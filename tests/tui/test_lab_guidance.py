"""What the student is told: what is next, why a Step is not ticked, what goes on after leaving."""

import pytest
from day_fixture import COURSE, DAY, FAIL, MakeRun, result, save_checkpoint, ticked, waiting

from lab_tasks.runs.model import (
    OUTPUT_LOG,
    Finished,
    Killed,
    Lost,
    Running,
    RunState,
    Starting,
    Stopped,
)
from tui.rules.day_view import view_day
from tui.rules.guidance import farewell, next_step, why_not_ticked
from tui.rules.lab_state import LabState


def test_next_skips_what_is_blocked_and_ends_with_the_day() -> None:
    first = next_step(view_day(COURSE, DAY, LabState(steps=ticked("read"))))
    none = next_step(view_day(COURSE, DAY, LabState(steps=ticked("read", "make", "train"))))

    assert first
    assert first.step.step.id == "make"
    assert none is None


def test_a_failing_check_says_why_expected_found_remedy_and_where_it_is_written() -> None:
    state = LabState(results={"c/day01/make": (result(FAIL),)}, steps=ticked("make"))

    (reason,) = why_not_ticked(view_day(COURSE, DAY, state).steps[1])

    assert (reason.why, reason.remedy) == ("too short", "Train longer.")
    assert (reason.expected, reason.found) == ("3,000 steps", "20 steps")
    assert reason.source == "c/day01/make / proof / checkpoint-trained"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (Finished(1, 0.0), "exit status 1"),
        (Finished(0, 0.0), "no record.json"),
        (Stopped(0.0), "You stopped it"),
        (Killed(9, 0.0), "Signal 9"),
        (Lost("power cut"), "power cut"),
    ],
)
def test_a_run_that_left_nothing_says_why(runs: MakeRun, state: RunState, words: str) -> None:
    view = view_day(COURSE, DAY, LabState(runs=(runs("make", state),)))

    (reason,) = why_not_ticked(view.steps[1])

    assert words in reason.why
    assert reason.remedy


GOOD, ALIVE, GONE, SHOT = Finished(0, 1.0), Running(0.0), Stopped(1.0), Killed(9, 1.0)
RUNS = "It is running; the Checks come when all has ended."


@pytest.mark.parametrize(
    ("states", "waits", "told"),
    [
        ((), False, ["too short"]),
        ((GONE,), False, ["You stopped it."]),
        ((SHOT, ALIVE), False, [RUNS]),
        ((Starting(),), False, [RUNS.replace("running", "starting")]),
        ((Starting("the lab"),), False, [RUNS.replace("running", "waiting")]),
        ((GONE,), True, ["It waits for its turn; the Checks come when all has ended."]),
        ((GOOD,), False, ["too short"]),
        ((GOOD, GONE), False, ["You stopped it.", "too short"]),  # the Check is of the good one
    ],
)
def test_what_a_check_said_before_never_contradicts_what_the_runs_say_now(
    runs: MakeRun, states: tuple[RunState, ...], waits: bool, told: list[str]
) -> None:
    made = (runs("make", s, record=s == GOOD, number=n + 1) for n, s in enumerate(states))
    state = LabState(
        runs=tuple(made),
        entries=(waiting("make"),) if waits else (),
        results={"c/day01/make": (result(FAIL),)},
        steps=ticked("read"),
    )

    reasons = why_not_ticked(view_day(COURSE, DAY, state).steps[1])

    assert [reason.why for reason in reasons] == told


@pytest.mark.parametrize(
    "end", [GONE, SHOT, Killed(9, 1.0, True), Lost("power cut"), Finished(1, 1.0)]
)
def test_where_a_training_can_be_resumed_the_remedy_names_that_first(
    runs: MakeRun, end: RunState
) -> None:
    run = runs("make", end)
    save_checkpoint(run.folder / "output" / "checkpoints", 100)
    state = LabState(runs=(run,), results={"c/day01/make": (result(FAIL),)})

    (reason,) = why_not_ticked(view_day(COURSE, DAY, state).steps[1])

    assert reason.remedy.startswith("R goes on from its last Checkpoint; enter starts it anew.")


NO_HUB = """\
  File "…/huggingface_hub/hf_api.py", line 4234, in list_repo_refs
httpx.ConnectError: [Errno -2] Name or service not known
"""
"""The two lines of a real log of LeRobot 0.6.1 without network that tell it."""


@pytest.mark.parametrize(
    ("log", "words"),
    [
        (NO_HUB, "could not reach the Hugging Face Hub"),
        (NO_HUB.replace("huggingface_hub", "my_own"), "exit status 1"),
        (NO_HUB + "it was there at the second try\n" * 20, "exit status 1"),
    ],
)
def test_a_run_that_could_not_reach_the_hub_says_so(runs: MakeRun, log: str, words: str) -> None:
    run = runs("make", Finished(1, 0.0))
    (run.folder / OUTPUT_LOG).write_text(log)

    (reason,) = why_not_ticked(view_day(COURSE, DAY, LabState(runs=(run,))).steps[1])

    assert words in reason.why
    assert ("robolab-tui run day01/make --place NAME" in reason.remedy) == ("Hub" in words)


def test_a_student_who_leaves_is_told_what_goes_on(runs: MakeRun) -> None:
    state = LabState(runs=(runs("make", Running(0.0)),), entries=(waiting("train"),))

    assert farewell(LabState()) is None
    assert "make-01 goes on" in (farewell(state) or "")
    assert "1 more start" in (farewell(state) or "")
