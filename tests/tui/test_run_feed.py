"""The thread that reads: what it cannot do stops nothing of what it can."""

import errno
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import NoReturn

import msgspec
import pytest
from day_fixture import MakeRun, waiting
from run_elsewhere import lost_run
from textual.message import Message

from lab_tasks import atomic
from lab_tasks.queue import queue_folder, store
from lab_tasks.runs import locks
from lab_tasks.runs.listing import RunListing
from lab_tasks.runs.model import EXIT, LOCK, REQUEST, Run, Starting, Stopped
from lab_tasks.runs.store import read_run, read_state
from lab_tasks.workspace import Workspace
from tui.rules.lab_state import LabState
from tui.session import run_feed
from tui.session.messages import QueueRead, RunsRead, RunWatched
from tui.session.queue_feed import QueueFeed
from tui.session.run_feed import RunFeed

DEADLINE_S = 20.0


class Reader:
    """A feed on a thread of its own, and what it posted."""

    def __init__(self, workspace: Workspace, watched: Run | None = None) -> None:
        self.posted: list[Message] = []
        self._feed = RunFeed(workspace, self.posted.append)
        self._feed.watch(watched)
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


@pytest.mark.parametrize("at", ["the queue", "the Runs"])
def test_of_what_begins_between_two_looks_the_entry_or_the_run_is_known(
    workspace: Workspace, runs: MakeRun, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    (entry,) = store.add(workspace, [waiting("make")])
    known: list[bool] = []
    read_queue, read_runs = QueueFeed.read, RunListing.read

    def begin() -> None:
        """Do what the runner does: an entry goes when its Run is there."""
        if store.is_waiting(workspace, entry.id):
            run = runs("make", Starting(), entry=entry.id)
            atomic.write_json(run.folder / REQUEST, msgspec.to_builtins(run.request))
            run.folder.rename(workspace.runs_dir / run.id)
            store.unclaim(workspace, begun=entry.id)

    def read_the_queue(feed: QueueFeed) -> QueueRead | None:
        found = read_queue(feed)
        if at == "the queue":
            begin()
        return found

    def read_the_runs(listing: RunListing) -> tuple[Run, ...]:
        found = read_runs(listing)
        if at == "the Runs":
            begin()
        return found

    monkeypatch.setattr(QueueFeed, "read", read_the_queue)
    monkeypatch.setattr(RunListing, "read", read_the_runs)
    state = LabState()

    def take(message: Message) -> None:
        nonlocal state
        match message:
            case RunsRead():
                state = replace(state, runs=message.runs)
            case QueueRead():
                state = replace(state, entries=message.waiting)
                known.append(bool(state.waiting or state.runs))

    workspace.runs_dir.mkdir(parents=True, exist_ok=True)
    feed = RunFeed(workspace, take)
    thread = Thread(target=feed.run)
    thread.start()
    until(lambda: bool(state.runs) and not state.entries, "the Run without its entry")
    feed.stop()
    thread.join()

    assert known == [True, True]
    assert not state.waiting


class Living:
    """A Run of which something lives until it is ended."""

    def __init__(self, workspace: Workspace, made: MakeRun) -> None:
        self.folder = workspace.runs_dir / "make-01"
        run = made("make", Starting())
        atomic.write_json(run.folder / REQUEST, msgspec.to_builtins(run.request))
        workspace.runs_dir.mkdir(parents=True, exist_ok=True)
        run.folder.rename(self.folder)
        self._lock = locks.take(self.folder / LOCK)
        self.run = read_run(self.folder)

    def end(self) -> None:
        atomic.write_json(self.folder / EXIT, {"code": 0, "started_s": 1.0, "ended_s": 2.0})
        os.close(self._lock)


@pytest.fixture
def living(workspace: Workspace, runs: MakeRun) -> Living:
    return Living(workspace, runs)


@pytest.fixture
def looks_only_at_what_is_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_feed, "READ_INTERVAL_S", 60.0)
    monkeypatch.setattr(run_feed, "WATCH_INTERVAL_S", 0.02)


def ended(message: Message) -> bool:
    return isinstance(message, RunWatched) and not message.watched.update.is_alive


@pytest.mark.usefixtures("looks_only_at_what_is_watched")
def test_the_end_of_the_run_that_is_watched_stands_in_the_list_first(
    workspace: Workspace, living: Living
) -> None:
    with Reader(workspace, watched=living.run) as reader:
        until(lambda: any(isinstance(one, RunWatched) for one in reader.posted), "the Run")
        living.end()
        until(lambda: any(map(ended, reader.posted)), "its end")

    place = next(n for n, message in enumerate(reader.posted) if ended(message))
    lists = [one for one in reader.posted[:place] if isinstance(one, RunsRead)]
    assert [run.is_alive for run in lists[0].runs] == [True]
    assert [run.is_alive for run in lists[-1].runs] == [False]


@pytest.mark.usefixtures("looks_only_at_what_is_watched")
def test_a_queue_that_cannot_be_read_hides_no_end(
    workspace: Workspace, living: Living, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Reader(workspace, watched=living.run) as reader:
        until(lambda: any(isinstance(one, RunWatched) for one in reader.posted), "the Run")
        monkeypatch.setattr(QueueFeed, "read", unreadable)
        living.end()

        until(lambda: any(map(ended, reader.posted)), "its end")


def test_runs_that_cannot_be_read_once_lose_no_queue(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add(workspace, [waiting("make")])
    os.utime(queue_folder.folder(workspace), (1.0, 1.0))  # nothing moves there any more
    monkeypatch.setattr(run_feed, "READ_INTERVAL_S", 0.02)
    read, times = RunListing.read, iter([True])

    def once_unreadable(listing: RunListing) -> tuple[Run, ...]:
        return unreadable(listing) if next(times, False) else read(listing)

    monkeypatch.setattr(RunListing, "read", once_unreadable)
    with Reader(workspace) as reader:
        until(lambda: any(isinstance(one, QueueRead) for one in reader.posted), "the queue")


def unreadable(_: object) -> NoReturn:
    raise OSError(errno.EIO, "Input/output error")
