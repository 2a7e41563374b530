"""A stop that finds no supervisor: proved processes are ended, nobody else's ever is."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from fake_lab import FakeLab, a_request, ended, go, kill_supervisor, ready, until

from lab_tasks import atomic
from lab_tasks.runs import holders as holding
from lab_tasks.runs import locks
from lab_tasks.runs import stop as stopping
from lab_tasks.runs.child import Child
from lab_tasks.runs.holders import holders, send_to_holders
from lab_tasks.runs.model import (
    LAUNCH,
    LOCK,
    Finished,
    Launch,
    Lost,
    Run,
    Running,
    RunRequest,
    Stopped,
)
from lab_tasks.runs.stop import Unsupervised, stop
from lab_tasks.runs.store import read_launch, read_state
from lab_tasks.workspace import Workspace

proves_holders = pytest.mark.skipif(
    not Path("/proc/self/fdinfo").is_dir(), reason="only Linux tells who holds a lock"
)


@contextlib.contextmanager
def stranger(*keep: int) -> Iterator[subprocess.Popen[bytes]]:
    """A process of somebody else's, in a group of its own."""
    argv = [sys.executable, "-c", "import time; time.sleep(60)"]
    with subprocess.Popen(argv, start_new_session=True, pass_fds=keep) as process:
        try:
            yield process
        finally:
            process.kill()


def forge(run: Run, pid: int) -> None:
    """Let launch.json name another process, as after the reuse of a number."""
    launch = read_launch(run.folder)
    assert launch is not None
    forged = msgspec.structs.replace(launch, child_pid=pid, supervisor_pid=pid)
    atomic.write_json(run.folder / LAUNCH, msgspec.to_builtins(forged))


@proves_holders
def test_a_run_without_supervisor_is_stopped_all_the_same(lab: FakeLab) -> None:
    run = ready(lab.launch("context", "ignore:INT,TERM", "ready", "wait:never", grace_s=0.1))
    kill_supervisor(run)

    stop(run)

    state = read_state(run.folder)
    assert isinstance(state, Stopped) or (isinstance(state, Running) and state.is_supervised)
    assert isinstance(ended(run), Stopped)
    until(lambda: not locks.is_held(run.folder / LOCK))


def test_a_forged_number_gives_a_dead_run_no_life(lab: FakeLab) -> None:
    run = ready(lab.launch("context", "ready", "wait:go"))
    with stranger() as foreign:
        kill_supervisor(run)
        go(run)
        ended(run)
        forge(run, foreign.pid)

        stop(run)

        assert isinstance(read_state(run.folder), Lost)
        assert foreign.poll() is None


def test_two_hundred_forged_numbers_bring_no_signal_to_a_stranger(workspace: Workspace) -> None:
    request = a_request(workspace)
    with stranger() as foreign:
        for number in range(200):
            run = forged_run(workspace, request, number, foreign.pid)
            stop(run)
            assert isinstance(read_state(run.folder), Lost)

        assert foreign.poll() is None


def forged_run(workspace: Workspace, request: RunRequest, number: int, pid: int) -> Run:
    """Return a dead Run whose files name a process that lives."""
    folder = workspace.runs_dir / f"train-act-{number:04d}"
    folder.mkdir(parents=True)
    (folder / LOCK).touch()
    launch = Launch(python="p", jobs_path="j", child_pid=pid, supervisor_pid=pid, started_s=1.0)
    (folder / LAUNCH).write_bytes(msgspec.json.encode(launch))
    named = msgspec.structs.replace(request, id=folder.name)
    return Run(folder=folder, request=named, state=Running(1.0))


def test_a_run_that_has_ended_is_left_as_it_is(workspace: Workspace) -> None:
    run = forged_run(workspace, a_request(workspace), 1, os.getpid())
    before = sorted(run.folder.iterdir())

    stop(run)

    assert sorted(run.folder.iterdir()) == before  # attended again, it would obey


def test_a_reaped_child_gets_no_signal(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[int] = []
    monkeypatch.setattr(os, "killpg", lambda _group, number: sent.append(number))
    job = Child(subprocess.Popen([sys.executable, "-c", ""], start_new_session=True))
    until(lambda: job.has_ended)

    job.signal_group(signal.SIGKILL)
    assert job.reap() == 0
    job.signal_group(signal.SIGTERM)

    assert sent == [signal.SIGKILL]


@proves_holders
def test_a_run_that_was_done_before_the_stop_is_finished(lab: FakeLab) -> None:
    run = ready(lab.launch("context", "record", "ready", "wait:never"))
    kill_supervisor(run)

    stop(run)

    assert isinstance(ended(run), Finished)


def test_where_nothing_proves_the_holders_the_student_is_told_what_to_do(
    lab: FakeLab, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(holding, "PROCESSES", tmp_path / "no proc")
    run = ready(lab.launch("context", "ready", "wait:go"))
    kill_supervisor(run)

    with pytest.raises(Unsupervised, match=r"kill -TERM -- -\d+"):
        stop(run)

    assert isinstance(read_state(run.folder), Running)


@proves_holders
def test_only_who_inherited_the_lock_is_signalled(tmp_path: Path) -> None:
    path = tmp_path / LOCK
    held = locks.take(path)
    opened = os.open(path, os.O_RDWR)
    with stranger(held) as inherited, stranger(opened) as reader:
        os.close(opened)

        assert holders(path) == (inherited.pid,)
        assert send_to_holders(path, signal.SIGKILL) == (inherited.pid,)

        assert inherited.wait(10) == -signal.SIGKILL
        assert reader.poll() is None
    os.close(held)


@proves_holders
def test_who_launches_is_no_holder_to_others(tmp_path: Path) -> None:
    path = tmp_path / LOCK
    program = (
        "import sys; from pathlib import Path; from lab_tasks.runs import locks;"
        "locks.take(Path(sys.argv[1])); print('taken', flush=True); sys.stdin.read()"
    )
    argv = [sys.executable, "-c", program, str(path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(argv, **pipes) as app:  # type: ignore[call-overload]
        app.stdout.readline()

        assert locks.is_held(path)
        assert holders(path) == ()


def test_an_ender_that_does_not_start_is_told(
    lab: FakeLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hangs(_folder: Path) -> None:
        raise subprocess.TimeoutExpired("ender", 30)

    monkeypatch.setattr(stopping, "_start_ender", hangs)
    monkeypatch.setattr(stopping, "holders", lambda _lock: (1,))
    run = ready(lab.launch("context", "ready", "wait:go"))
    kill_supervisor(run)

    with pytest.raises(Unsupervised):
        stop(run)
