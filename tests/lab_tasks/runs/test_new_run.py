"""A new Run's folder: what keeps its keeper from being started is told as what it is."""

import errno
import os
from pathlib import Path

import pytest
from fake_lab import FakeLab, a_request

from lab_tasks.runs import new_run
from lab_tasks.runs.launch import launch
from lab_tasks.runs.launch_errors import KeeperFailed
from lab_tasks.runs.model import Launch


def test_what_starting_the_keeper_raises_passes_and_nothing_is_left(lab: FakeLab) -> None:
    refused = ConnectionRefusedError(errno.ECONNREFUSED, os.strerror(errno.ECONNREFUSED))

    def start(_folder: Path, _lock: int) -> None:
        raise refused

    asked = Launch(python="", jobs_path="")
    with pytest.raises(ConnectionRefusedError) as raised:
        new_run.begin(lab.workspace, a_request(lab.workspace, "exit:0"), asked, start)

    assert raised.value is refused
    assert list(lab.workspace.runs_dir.iterdir()) == []


def test_an_interpreter_that_is_gone_is_no_fault_of_the_runs_folder(
    lab: FakeLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    request = a_request(lab.workspace, "exit:0")

    with pytest.raises(KeeperFailed, match=r"could not be started: No such file .*/nowhere/python"):
        launch(lab.workspace, request, Path("/nowhere/python"), jobs=lab.jobs)

    assert list(lab.workspace.runs_dir.iterdir()) == []
