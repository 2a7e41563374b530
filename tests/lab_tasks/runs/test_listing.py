"""RunListing tells what `list_runs` tells, and reads what has ended once."""

import os
import shutil

import pytest
from fake_lab import FakeLab, ended, go, ready, until

from lab_tasks.runs import listing, locks
from lab_tasks.runs.listing import RunListing
from lab_tasks.runs.model import SUPERVISOR_LOCK
from lab_tasks.runs.store import list_runs


def test_it_tells_the_same_as_list_runs_from_start_to_removal(lab: FakeLab) -> None:
    seen = RunListing(lab.workspace)
    assert seen.read() == ()
    run = ready(lab.launch("ready", "wait:go"))
    (lab.workspace.runs_dir / "no-run-01").mkdir()
    (lab.workspace.runs_dir / "a-file-01").touch()
    assert [one.is_alive for one in seen.read()] == [True]
    go(run)
    ended(run)
    until(lambda: not locks.is_held(run.folder / SUPERVISOR_LOCK), "the supervisor's end")
    assert seen.read() == list_runs(lab.workspace)
    shutil.rmtree(run.folder)
    assert seen.read() == ()


def test_what_has_ended_is_read_once(lab: FakeLab, monkeypatch: pytest.MonkeyPatch) -> None:
    run = lab.launch("exit:3")
    ended(run)
    until(lambda: not locks.is_held(run.folder / SUPERVISOR_LOCK), "the supervisor's end")
    os.utime(run.folder, (1.0, 1.0))
    seen = RunListing(lab.workspace)
    [first] = seen.read()
    monkeypatch.setattr(listing, "read_run", None)  # a second reading would fail
    assert seen.read() == (first,)
