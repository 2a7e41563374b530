"""Whose turn it is, as a table over entries and Runs."""

import json
import os
from pathlib import Path

import fake_saver
import msgspec
import pytest
from queue_lab import entry
from run_request import run_request
from seeded_course import write_course

from course.loader import load_course
from course.model import Course
from lab_tasks.queue.entries import QueueEntry
from lab_tasks.queue.turn import Begun, Drop, Pause, Start, Turn, Wait, next_turn
from lab_tasks.runs.model import (
    METRICS,
    REQUEST,
    Finished,
    Killed,
    Lost,
    Run,
    Running,
    RunState,
    Stopped,
)


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course("robo47")


class Made:
    """Makes Runs in folders of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def run(
        self,
        step: str,
        state: RunState,
        *,
        requested_s: float = 20.0,
        of: str = "",
        job: str = "train",
    ) -> Run:
        folder = self._folder / f"{step}-01"
        folder.mkdir(exist_ok=True)
        if state == Finished(0, 30.0):
            (folder / "record.json").write_text(json.dumps({}))
        request = run_request(
            id=folder.name,
            step=f"robo47/day19/{step}",
            title=step,
            requested_s=requested_s,
            entry=of,
            job=job,
        )
        return Run(folder=folder, request=request, state=state)


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(tmp_path)


def waits(*steps: str, asked_s: float = 10.0) -> tuple[QueueEntry, ...]:
    return tuple(
        msgspec.structs.replace(entry(step, asked_s=asked_s), id=f"{n:06d}-00000000")
        for n, step in enumerate(steps)
    )


def turn(
    course: Course, entries: tuple[QueueEntry, ...], *runs: Run, limit: int = 1
) -> Turn | None:
    return next_turn(entries, runs, {"robo47": course}, limit)


def started(found: Turn | None) -> str:
    assert isinstance(found, Start), found
    return found.entry.name


def test_an_empty_queue_has_no_turn(course: Course) -> None:
    assert turn(course, ()) is None


def test_first_come_first_served_up_to_the_limit(course: Course, made: Made) -> None:
    entries = waits("make-demos", "evaluate-expert")
    running = made.run("evaluate-expert", Running(15.0))
    assert started(turn(course, entries)) == "make-demos"
    assert turn(course, entries, running) == Wait("evaluate-expert-01 runs, and 1 may at once")
    assert started(turn(course, entries, running, limit=2)) == "make-demos"


@pytest.mark.parametrize("elsewhere", ["hub", "lab-pc", "cluster"])
def test_the_limit_counts_at_each_place(course: Course, made: Made, elsewhere: str) -> None:
    [here] = waits("train-act")
    there = msgspec.structs.replace(here, place=elsewhere)
    running = made.run("evaluate-expert", Running(15.0))

    def of(one: QueueEntry, place: str, limit: int = 1) -> Turn | None:
        return next_turn((one,), (running,), {"robo47": course}, limit, {running.id: place})

    full = Wait("evaluate-expert-01 runs, and 1 may at once")
    assert of(there, elsewhere) == full
    assert started(of(there, elsewhere, limit=2)) == "train-act"
    assert started(of(here, elsewhere)) == "train-act"
    assert started(of(there, "local")) == "train-act"
    assert of(here, "local") == full


def test_what_builds_on_another_waits_for_it_and_lets_others_pass(
    course: Course, made: Made
) -> None:
    demos = made.run("make-demos", Running(15.0))
    entries = waits("train-act", "evaluate-expert")
    assert started(turn(course, entries, demos, limit=2)) == "evaluate-expert"
    assert turn(course, waits("train-act"), demos, limit=2) == Wait(
        "train-act waits for make-demos-01"
    )
    ahead = turn(course, waits("train-act", "evaluate-act"), demos, limit=2)
    assert ahead == Wait("train-act waits for make-demos-01")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (Finished(1, 30.0), "failed with status 1"),
        (Finished(0, 31.0), "left no record"),
        (Stopped(30.0), "was stopped"),
        (Killed(9, 30.0), "was killed by signal 9"),
        (Lost("nobody saw"), "was lost"),
    ],
)
def test_what_builds_on_a_run_that_failed_since_is_dropped(
    course: Course, made: Made, state: RunState, words: str
) -> None:
    found = turn(course, waits("train-act"), made.run("make-demos", state))
    assert isinstance(found, Drop)
    assert found.why == f"train-act builds on make-demos-01, which {words}"


RESUME = "R (`robolab-tui runs resume train-act-01`)"
AGAIN = "Read the log of train-act-01, mend the cause, run it again, then evaluate-act."


@pytest.mark.parametrize(
    ("state", "saved", "remedy"),
    [
        (Stopped(30.0), True, f"Go on with it: {RESUME}, then evaluate-act."),
        (Stopped(30.0), False, "Start train-act-01 again, then evaluate-act."),
        (
            Killed(9, 30.0),
            True,
            f"Read the log of train-act-01, mend the cause, go on: {RESUME}, then evaluate-act.",
        ),
        (
            Lost("nobody saw"),
            True,
            f"Read the log of train-act-01, mend the cause, go on: {RESUME}, then evaluate-act.",
        ),
        (Killed(9, 30.0), False, AGAIN),
        (Finished(1, 30.0), True, AGAIN),
    ],
)
def test_a_training_that_was_cut_short_goes_on_where_it_saved_a_checkpoint(
    course: Course, made: Made, state: RunState, saved: bool, remedy: str
) -> None:
    training = made.run("train-act", state)
    if saved:
        fake_saver.save(training.folder / "output" / "checkpoints", fake_saver.STEPS[0])
    found = turn(course, waits("evaluate-act"), training)
    assert isinstance(found, Drop)
    assert found.remedy == remedy


def test_a_resumed_training_that_saved_nothing_goes_on_from_where_it_began(
    course: Course, made: Made
) -> None:
    training = made.run("train-act", Stopped(30.0))
    earlier = run_request(id="train-act-00")
    began_with = training.folder.with_name(earlier.id)
    fake_saver.save(began_with / "output" / "checkpoints", fake_saver.STEPS[0])
    (began_with / REQUEST).write_bytes(msgspec.json.encode(earlier))
    request = msgspec.structs.replace(training.request, resumes=earlier.id)
    resumed = Run(folder=training.folder, request=request, state=training.state)
    found = turn(course, waits("evaluate-act"), resumed)
    assert isinstance(found, Drop)
    assert found.remedy == f"Go on with it: {RESUME}, then evaluate-act."


def test_a_stopped_run_that_saves_nothing_on_its_way_is_started_again(
    course: Course, made: Made
) -> None:
    demos = made.run("make-demos", Stopped(30.0), job="demos")
    found = turn(course, waits("train-act"), demos)
    assert isinstance(found, Drop)
    assert found.remedy == "Start make-demos-01 again, then train-act."


@pytest.mark.parametrize(
    ("last_sign_s", "expected"), [(500.0, Start), (960.0, Drop), (1200.0, Drop)]
)
def test_a_lost_run_ended_at_its_last_sign_of_life(
    course: Course, made: Made, last_sign_s: float, expected: type[Turn]
) -> None:
    """Asked for before the entry, and lost by a power cut while the entry waited for it."""
    lost = made.run("make-demos", Lost("nobody saw"), requested_s=5.0)
    metrics = lost.folder / METRICS
    metrics.touch()
    os.utime(metrics, (last_sign_s, last_sign_s))
    found = turn(course, waits("train-act", asked_s=1000.0), lost)
    assert isinstance(found, expected), found


def test_a_failure_from_before_or_one_mended_since_drops_nothing(
    course: Course, made: Made
) -> None:
    before = made.run("make-demos", Finished(1, 5.0), requested_s=1.0)
    assert started(turn(course, waits("train-act"), before)) == "train-act"
    failed = made.run("make-demos", Finished(1, 25.0))
    mended = made.run("make-demos", Finished(0, 30.0))
    assert started(turn(course, waits("train-act"), failed, mended)) == "train-act"


def test_an_entry_that_a_run_names_has_begun(course: Course, made: Made) -> None:
    [one] = waits("make-demos")
    run = made.run("make-demos", Running(15.0), of=one.id)
    assert turn(course, (one,), run) == Begun(one, run)


def test_a_step_that_is_gone_drops_the_entry_with_the_reason(course: Course) -> None:
    found = turn(course, waits("no-such-step"))
    assert isinstance(found, Drop)
    assert "has no Step robo47/day19/no-such-step" in found.why


def test_a_mistake_in_the_course_drops_nothing_and_stops_the_queue(
    course: Course, made: Made
) -> None:
    mistake = "course.yaml: line 3 is wrong"
    entries = waits("train-act", "make-demos")
    found = next_turn(entries, (), {"robo47": mistake}, 1)
    assert found == Pause(f"train-act cannot start: {mistake}", "Mend the course.")
    # and as long as nothing could start anyway, there is time to save it again
    running = made.run("evaluate-expert", Running(15.0))
    assert isinstance(next_turn(entries, (running,), {"robo47": mistake}, 1), Wait)


def test_an_evaluation_of_a_seed_waits_for_the_training_of_that_seed_only(
    tmp_path: Path, made: Made
) -> None:
    course = load_course(str(write_course(tmp_path / "seeded")))
    entries = tuple(
        msgspec.structs.replace(
            entry(name, seed=seed, asked_s=10.0),
            step=f"seeded/day01/{name}",
            id=f"{n:06d}-00000000",
        )
        for n, (name, seed) in enumerate([("train", 2), ("evaluate", 1), ("evaluate", 2)])
    )

    def next_of(*some: QueueEntry) -> Turn | None:
        return next_turn(some, [], {"robo47": course}, 1)

    assert started(next_of(*entries)) == "train (seed 2)"
    assert started(next_of(entries[1], entries[0])) == "evaluate (seed 1)"
    one = made.run("train", Running(30.0))
    alive = Run(
        one.folder,
        msgspec.structs.replace(one.request, step="seeded/day01/train", seed=2),
        one.state,
    )
    found = next_turn(entries[1:], [alive], {"robo47": course}, 2)
    assert started(found) == "evaluate (seed 1)"
    assert isinstance(next_turn(entries[2:], [alive], {"robo47": course}, 2), Wait)
