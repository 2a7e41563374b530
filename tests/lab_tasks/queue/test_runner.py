"""The queue starts each entry once, whatever happens to the process that does it."""

import random
import shutil
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from queue_lab import DEADLINE_S, QueueLab, entry, until

from course.loader import CONTENT
from lab_tasks.lab import lab_environment
from lab_tasks.queue import allowed, queue_folder, runner, store
from lab_tasks.remote import places
from lab_tasks.remote.place import SlurmPlace, SshPlace
from lab_tasks.remote.placed import Placed, write_placed
from lab_tasks.runs import locks
from lab_tasks.runs.model import LAUNCH, LOCK, REQUEST, SUPERVISOR_LOCK, Finished
from lab_tasks.runs.store import list_damaged


@pytest.fixture(autouse=True)
def _quick_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "POLL_S", 0.02)


def test_entries_run_in_order_one_at_a_time_and_the_runner_ends(lab: QueueLab) -> None:
    entries = lab.add("make-demos", "train-act", "train-cloning")
    lab.run_to_the_end()
    runs = lab.runs()
    assert [run.request.entry for run in runs] == [one.id for one in entries]
    assert all(run.succeeded for run in runs)
    ends = [run.state.ended_s for run in runs if isinstance(run.state, Finished)]
    assert all(end <= run.request.requested_s for end, run in zip(ends, runs[1:], strict=False))
    assert store.waiting(lab.workspace) == ()
    assert not queue_folder.has_runner(lab.workspace)


def test_a_seed_takes_the_place_of_the_recipes(lab: QueueLab) -> None:
    lab.add("make-demos", seed=7)
    lab.run_to_the_end()
    [run] = lab.runs()
    assert (run.request.seed, run.request.flag("seed")) == (7, "7")


def test_what_builds_on_a_failed_run_is_dropped_with_the_reason_and_the_rest_goes_on(
    lab: QueueLab,
) -> None:
    lab.add("make-demos")
    lab.run_to_the_end()
    (lab.workspace.root / "fail").touch()
    lab.add("train-act", "evaluate-act", "train-cloning")
    lab.run_to_the_end()
    assert [run.id for run in lab.runs()] == ["make-demos-01", "train-act-01", "train-cloning-01"]
    [dropped] = store.dropped(lab.workspace)
    assert dropped.entry.step.endswith("/evaluate-act")
    assert dropped.why == "evaluate-act builds on train-act-01, which failed with status 1"
    assert "Read the log of train-act-01" in dropped.remedy


def test_what_lacks_an_input_is_dropped_and_named(lab: QueueLab) -> None:
    lab.add("train-act")
    lab.run_to_the_end()
    [dropped] = store.dropped(lab.workspace)
    assert dropped.why.startswith("train-act cannot start: it needs the output of")
    assert "make-demos" in dropped.remedy
    assert lab.runs() == ()


def test_without_a_lab_the_queue_waits_with_the_reason_and_loses_nothing(
    lab: QueueLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = lab_environment.Missing("No Python with lerobot was found.", "Make one.")
    monkeypatch.setattr(lab_environment, "find", lambda workspace=None: missing)
    lab.add("make-demos")
    lab.run_to_the_end()
    paused = allowed.paused(lab.workspace)
    assert paused is not None
    assert (paused.kind, paused.why) == ("lab", missing.why)
    assert len(store.waiting(lab.workspace)) == 1
    assert runner.ensure_running(lab.workspace) is False


def test_a_full_disk_pauses_instead_of_dropping_all(lab: QueueLab) -> None:
    lab.add("make-demos", "make-demos")
    lab.workspace.runs_dir.parent.mkdir(exist_ok=True)
    lab.workspace.runs_dir.touch()  # a file where the folder should be
    lab.run_to_the_end()
    assert len(store.waiting(lab.workspace)) == 2
    paused = allowed.paused(lab.workspace)
    assert paused is not None
    assert paused.kind == "launch"


@pytest.mark.parametrize(
    "place",
    [
        SshPlace(name="there", host="x", workspace="~/w", robolab="~/p"),
        SlurmPlace(name="there", minutes=5),
    ],
)
def test_a_run_that_is_followed_takes_the_room_of_its_place(
    lab: QueueLab, place: SshPlace | SlurmPlace
) -> None:
    lab.add("make-demos")
    lab.run_to_the_end()
    [run] = lab.runs()
    assert runner.place_of(run) == "local"
    write_placed(run.folder, Placed(place=place))
    assert runner.place_of(run) == "there"


def test_a_sweep_at_the_hub_submits_one_job_at_a_time(
    lab: QueueLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Run there has a supervisor here, and only launch.json tells that it works elsewhere."""
    monkeypatch.setattr(places, "launch_at", lab.launch_as_if_at)
    (lab.workspace.root / "hold").write_text("1")
    lab.workspace.private.mkdir()
    text = "places: {cloud: {kind: hf, flavor: t4-small}}"
    (lab.workspace.private / "places.yaml").write_text(text)
    one = entry("make-demos")
    at_the_hub = [msgspec.structs.replace(one, seed=seed, place="cloud") for seed in (1, 2)]
    store.add(lab.workspace, at_the_hub)
    process = lab.fork_runner()
    until(lambda: "runs, and 1 may at once" in lab.log(), "the wait")
    assert [run.request.seed for run in lab.runs()] == [1]
    lab.add("make-demos")  # here, where nothing runs
    until(lambda: len(lab.runs()) == 2, "the one that runs here")
    (lab.workspace.root / "hold").unlink()
    assert lab.reap(process) == 0
    assert [run.request.seed for run in lab.runs()] == [1, None, 2]


def test_only_one_runner_lives(lab: QueueLab) -> None:
    (lab.workspace.root / "hold").write_text("1")
    lab.add("make-demos", "make-demos")
    first = lab.fork_runner()
    until(lambda: lab.runs() and lab.runs()[0].is_alive, "the first Run")
    assert queue_folder.has_runner(lab.workspace)
    assert runner.ensure_running(lab.workspace) is False
    (lab.workspace.root / "hold").unlink()
    assert lab.reap(first) == 0
    until(lambda: not any(run.is_alive for run in lab.runs()), "the end")
    assert len(lab.runs()) == 2


@pytest.mark.slow
def test_killed_at_any_moment_it_starts_nothing_twice_and_loses_nothing(lab: QueueLab) -> None:
    chance = random.Random(9)
    entries = lab.add(*["make-demos"] * 6)
    allowed.set_limit(lab.workspace, 4)
    kills = 0
    while store.waiting(lab.workspace) and kills < 400:
        process = lab.fork_runner()
        time.sleep(chance.uniform(0.0, 0.05 * (1 + kills / 20)))  # longer on a busy machine
        lab.kill_runner(process)
        kills += 1
    assert 12 <= kills < 400
    lab.run_to_the_end()
    started = [run.request.entry for run in lab.runs()]
    assert sorted(started) == sorted(one.id for one in entries)
    assert all(run.succeeded for run in lab.runs())


@pytest.mark.parametrize(("names_entry", "runs"), [(True, 1), (False, 2)])
def test_it_is_the_entrys_name_in_the_run_that_prevents_a_second_start(
    lab: QueueLab, names_entry: bool, runs: int
) -> None:
    """Without the name the harness must find the second start: its negative control."""
    lab.add("make-demos")
    assert lab.reap(lab.fork_runner(lab.begin(names_entry, dies=True))) == -signal.SIGKILL
    lab.run_to_the_end()
    assert len(lab.runs()) == runs


def test_a_run_that_was_requested_and_never_begun_is_begun_again(lab: QueueLab) -> None:
    """The runner was killed between the request and the supervisor's start."""
    [one] = lab.add("make-demos")
    lab.run_to_the_end()
    [run] = lab.runs()
    until(lambda: not locks.is_held(run.folder / SUPERVISOR_LOCK), "the supervisor's end")
    for path in run.folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name not in (REQUEST, LAUNCH, LOCK):
            path.unlink(missing_ok=True)
    waiting = queue_folder.folder(lab.workspace) / f"{one.id}.json"
    waiting.write_bytes(msgspec.json.encode(one))
    lab.run_to_the_end()
    [run] = lab.runs()
    assert run.succeeded


def test_the_real_runner_detaches_and_says_what_it_does(lab: QueueLab) -> None:
    lab.add("no-such-step")
    assert runner.ensure_running(lab.workspace) is True
    until(lambda: store.dropped(lab.workspace), "the drop")
    until(lambda: not queue_folder.has_runner(lab.workspace), "the runner's end")
    log = (queue_folder.folder(lab.workspace) / runner.RUNNER_LOG).read_text()
    assert "no-such-step is dropped" in log
    assert list_damaged(lab.workspace) == ()


def test_a_runner_that_dies_at_once_is_told_with_its_last_words(
    lab: QueueLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "MODULE", "lab_tasks.queue.no_such")
    lab.add("make-demos")
    with pytest.raises(runner.RunnerFailed, match=r"ended at once: .*No module named .*no_such"):
        runner.ensure_running(lab.workspace)
    assert len(store.waiting(lab.workspace)) == 1


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("START_DEADLINE_S", 0.001, "did not start within"),
        ("sys.executable", "/nowhere/python", "could not be started: No such file"),
    ],
)
def test_a_runner_that_does_not_start_in_time_or_at_all_is_told_as_that(
    lab: QueueLab, monkeypatch: pytest.MonkeyPatch, setting: str, value: object, said: str
) -> None:
    monkeypatch.setattr(f"lab_tasks.queue.runner.{setting}", value)
    lab.add("make-demos")
    with pytest.raises(queue_folder.QueueProblem, match=said):
        runner.ensure_running(lab.workspace)


def test_a_course_saved_in_mid_edit_takes_nothing_off_the_queue(
    lab: QueueLab, tmp_path: Path
) -> None:
    course = tmp_path / "robo47"
    shutil.copytree(CONTENT / "robo47", course)
    day = course / "day19" / "day.yaml"
    whole = day.read_text()
    day.write_text(whole[: len(whole) // 2] + "\n  - [")
    one = msgspec.structs.replace(entry("make-demos"), course=str(course))
    store.add(lab.workspace, [one])
    lab.run_to_the_end()
    paused = allowed.paused(lab.workspace)
    assert paused
    assert paused.kind == "course"
    assert "day.yaml" in paused.why
    assert len(store.waiting(lab.workspace)) == 1

    day.write_text(whole)
    allowed.resume(lab.workspace)
    lab.run_to_the_end()
    assert [run.succeeded for run in lab.runs()] == [True]


def test_the_queue_stays_open_while_a_host_is_asked(lab: QueueLab) -> None:
    """What is being started cannot be taken out any more; all else can, and more be added."""
    [first, _] = lab.add("make-demos", "make-demos")
    process = lab.fork_runner(lab.begin(asks=True))
    until(lambda: (lab.workspace.root / "asking").exists(), "the slow launch")
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lab.add, "make-demos").result(timeout=DEADLINE_S)
    assert store.remove(lab.workspace, first.id) is False
    assert store.clear(lab.workspace) == 2
    assert lab.runs() == ()  # the host has not answered yet
    (lab.workspace.root / "asking").unlink()
    assert lab.reap(process) == 0
    assert [run.request.entry for run in lab.runs()] == [first.id]
    assert store.waiting(lab.workspace) == ()


def test_the_claim_of_a_runner_that_was_killed_holds_nothing_back(lab: QueueLab) -> None:
    [one] = lab.add("make-demos")
    assert store.claim(lab.workspace, one.id)
    assert store.remove(lab.workspace, one.id) is True
    [other] = lab.add("make-demos")
    assert store.claim(lab.workspace, other.id)
    lab.run_to_the_end()
    assert [run.request.entry for run in lab.runs()] == [other.id]
    assert store.waiting(lab.workspace) == ()
