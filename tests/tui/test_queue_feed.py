"""The queue's files are read when they have changed, also twice within one tick of the clock."""

import os
import time

import pytest
from day_fixture import waiting

from lab_tasks.queue import queue_folder, store
from lab_tasks.workspace import Workspace
from tui.session import queue_feed
from tui.session.queue_feed import QueueFeed

LONG_AGO_NS = 1_000_000_000


@pytest.fixture
def feed(workspace: Workspace) -> QueueFeed:
    store.add(workspace, [waiting("make")])
    return QueueFeed(workspace)


def ids(feed: QueueFeed) -> list[str] | None:
    read = feed.read()
    return None if read is None else [entry.id for entry in read.waiting]


def stamped(workspace: Workspace, at_ns: int) -> None:
    os.utime(queue_folder.folder(workspace), ns=(at_ns, at_ns))


def test_of_a_queue_that_stands_still_nothing_is_told_twice(
    feed: QueueFeed, workspace: Workspace
) -> None:
    stamped(workspace, LONG_AGO_NS)

    assert len(ids(feed) or ()) == 1
    assert ids(feed) is None


def test_two_changes_within_one_tick_of_the_clock_are_both_told(
    feed: QueueFeed, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_feed, "SETTLED_NS", 60_000_000_000)
    now_ns = time.time_ns()
    stamped(workspace, now_ns)
    assert len(ids(feed) or ()) == 1
    assert ids(feed) is None, "read again, and the same"

    store.add(workspace, [waiting("train")])
    stamped(workspace, now_ns)

    assert len(ids(feed) or ()) == 2
