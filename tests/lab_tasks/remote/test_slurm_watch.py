"""The watch on a job, where the scheduler will not do what it is asked: a script in its place."""

import os
import signal
import threading
from pathlib import Path

import pytest

from lab_tasks.remote import slurm_watch
from lab_tasks.remote.place import SlurmPlace
from lab_tasks.remote.placed import Placed, read_link, write_placed
from lab_tasks.remote.unseen_end import UnseenEnd
from lab_tasks.runs.model import STOP, Exit

PLACED = Placed(place=SlurmPlace(name="cluster", minutes=5), job="7")
UNKNOWN = "slurm_load_jobs error: Invalid job id specified"
NOT_TAKEN = "scancel: error: Kill job error on job id 7: Invalid job id specified"
BUSY = "scancel: error: Kill job error on job id 7: Socket timed out on send/recv operation"


class Scheduler:
    """Its three programs, each of which notes in `calls` that it was called."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder, self.calls = folder, folder / "calls"
        self.calls.touch()

    def says(self, program: str, script: str) -> None:
        path = self.folder / program
        path.write_text(f"#!/bin/sh\necho {program} >> {self.calls}\n{script}\n")
        path.chmod(0o755)

    def count(self, program: str) -> int:
        return self.calls.read_text().split().count(program)


@pytest.fixture
def scheduler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scheduler:
    made = Scheduler(tmp_path / "bin")
    monkeypatch.setenv("PATH", f"{made.folder}:{os.environ['PATH']}")
    monkeypatch.setattr(slurm_watch, "SHORTEST_S", 0.02)
    monkeypatch.setattr(slurm_watch, "LATE_S", 0.1)
    return made


@pytest.fixture
def stopped(tmp_path: Path) -> Path:
    """The folder of a Run whose stop was asked for."""
    folder = tmp_path / "train-act-01"
    folder.mkdir()
    write_placed(folder, PLACED)
    (folder / STOP).touch()
    return folder


def followed(folder: Path) -> Exit | UnseenEnd:
    """Return what the watch returns, and fail when it does not come to an end."""
    ends: list[Exit | UnseenEnd] = []
    watch = threading.Thread(
        target=lambda: ends.append(slurm_watch.follow(folder, PLACED)), daemon=True
    )
    watch.start()
    watch.join(20)
    assert ends, "the watch goes on for ever"
    return ends[0]


def test_a_stop_of_a_job_that_is_gone_learns_what_became_of_it(
    scheduler: Scheduler, stopped: Path
) -> None:
    scheduler.says("scancel", f"echo '{NOT_TAKEN}' >&2; exit 1")
    scheduler.says("squeue", f"echo '{UNKNOWN}' >&2; exit 1")
    scheduler.says("sacct", "echo NODE_FAIL")

    assert followed(stopped) == UnseenEnd(is_final=True)

    link = read_link(stopped)
    assert link is not None
    assert "says of job 7: NODE_FAIL" in link.problem
    assert scheduler.count("scancel") == 1


def test_a_stop_that_is_not_taken_is_sent_again_with_each_look(
    scheduler: Scheduler, stopped: Path
) -> None:
    state = f'[ $(grep -c squeue {scheduler.calls}) -gt 3 ] && echo "CANCELLED|None"'
    scheduler.says("scancel", f"echo '{BUSY}' >&2; exit 1")
    scheduler.says("squeue", f'{state} || echo "RUNNING|None"')
    scheduler.says("sacct", "exit 1")

    end = followed(stopped)

    assert isinstance(end, Exit)
    assert end.signal == signal.SIGTERM
    assert end.stop_requested
    assert scheduler.count("scancel") == scheduler.count("squeue") == 4


def test_a_stop_that_is_not_taken_is_said(scheduler: Scheduler, stopped: Path) -> None:
    said = f"grep -q 'Socket timed out' {stopped}/there/link.json"
    scheduler.says("scancel", f"echo '{BUSY}' >&2; exit 1")
    scheduler.says("squeue", f'{said} && echo "TIMEOUT|None" || echo "RUNNING|None"')
    scheduler.says("sacct", "exit 1")

    assert isinstance(followed(stopped), Exit)


def test_a_job_of_which_the_scheduler_says_nothing_is_asked_for_again(
    scheduler: Scheduler, stopped: Path
) -> None:
    scheduler.says("scancel", "exit 0")
    scheduler.says("squeue", f"echo '{UNKNOWN}' >&2; exit 1")
    scheduler.says("sacct", "echo 'Connection refused' >&2; exit 1")

    assert followed(stopped) == UnseenEnd(is_final=False)
