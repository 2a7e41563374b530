"""What the supervisor promises: the end is recorded, whoever watches, whatever dies."""

import fcntl
import os
import signal
from pathlib import Path

import pytest
from fake_lab import FakeLab, ended, go, kill_supervisor, ready, until

from lab_tasks.runs import locks
from lab_tasks.runs.model import (
    EXIT,
    LOCK,
    OUTPUT_LOG,
    Finished,
    Killed,
    Lost,
    Running,
    Starting,
    Stopped,
)
from lab_tasks.runs.stop import stop
from lab_tasks.runs.store import read_exit, read_launch, read_run, read_state


def log_of(folder: Path) -> str:
    return (folder / OUTPUT_LOG).read_text()


@pytest.mark.parametrize(
    ("last_act", "code", "number"),
    [("exit:3", 3, None), ("die:SEGV", None, 11)],
)
def test_the_way_a_child_ends_is_recorded(
    lab: FakeLab, last_act: str, code: int | None, number: int | None
) -> None:
    run = lab.launch("say:hello", last_act)

    state = ended(run)

    end = read_exit(run.folder)
    assert end is not None
    assert (end.code, end.signal, end.stop_requested) == (code, number, False)
    assert end.started_s <= end.ended_s
    assert isinstance(state, Killed if number else Finished)
    assert log_of(run.folder).startswith("hello\n")


def test_a_child_sees_the_labs_environment_and_nothing_of_the_apps(
    lab: FakeLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIRTUAL_ENV", "/of/the/app")
    monkeypatch.setenv("PYTHONHASHSEED", "1")
    monkeypatch.setenv("MUJOCO_GL", "glfw")
    monkeypatch.setenv("LAB_TOKEN", "kept")
    names = ("VIRTUAL_ENV", "PYTHONHASHSEED", "MUJOCO_GL", "LAB_TOKEN", "PYTHONPATH")

    run = lab.launch(*(f"env:{name}" for name in names), env={"MUJOCO_GL": "egl"})

    ended(run)
    assert log_of(run.folder).splitlines() == [
        "VIRTUAL_ENV=None",
        "PYTHONHASHSEED=None",
        "MUJOCO_GL=egl",
        "LAB_TOKEN=kept",
        f"PYTHONPATH={lab.jobs}",
    ]


def test_a_students_module_never_takes_the_place_of_the_standard_librarys(lab: FakeLab) -> None:
    for name in ("random.py", "msgspec.py", "lab_tasks.py"):
        (lab.workspace.root / name).write_text("raise SystemExit('the student's file was run')")

    run = lab.launch("import:random")

    state = ended(run)
    assert isinstance(state, Finished)
    assert state.code == 0
    assert str(lab.workspace.root) not in log_of(run.folder)


@pytest.mark.parametrize("kind", ["missing", "not executable"])
def test_an_interpreter_that_cannot_be_run_is_named_in_the_log(
    lab: FakeLab, tmp_path: Path, kind: str
) -> None:
    python = tmp_path / "python"
    if kind == "not executable":
        python.write_text("")

    run = lab.launch("say:hello", python=str(python))

    state = ended(run)
    assert isinstance(state, Finished)
    assert state.code == 127
    assert str(python) in log_of(run.folder)
    assert "doctor" in log_of(run.folder)


def test_a_run_waits_until_the_labs_python_is_installed(lab: FakeLab, tmp_path: Path) -> None:
    lock = tmp_path / "install.lock"
    with lock.open("w") as installation:
        fcntl.flock(installation, fcntl.LOCK_EX)
        run = lab.launch("ready", wait_for=lock)
        assert isinstance(run.state, Starting)
        assert run.state.waiting_for
        assert not (run.folder / "ready").exists()

    assert isinstance(ended(run), Finished)
    assert (run.folder / "ready").exists()


def test_a_run_that_waits_can_be_stopped(lab: FakeLab, tmp_path: Path) -> None:
    lock = tmp_path / "install.lock"
    with lock.open("w") as installation:
        fcntl.flock(installation, fcntl.LOCK_EX)
        run = lab.launch("ready", wait_for=lock)

        stop(run)

        assert isinstance(ended(run), Stopped)
    assert not (run.folder / "ready").exists()


@pytest.mark.parametrize(
    ("ignored", "last_signal"),
    [("", signal.SIGINT), ("ignore:INT", signal.SIGTERM)],
)
def test_a_stop_goes_as_far_as_it_must(lab: FakeLab, ignored: str, last_signal: int) -> None:
    acts = [ignored] if ignored else ["default:INT"]
    run = ready(lab.launch(*acts, "ready", "wait:never", grace_s=0.2))

    stop(run)

    assert isinstance(ended(run), Stopped)
    end = read_exit(run.folder)
    assert end is not None
    assert end.signal == last_signal


def test_a_stopped_trainer_leaves_no_worker_behind(lab: FakeLab) -> None:
    run = ready(lab.launch("worker", "wait:worker", "default:INT", "ready", "wait:never"))

    stop(run)

    assert isinstance(ended(run), Stopped)
    until(lambda: not locks.is_held(run.folder / LOCK), "the worker's end")


def test_a_stop_that_comes_after_the_end_changes_nothing(lab: FakeLab) -> None:
    run = lab.launch("exit:0")
    before = ended(run)
    until(lambda: not locks.is_held(run.folder / LOCK))

    stop(run)

    assert read_state(run.folder) == before


def test_without_its_supervisor_a_run_goes_on_and_says_so(lab: FakeLab) -> None:
    run = ready(lab.launch("context", "ready", "wait:go"))
    before = read_state(run.folder)

    kill_supervisor(run)

    state = read_state(run.folder)
    assert isinstance(before, Running)
    assert before.is_supervised
    assert isinstance(state, Running)
    assert not state.is_supervised
    go(run)
    state = ended(run)
    assert isinstance(state, Lost)
    assert "supervisor" in state.why


def test_a_record_stands_for_the_exit_that_a_killed_supervisor_could_not_write(
    lab: FakeLab,
) -> None:
    run = ready(lab.launch("ready", "wait:go", "record"))

    kill_supervisor(run)
    go(run)

    state = ended(run)
    assert isinstance(state, Finished)
    assert read_run(run.folder).succeeded


def test_a_supervisor_is_ended_by_no_signal_but_kill(lab: FakeLab) -> None:
    run = ready(lab.launch("ready", "wait:go", "exit:5"))
    launched = read_launch(run.folder)
    assert launched is not None
    assert launched.supervisor_pid is not None

    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGQUIT):
        os.kill(launched.supervisor_pid, number)
    go(run)

    state = ended(run)
    assert isinstance(state, Finished)
    assert state.code == 5


def test_a_workspace_may_be_moved_while_a_run_goes_on(lab: FakeLab) -> None:
    run = ready(lab.launch("ready", "wait:go", "say:still here"))
    moved = lab.workspace.root.with_name("moved")
    lab.workspace.root.rename(moved)
    folder = moved / ".robolab" / "runs" / run.id

    (folder / "go").touch()

    until(lambda: (folder / EXIT).exists(), "the end")
    assert "still here" in log_of(folder)
