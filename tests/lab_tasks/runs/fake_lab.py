"""A lab whose jobs are the test's own: real processes without lerobot."""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from run_request import run_request

from lab_tasks.runs import locks
from lab_tasks.runs.launch import launch
from lab_tasks.runs.model import LOCK, SUPERVISOR_LOCK, Run, RunRequest, RunState
from lab_tasks.runs.store import new_run_id, read_launch, read_run, read_state
from lab_tasks.workspace import Workspace

STEP = "robo47/day19/train-act"
DEADLINE_S = 60.0


def until[T](look: Callable[[], T], what: str = "the condition") -> T:
    """Return the first true value of `look`; fail when there is none within the deadline."""
    deadline = time.monotonic() + DEADLINE_S
    while not (found := look()):
        assert time.monotonic() < deadline, f"{what} did not come within {DEADLINE_S} s"
        time.sleep(0.01)
    return found


def a_request(workspace: Workspace, *args: str, env: dict[str, str] | None = None) -> RunRequest:
    return run_request(
        id=new_run_id(workspace, STEP),
        job="fake",
        args=args,
        env=env or {},
        requested_s=time.time(),
    )


class FakeLab:
    """A Workspace and a package `lab_tasks.jobs.fake` to run in it."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self.workspace = workspace
        self.jobs = folder
        package = folder / "lab_tasks" / "jobs"
        package.mkdir(parents=True)
        for init in (package, package.parent):
            (init / "__init__.py").touch()
        (package / "fake.py").symlink_to(Path(__file__).with_name("fake_job.py"))
        self.launched: list[Path] = []

    def launch(
        self,
        *args: str,
        python: str = sys.executable,
        wait_for: Path | None = None,
        grace_s: float = 10.0,
        env: dict[str, str] | None = None,
    ) -> Run:
        request = a_request(self.workspace, *args, env=env)
        run = launch(
            self.workspace, request, Path(python), wait_for, jobs=self.jobs, grace_s=grace_s
        )
        self.launched.append(run.folder)
        return run

    def clean_up(self) -> None:
        """End what a test left running: processes whose locks are held, so they are ours."""
        for folder in self.launched:
            until(lambda folder=folder: not locks.is_held(folder / LOCK) or has_child(folder))
            started = read_launch(folder)
            if started is None or started.child_pid is None or started.supervisor_pid is None:
                continue
            with contextlib.suppress(ProcessLookupError):
                if locks.is_held(folder / LOCK):
                    os.killpg(started.child_pid, signal.SIGKILL)
            with contextlib.suppress(ProcessLookupError):
                if locks.is_held(folder / SUPERVISOR_LOCK):
                    os.kill(started.supervisor_pid, signal.SIGKILL)


def has_child(folder: Path) -> bool:
    """Whether the supervisor has noted the child's number."""
    launched = read_launch(folder)
    return launched is not None and launched.child_pid is not None


def ready(run: Run) -> Run:
    """Wait until the job has said `ready`, and its supervisor has noted it."""
    until(lambda: (run.folder / "ready").exists(), "the job")
    until(lambda: has_child(run.folder), "the supervisor")
    return run


def go(run: Run) -> None:
    """Let a job that waits for `go` go on."""
    (run.folder / "go").touch()


def ended(run: Run) -> RunState:
    """Wait for the end of a Run and return its state."""
    until(lambda: not read_run(run.folder).is_alive, f"the end of {run.id}")
    return read_state(run.folder)


def kill_supervisor(run: Run) -> None:
    launched = read_launch(run.folder)
    assert launched is not None
    assert launched.supervisor_pid is not None
    os.kill(launched.supervisor_pid, signal.SIGKILL)
    until(lambda: not locks.is_held(run.folder / SUPERVISOR_LOCK), "the supervisor's end")


def kill_child(run: Run) -> None:
    os.kill(int((run.folder / "ready").read_text()), signal.SIGKILL)
