"""Launching: a Run is there whole, or an error says what to do and nothing is left."""

import errno
import os
import sys
from pathlib import Path

import pytest
from fake_lab import FakeLab, a_request, ended

from lab_tasks import atomic
from lab_tasks.runs import launch as launching
from lab_tasks.runs import locks
from lab_tasks.runs.launch import launch
from lab_tasks.runs.launch_errors import KeeperFailed, RunExists, RunFolderUnwritable
from lab_tasks.runs.model import LOCK, Finished, Starting
from lab_tasks.runs.store import list_damaged, list_runs, new_run_id, read_launch
from lab_tasks.workspace import Workspace

PYTHON = Path(sys.executable)


def test_a_launched_run_is_alive_before_anything_of_it_can_be_seen(lab: FakeLab) -> None:
    run = lab.launch("wait:go")

    assert isinstance(run.state, Starting)
    assert locks.is_held(run.folder / LOCK)
    assert list_runs(lab.workspace) == (run,)


def test_what_was_asked_and_where_it_runs_are_written_down(lab: FakeLab) -> None:
    run = lab.launch("say:hello", env={"OMP_NUM_THREADS": "1"})
    ended(run)

    launched = read_launch(run.folder)
    assert launched is not None
    assert launched.python == sys.executable
    assert launched.started_s is not None
    assert run.request.args == ("say:hello",)
    assert run.request.env == {"OMP_NUM_THREADS": "1"}


def test_two_who_ask_for_one_id_do_not_get_the_same_folder(lab: FakeLab) -> None:
    request = a_request(lab.workspace, "exit:0")
    first = launch(lab.workspace, request, PYTHON, jobs=lab.jobs)

    with pytest.raises(RunExists, match="Start the step again"):
        launch(lab.workspace, request, PYTHON, jobs=lab.jobs)

    assert isinstance(ended(first), Finished)
    assert new_run_id(lab.workspace, request.step) == "train-act-02"


def test_a_runs_folder_that_is_a_file_is_named_and_left(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.private.mkdir()
    workspace.runs_dir.write_text("not a folder")

    with pytest.raises(RunFolderUnwritable, match=r"\.robolab/runs"):
        launch(workspace, a_request_of(workspace), PYTHON)

    assert workspace.runs_dir.read_text() == "not a folder"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_workspace_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    with pytest.raises(RunFolderUnwritable, match="write access"):
        launch(Workspace(tmp_path), a_request_of(Workspace(tmp_path)), PYTHON)


@pytest.mark.parametrize(
    ("number", "remedy"),
    [(errno.ENOSPC, "Free some space"), (errno.EROFS, "read-only"), (errno.EIO, "Look at")],
)
def test_a_disk_that_takes_nothing_leaves_nothing_of_the_run(
    lab: FakeLab, monkeypatch: pytest.MonkeyPatch, number: int, remedy: str
) -> None:
    def fails(path: Path, _value: object) -> None:
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(atomic, "write_json", fails)

    with pytest.raises(RunFolderUnwritable, match=remedy):
        lab.launch("exit:0")

    assert list(lab.workspace.runs_dir.iterdir()) == []


def test_a_file_system_without_locks_is_refused(
    lab: FakeLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(path: Path) -> int:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK), str(path))

    monkeypatch.setattr(locks, "take", fails)

    with pytest.raises(RunFolderUnwritable, match="local disk"):
        lab.launch("exit:0")


def test_a_supervisor_that_does_not_start_tells_why(
    lab: FakeLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launching, "SUPERVISOR", "lab_tasks.runs.no_such_module")

    with pytest.raises(KeeperFailed, match="No module named"):
        lab.launch("exit:0")

    assert list_runs(lab.workspace) == ()
    assert list_damaged(lab.workspace) == ()


def a_request_of(workspace: Workspace) -> launching.RunRequest:
    return a_request(Workspace(workspace.root / "elsewhere"), "exit:0")
