"""States of Steps, what is next, why not ticked, the queue: rules as tables."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from course.model import CheckSpec, Course, Day, Deliverable, ProfileRecipe, Recipe, Step, Week
from lab_tasks.checks.verdict import Blocked, CheckResult, Fail, Inconclusive, Pass, Verdict
from lab_tasks.progress.course_asks import digest_of
from lab_tasks.progress.progress import StepProgress
from lab_tasks.queue.entries import QueueEntry
from lab_tasks.runs.model import (
    OUTPUT_LOG,
    RECORD,
    Finished,
    GitState,
    Killed,
    Lost,
    Run,
    Running,
    RunRequest,
    RunState,
    Starting,
    Stopped,
)
from tui.rules.availability import Moment, reason_against, why_not_resume
from tui.rules.day_view import day_mark, view_day
from tui.rules.guidance import farewell, next_step, why_not_ticked
from tui.rules.lab_state import LabState
from tui.rules.progress_edits import Tick, Untick
from tui.rules.run_queue import left_to_run
from tui.rules.settling import edits_after, unsettled_days

TICK = StepProgress("2026-01-14T10:00:00Z", "executed")
PROOF = Deliverable(id="proof", title="Proof", check=CheckSpec(name="checkpoint-trained"))
RECIPE = Recipe(
    job="train", profiles={"quick": ProfileRecipe(args=())}, not_needed={"full": "it is made"}
)
READ = Step(id="read", title="Read", kind="read", minutes=5, text="Words")
MAKE = Step(
    id="make", title="Make", kind="run", minutes=5, text="", recipe=RECIPE, deliverables=(PROOF,)
)
TRAIN = Step(
    id="train",
    title="Train",
    kind="run",
    minutes=5,
    text="",
    recipe=RECIPE,
    deliverables=(PROOF,),
    needs=("make",),
    aliases=("learn",),
)
DAY = Day(
    id="day01",
    number=1,
    title="One",
    objectives=(),
    sources=(),
    steps=(READ, MAKE, TRAIN),
    commit_message="",
)
ASKED = digest_of(MAKE)
COURSE = Course(id="c", title="C", weeks=(Week(number=1, title="W", days=(DAY,)),))


@pytest.fixture
def runs(tmp_path: Path) -> "MakeRun":
    return MakeRun(tmp_path)


class MakeRun:
    def __init__(self, root: Path) -> None:
        self.root = root

    def __call__(self, step: str, state: RunState, *, record: bool = False, number: int = 1) -> Run:
        run_id = f"{step}-{number:02}"
        folder = self.root / run_id
        folder.mkdir(exist_ok=True)
        if record:
            (folder / RECORD).write_text("{}")
        request = RunRequest(
            id=run_id,
            step=f"c/day01/{step}",
            title=step,
            job="train",
            profile="quick",
            args=(),
            git=GitState(commit=None, dirty=None),
            requested_s=0.0,
        )
        return Run(folder, request, state)


def ticked(*steps: str) -> dict[str, StepProgress]:
    return {f"c/day01/{step}": TICK for step in steps}


def result(verdict: Verdict, step: str = "make") -> CheckResult:
    return CheckResult(f"c/day01/{step}", "proof", "Proof", "checkpoint-trained", verdict)


FAIL = Fail("too short", "Train longer.", "3,000 steps", "20 steps")


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
    assert [reason.why for reason in why_not_ticked(view.steps[1])] == [
        "You stopped it.",
        "too short",
    ]
    assert view_day(COURSE, DAY, kept).steps[1].state == "failed"  # what was ticked has gone


def test_a_training_that_went_on_is_not_resumed_a_second_time(runs: MakeRun) -> None:
    first = runs("make", Stopped(1.0))
    second = runs("make", Finished(0, 2.0), record=True, number=2)
    request = msgspec.structs.replace(second.request, resumes=first.id)
    second = msgspec.structs.replace(second, request=request)

    assert why_not_resume(first, (first,)) is None
    assert why_not_resume(first, (first, second)) == "make-01 went on as make-02."


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


@pytest.mark.parametrize(
    ("verdict", "was_done", "edits"),
    [
        (Pass("executed", "x"), False, (Tick("c/day01/make", "executed", asked=ASKED),)),
        (Pass("executed", "x"), True, ()),
        (Pass("committed", "x"), True, (Tick("c/day01/make", "committed", asked=ASKED),)),
        (FAIL, True, (Untick("c/day01/make"),)),
        (FAIL, False, ()),
        (Inconclusive("too few", "More."), True, ()),
    ],
)
def test_results_tick_what_passes_and_untick_what_no_longer_does(
    verdict: Verdict, was_done: bool, edits: tuple[object, ...]
) -> None:
    view = view_day(COURSE, DAY, LabState(steps=ticked("make") if was_done else {}))

    assert edits_after(view, {"c/day01/make": (result(verdict),)}) == edits


def test_a_tick_that_answers_what_is_no_longer_asked_is_stale_until_it_is_checked() -> None:
    now, before = (StepProgress("2026-01-14T10:00:00Z", "executed", "", a) for a in (ASKED, "0ld"))
    view = view_day(COURSE, DAY, LabState(steps={"c/day01/make": before}))
    (reason,) = why_not_ticked(view.steps[1])
    passed = {"c/day01/make": (result(Pass("executed", "x")),)}

    assert view.steps[1].state == view.steps[1].word == "stale"
    assert "changed what it asks" in reason.why
    assert (view.done_count, view.done_minutes) == (0, 0)
    assert edits_after(view, passed) == (Tick("c/day01/make", "executed", asked=ASKED),)
    assert view_day(COURSE, DAY, LabState(steps={"c/day01/make": now})).steps[1].state == "done"


def test_progress_follows_a_day_that_was_renamed() -> None:
    moved = msgspec.structs.replace(DAY, id="day02", number=2, aliases=("day01",))

    view = view_day(COURSE, moved, LabState(steps=ticked("make", "learn")))

    assert [step.state for step in view.steps] == ["open", "done", "done"]


def test_a_run_that_succeeded_is_checked_once(runs: MakeRun) -> None:
    state = LabState(runs=(runs("make", Finished(0, 1.0), record=True),))

    assert unsettled_days(COURSE, state, ()) == (DAY,)
    assert unsettled_days(COURSE, state, ("make-01",)) == ()


def test_a_run_under_an_earlier_id_of_its_step_counts(runs: MakeRun) -> None:
    state = LabState(runs=(runs("learn", Finished(0, 1.0), record=True),))

    assert view_day(COURSE, DAY, state).steps[2].run == state.runs[0]
    assert unsettled_days(COURSE, state, ()) == (DAY,)


def test_run_all_takes_what_is_left_and_not_under_way(runs: MakeRun) -> None:
    failed = runs("make", Finished(1, 1.0))
    both = left_to_run(view_day(COURSE, DAY, LabState(runs=(failed,))))
    alive = left_to_run(view_day(COURSE, DAY, LabState(runs=(runs("make", Running(0.0)),))))
    queued = left_to_run(view_day(COURSE, DAY, LabState(waiting=(waiting("make"),))))

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


def waiting(step: str) -> QueueEntry:
    return QueueEntry(
        id="000001-00000000", step=f"c/day01/{step}", profile="quick", course="c", asked_s=0.0
    )


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


def test_a_student_who_leaves_is_told_what_goes_on(runs: MakeRun) -> None:
    state = LabState(runs=(runs("make", Running(0.0)),), waiting=(waiting("train"),))

    assert farewell(LabState()) is None
    assert "make-01 goes on" in (farewell(state) or "")
    assert "1 more start" in (farewell(state) or "")
