"""A Run on a cluster: queued, run by a real Slurm, stopped, killed, and its end recorded here."""

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cluster import Cluster
from fake_lab import FakeLab, a_request, ended, until

from lab_tasks.remote.detached import reattach
from lab_tasks.remote.place import SlurmPlace
from lab_tasks.remote.placed import read_link
from lab_tasks.remote.places import launch_at
from lab_tasks.remote.slurm_launch import NotSubmitted
from lab_tasks.runs import locks
from lab_tasks.runs.model import (
    LOCK,
    METRICS,
    OUTPUT_LOG,
    Finished,
    Killed,
    Lost,
    Run,
    Running,
    Starting,
    Stopped,
)
from lab_tasks.runs.stop import stop
from lab_tasks.runs.store import read_launch, read_run, read_state
from lab_tasks.workspace import Workspace

pytestmark = pytest.mark.remote
PLACE = SlurmPlace(name="cluster", partition="main", minutes=5)
Launch = Callable[..., Run]


@pytest.fixture
def launch(cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Launch:
    monkeypatch.setenv("SLURM_CONF", str(cluster.settings))
    workspace = Workspace(tmp_path / "workspace")
    workspace.root.mkdir()
    jobs = FakeLab(workspace, tmp_path / "jobs").jobs

    def launch_there(*args: str, place: SlurmPlace = PLACE) -> Run:
        request = a_request(workspace, *args, env={"PYTHONPATH": str(jobs)})
        return launch_at(place, workspace, request, Path(sys.executable))

    return launch_there


def running(run: Run) -> Run:
    until(lambda: (run.folder / "ready").exists(), "the job")
    until(lambda: isinstance(read_state(run.folder), Running), "the news of it")
    return read_run(run.folder)


def waits_for(run: Run) -> str:
    return str(json.loads((run.folder / "launch.json").read_text())["waiting_for"])


def test_a_run_on_the_cluster_ends_here_as_there(launch: Launch) -> None:
    run = launch("say:hello", "context", "ready", "metrics:50", "wait:go", "record")
    assert isinstance(run.state, Starting)
    assert locks.is_held(run.folder / LOCK)

    running(run)
    (run.folder / "go").touch()

    assert isinstance(ended(run), Finished)
    assert (run.folder / OUTPUT_LOG).read_text() == "hello\n"
    assert len((run.folder / METRICS).read_text().splitlines()) == 51
    assert read_run(run.folder).succeeded


def test_a_run_waits_for_the_scheduler_and_says_so(launch: Launch) -> None:
    first = launch("context", "ready", "wait:go")
    running(first)
    second = launch("exit:3")

    until(lambda: "(Resources)" in waits_for(second), "the reason")
    assert "the scheduler of cluster" in waits_for(second)
    assert isinstance(read_state(second.folder), Starting)
    (first.folder / "go").touch()

    assert isinstance(ended(first), Finished)
    assert isinstance(state := ended(second), Finished)
    assert state.code == 3


def test_a_stop_cancels_a_job_that_runs_and_one_that_waits(
    launch: Launch, cluster: Cluster
) -> None:
    first = running(launch("context", "default:TERM", "ready", "wait:go"))
    second = launch("exit:0")
    until(lambda: "job" in waits_for(second), "the queue")

    stop(second)
    assert isinstance(ended(second), Stopped)
    stop(first)

    assert isinstance(ended(first), Stopped)
    until(lambda: not cluster.ask("squeue", "-h"), "an empty queue")


def test_a_job_that_is_cancelled_by_somebody_else_was_killed(
    launch: Launch, cluster: Cluster
) -> None:
    run = running(launch("context", "default:TERM", "ready", "wait:go"))

    cluster.ask("scancel", "--name", run.id)

    assert isinstance(state := ended(run), Killed)
    assert state.signal == signal.SIGTERM


def test_a_job_that_is_killed_as_a_whole_was_killed(launch: Launch, cluster: Cluster) -> None:
    run = running(launch("context", "ready", "wait:go"))

    cluster.ask("scancel", "--signal=KILL", "--full", "--name", run.id)

    assert isinstance(ended(run), Killed)  # nothing of it could write its end: Slurm's word


def test_a_job_that_failed_without_a_word_is_lost_and_says_where_to_look(launch: Launch) -> None:
    run = running(launch("context", "ready", "wait:go"))
    child = int((run.folder / "ready").read_text())
    parent = int(Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[1])

    for number in (parent, child):
        os.kill(number, signal.SIGKILL)

    assert isinstance(ended(run), Lost)
    link = read_link(run.folder)
    assert link is not None
    assert "FAILED" in link.problem
    assert "there/slurm" in link.problem


def test_a_killed_watch_is_started_again(launch: Launch) -> None:
    run = running(launch("context", "ready", "wait:go"))
    watch = until(lambda: (launched := read_launch(run.folder)) and launched.supervisor_pid)
    os.kill(watch, signal.SIGKILL)
    until(lambda: not locks.is_held(run.folder / LOCK), "the watch's end")
    assert isinstance(read_state(run.folder), Lost)

    again = reattach(Workspace(run.folder.parents[2]), read_run(run.folder))
    assert again.is_alive
    (run.folder / "go").touch()

    assert isinstance(ended(run), Finished)


def test_what_the_scheduler_refuses_leaves_nothing(
    launch: Launch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = SlurmPlace(name="cluster", partition="no-such-partition", minutes=5)

    with pytest.raises(NotSubmitted, match="Invalid partition"):
        launch("exit:0", place=place)

    assert capsys.readouterr() == ("", "")  # it would be written over the screen
