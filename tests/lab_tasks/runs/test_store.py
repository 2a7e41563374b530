"""Runs as their folders show them."""

import fcntl
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from lab_tasks.runs.model import (
    CONTEXT,
    EXIT,
    LAUNCH,
    LOCK,
    METRICS,
    RECORD,
    REQUEST,
    Finished,
    Killed,
    Lost,
    Running,
    RunRequest,
    RunState,
    Starting,
    Stopped,
)
from lab_tasks.runs.store import list_damaged, list_runs, new_run_id, read_run, read_state
from lab_tasks.workspace import Workspace

STEP = "robo47/day19/train-act"
GOLDEN = Path(__file__).with_name("golden")
"""Run folders as released versions wrote them: never edit one, add one for each format."""
TIMES = {"started_s": 1.0, "ended_s": 9.0}


def make(workspace: Workspace, run_id: str = "train-act-01", **fields: Any) -> Path:
    """Write a request, with some fields other than usual."""
    request = {
        "format": 1,
        "id": run_id,
        "step": STEP,
        "title": "Train ACT",
        "job": "train",
        "profile": "quick",
        "args": ["--steps=3000"],
        "git": {"commit": None, "dirty": None},
        "requested_s": 1.0,
    }
    folder = workspace.runs_dir / run_id
    folder.mkdir(parents=True)
    (folder / REQUEST).write_text(json.dumps(request | fields))
    return folder


@pytest.mark.parametrize(
    ("end", "state"),
    [
        ({"code": 0}, Finished(0, 9.0)),
        ({"code": 2}, Finished(2, 9.0)),
        ({"signal": 9}, Killed(9, 9.0)),
        ({"signal": 9, "out_of_memory": None}, Killed(9, 9.0)),
        ({"signal": 9, "out_of_memory": True}, Killed(9, 9.0, out_of_memory=True)),
        ({"signal": 11, "out_of_memory": True}, Killed(11, 9.0)),
        ({"code": 1, "out_of_memory": True}, Finished(1, 9.0)),
        ({"signal": 2, "stop_requested": True}, Stopped(9.0)),
        ({"code": 1, "stop_requested": True}, Stopped(9.0)),
        ({"code": 0, "stop_requested": True}, Finished(0, 9.0)),
    ],
)
def test_the_state_of_an_ended_run_is_what_its_exit_says(
    tmp_path: Path, end: dict[str, Any], state: RunState
) -> None:
    (tmp_path / EXIT).write_text(json.dumps(TIMES | end))

    assert read_state(tmp_path) == state


@pytest.mark.parametrize(
    ("files", "state"),
    [
        ({}, Starting()),
        ({LAUNCH: {"started_s": 5.0}}, Starting()),
        ({LAUNCH: {"started_s": 5.0}, CONTEXT: {}}, Running(5.0, is_supervised=False)),
        ({LAUNCH: {"started_s": 5.0}, METRICS: {}}, Running(5.0, is_supervised=False)),
    ],
)
def test_a_held_lock_is_life(
    tmp_path: Path, files: dict[str, dict[str, Any]], state: RunState
) -> None:
    for name, content in files.items():
        where = {"python": "p", "jobs_path": "j"} if name == LAUNCH else {}
        (tmp_path / name).write_text(json.dumps(where | content))
    with (tmp_path / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        assert read_state(tmp_path) == state


def test_a_waiting_run_says_for_what(tmp_path: Path) -> None:
    launch = {"python": "p", "jobs_path": "j", "wait_for": "/somewhere/install.lock"}
    (tmp_path / LAUNCH).write_text(json.dumps(launch))
    with (tmp_path / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        state = read_state(tmp_path)

    assert isinstance(state, Starting)
    assert "Python" in state.waiting_for


def test_who_looks_does_not_make_a_run_seem_alive(tmp_path: Path) -> None:
    (tmp_path / LOCK).touch()
    with (tmp_path / LOCK).open() as other_reader:
        fcntl.flock(other_reader, fcntl.LOCK_SH)

        assert isinstance(read_state(tmp_path), Lost)


def test_nothing_alive_and_no_exit_is_lost_unless_the_job_left_its_record(tmp_path: Path) -> None:
    (tmp_path / LAUNCH).write_text("{}")
    assert isinstance(read_state(tmp_path), Lost)

    (tmp_path / RECORD).write_text("{}")
    assert isinstance(read_state(tmp_path), Finished)


def test_an_exit_written_between_two_looks_is_not_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ends_now(_lock: Path) -> bool:
        (tmp_path / EXIT).write_text(json.dumps(TIMES | {"code": 0}))
        return False

    monkeypatch.setattr("lab_tasks.runs.locks.is_held", ends_now)

    assert read_state(tmp_path) == Finished(0, 9.0)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"code": "0"}', "\x00\x00"])
def test_a_damaged_exit_is_no_success(tmp_path: Path, content: str) -> None:
    (tmp_path / EXIT).write_text(content)

    state = read_state(tmp_path)

    assert isinstance(state, Lost)
    assert EXIT in state.why


def test_runs_are_listed_oldest_first_and_foreign_folders_are_no_runs(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    make(workspace, "train-act-02", requested_s=1.0)
    make(workspace, "evaluate-act-01", requested_s=3.0)
    make(workspace, "train-act-01", requested_s=2.0)
    (workspace.runs_dir / "notes").mkdir()
    (workspace.runs_dir / "train-act-03").write_text("a file")

    listed = [run.id for run in list_runs(workspace)]

    assert listed == ["train-act-02", "train-act-01", "evaluate-act-01"]
    assert list_damaged(workspace) == ()


def test_a_workspace_without_runs_has_none(tmp_path: Path) -> None:
    assert list_runs(Workspace(tmp_path)) == ()


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"args": "--steps=1"}, "args"),
        ({"id": "train-act-09"}, "another|not to this folder"),
        ({"format": 99}, "newer"),
    ],
)
def test_a_request_that_cannot_be_read_is_named_and_spoils_no_other(
    tmp_path: Path, fields: dict[str, Any], why: str
) -> None:
    workspace = Workspace(tmp_path)
    make(workspace, "train-act-01", **fields)
    make(workspace, "train-act-02")

    (damaged,) = list_damaged(workspace)

    assert damaged.folder.name == "train-act-01"
    assert any(part in damaged.why for part in why.split("|"))
    assert damaged.remedy
    assert [run.id for run in list_runs(workspace)] == ["train-act-02"]


def test_every_cut_of_a_request_is_damage_and_never_a_crash(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    folder = make(workspace)
    whole = (folder / REQUEST).read_bytes()

    for length in range(len(whole)):
        (folder / REQUEST).write_bytes(whole[:length])
        assert list_runs(workspace) == ()
        assert len(list_damaged(workspace)) == 1


def test_a_folder_that_is_being_made_is_no_damage(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    folder = workspace.runs_dir / "train-act-01"
    folder.mkdir(parents=True)
    with (folder / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert list_damaged(workspace) == ()

    assert len(list_damaged(workspace)) == 1


def test_ids_count_on_from_the_highest_of_their_step(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    assert new_run_id(workspace, STEP) == "train-act-01"

    for run_id in ("train-act-01", "train-act-09", "train-act-long-44"):
        make(workspace, run_id)

    assert new_run_id(workspace, STEP) == "train-act-10"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("train-act-01", Finished),
        ("evaluate-act-01", Stopped),
        ("train-act-02", Killed),
        ("train-act-03", Lost),
        ("train-act-04", Killed),
        ("train-act-05", Lost),
    ],
)
def test_what_a_released_version_wrote_is_read_for_ever(
    tmp_path: Path, name: str, kind: type[RunState]
) -> None:
    folder = tmp_path / ".robolab" / "runs" / name
    shutil.copytree(GOLDEN / name, folder)

    run = read_run(folder)

    expected = json.loads((folder / REQUEST).read_text())
    assert run.id == expected["id"]
    assert run.request.args == tuple(expected["args"])
    assert isinstance(run.request, RunRequest)
    assert run.succeeded is (name == "train-act-01")
    assert isinstance(run.state, kind)


def test_a_pipe_in_place_of_a_file_is_damage_and_stops_nobody(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    run = workspace.runs_dir / "train-act-01"
    run.mkdir(parents=True)
    os.mkfifo(run / REQUEST)
    other = workspace.runs_dir / "train-act-02"
    other.mkdir()
    os.mkfifo(other / EXIT)

    damaged = list_damaged(workspace)
    state = read_state(other)

    assert {bad.folder.name for bad in damaged} == {"train-act-01", "train-act-02"}
    assert isinstance(state, Lost)
    assert "not a regular file" in state.why


def test_nesting_without_end_is_damage_and_never_a_crash(tmp_path: Path) -> None:
    (tmp_path / EXIT).write_text('{"a":' + "[" * 100_000)

    assert isinstance(read_state(tmp_path), Lost)


def test_a_lock_that_cannot_be_looked_at_makes_a_lost_run_and_nothing_else(
    workspace: Workspace,
) -> None:
    run, unreadable = make(workspace), make(workspace, "train-act-02", id="another")
    for folder in (run, unreadable):
        (folder / LOCK).symlink_to(LOCK)

    (seen,) = list_runs(workspace)

    assert isinstance(seen.state, Lost)
    assert "run.lock cannot be looked at" in seen.state.why
    assert [bad.folder for bad in list_damaged(workspace)] == [unreadable]
