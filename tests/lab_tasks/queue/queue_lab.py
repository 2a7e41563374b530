"""A Workspace with a queue, whose runner is forked so that a test can kill it at any moment."""

import contextlib
import os
import signal
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from lab_tasks.queue import queue_folder, runner, start, store
from lab_tasks.queue.entries import QueueEntry
from lab_tasks.remote.place import Place
from lab_tasks.runs import locks
from lab_tasks.runs.launch import launch
from lab_tasks.runs.model import LOCK, Run, RunRequest
from lab_tasks.runs.store import list_runs, read_launch
from lab_tasks.workspace import Workspace

DEADLINE_S = 60.0
FAKE_JOB = Path(__file__).parents[2] / "tui" / "fake_job.py"


class QueueLab:
    """What a test asks of a queue."""

    def __init__(self, workspace: Workspace, jobs: Path) -> None:
        self.workspace = workspace
        self._jobs = jobs
        self._runners: list[int] = []
        package = jobs / "lab_tasks" / "jobs"
        package.mkdir(parents=True)
        for init in (package, package.parent):
            (init / "__init__.py").touch()
        for name in ("demos", "train"):
            (package / f"{name}.py").symlink_to(FAKE_JOB)

    def add(self, *steps: str, seed: int | None = None) -> tuple[QueueEntry, ...]:
        """Put Steps of Day 19 on the queue."""
        return store.add(self.workspace, [entry(step, seed=seed) for step in steps])

    def begin(
        self, names_entry: bool = True, dies: bool = False, asks: bool = False
    ) -> runner.Begin:
        """Return how a runner of these tests starts an entry.

        `names_entry`: False leaves out what the queue relies on. `dies`: right after the launch.
        `asks`: launches when somebody has removed the file `asking`, as if a host were slow.
        """

        def launch_here(
            workspace: Workspace, request: RunRequest, python: Path, wait_for: Path | None
        ) -> Run:
            if asks:
                asking = workspace.root / "asking"
                asking.touch()
                until(lambda: not asking.exists(), "the answer")
            if not names_entry:
                request = msgspec.structs.replace(request, entry="")
            run = launch(workspace, request, python, wait_for, jobs=self._jobs)
            if dies:
                os.kill(os.getpid(), signal.SIGKILL)
            return run

        return partial(start.begin, launch=launch_here)

    def launch_as_if_at(
        self, place: Place, workspace: Workspace, request: RunRequest, python: Path
    ) -> Run:
        """Launch here what says that it was launched at a Place, as one at the Hub does."""
        return launch(workspace, request, python, jobs=self._jobs, place=place.name)

    def log(self) -> str:
        """Return what the runners said."""
        path = queue_folder.folder(self.workspace) / runner.RUNNER_LOG
        return path.read_text() if path.exists() else ""

    def fork_runner(self, begin: runner.Begin | None = None) -> int:
        """Start a runner in a process of its own; return its number."""
        if child := os.fork():
            self._runners.append(child)
            return child
        code = 1
        try:
            log = queue_folder.folder(self.workspace) / runner.RUNNER_LOG
            os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND), 1)
            lock = queue_folder.take_runner_lock(self.workspace)
            if lock is not None:
                runner.Runner(self.workspace, lock, begin or self.begin()).run()
            code = 0
        except Exception:  # noqa: BLE001  the fork's last word
            runner.say(traceback.format_exc())
        finally:
            os._exit(code)

    def kill_runner(self, process: int) -> None:
        """Kill it as the kernel would: no last word."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        self.reap(process)

    def reap(self, process: int) -> int:
        """Wait for a runner's end; return its status."""
        _, status = until(lambda: _ended(process), "the runner's end")
        self._runners.remove(process)
        return os.waitstatus_to_exitcode(status)

    def run_to_the_end(self) -> None:
        """Run the queue until the runner ends by itself, and its Runs too."""
        assert self.reap(self.fork_runner()) == 0
        until(lambda: not any(run.is_alive for run in self.runs()), "the end of all Runs")

    def runs(self) -> tuple[Run, ...]:
        return list_runs(self.workspace)

    def clean_up(self) -> None:
        """End what a test left running: a lock is held, so the process is ours."""
        for process in list(self._runners):
            self.kill_runner(process)
        for run in self.runs():
            started = read_launch(run.folder)
            if started and started.child_pid and locks.is_held(run.folder / LOCK):
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(started.child_pid, signal.SIGKILL)


def _ended(process: int) -> tuple[int, int] | None:
    ended = os.waitpid(process, os.WNOHANG)
    return ended if ended[0] else None


def entry(step: str, *, seed: int | None = None, asked_s: float | None = None) -> QueueEntry:
    """Return an entry for a Step of Day 19."""
    return QueueEntry(
        step=f"robo47/day19/{step}",
        profile="quick",
        course="robo47",
        seed=seed,
        asked_s=time.time() if asked_s is None else asked_s,
    )


def until[T](look: Callable[[], T], what: str) -> T:
    """Return the first true value of `look`; fail when there is none within the deadline."""
    deadline = time.monotonic() + DEADLINE_S
    while not (found := look()):
        assert time.monotonic() < deadline, f"{what} did not come within {DEADLINE_S} s"
        time.sleep(0.01)
    return found
