"""The thread that reads: what it cannot do stops nothing of what it can."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from run_elsewhere import lost_run
from textual.message import Message

from lab_tasks.runs.model import Stopped
from lab_tasks.runs.store import read_state
from lab_tasks.workspace import Workspace
from tui.session.messages import RunsRead
from tui.session.run_feed import RunFeed

DEADLINE_S = 20.0


class Reader:
    """A feed on a thread of its own, and what it posted."""

    def __init__(self, workspace: Workspace) -> None:
        self.posted: list[Message] = []
        self._feed = RunFeed(workspace, self.posted.append)
        self._thread = Thread(target=self._feed.run)

    def __enter__(self) -> "Reader":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._feed.stop()
        self._thread.join()

    def has_read(self) -> bool:
        return any(isinstance(message, RunsRead) for message in self.posted)


def until(look: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not look():
        assert time.monotonic() < deadline, f"{what} did not come within {DEADLINE_S} s"
        time.sleep(0.01)


def test_runs_are_shown_before_those_elsewhere_are_attended(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = lost_run(workspace)
    slow = tmp_path / "python"
    slow.write_text(
        f"#!/bin/sh\nuntil [ -e {tmp_path}/go ]; do sleep 0.02; done\n"
        f'touch {tmp_path}/gone\nexec {sys.executable} "$@"\n'
    )
    slow.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(slow))

    with Reader(workspace) as reader:
        until(reader.has_read, "the Runs")
        assert not (tmp_path / "gone").exists()
        (tmp_path / "go").touch()

        until(lambda: isinstance(read_state(run.folder), Stopped), "the end")


def test_what_hinders_attending_hinders_no_reading(workspace: Workspace) -> None:
    lost_run(workspace)
    lock = workspace.runs_dir / "train-act-01" / "run.lock"
    lock.unlink()
    lock.symlink_to(lock.name)  # as one that nobody may read, also for root

    with Reader(workspace) as reader:
        until(reader.has_read, "the Runs")
