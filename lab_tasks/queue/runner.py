"""The process that starts what waits: one a Workspace, detached, so that no app must be open.

`python -P -m lab_tasks.queue.runner WORKSPACE`. Its lock is the only sign that it lives. Killed at
any moment it loses nothing and starts nothing twice: an entry goes only when a Run names it.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import BinaryIO

from course.model import Course
from lab_tasks import own_module
from lab_tasks.queue import allowed, start, store
from lab_tasks.queue.courses import Courses
from lab_tasks.queue.queue_folder import (
    QueueProblem,
    changing,
    folder,
    has_runner,
    take_runner_lock,
    unwritable,
)
from lab_tasks.queue.turn import Begun, Drop, Pause, Start, Turn, Wait, next_turn
from lab_tasks.remote.detached import reattach_all
from lab_tasks.remote.placed import read_placed
from lab_tasks.runs.listing import RunListing
from lab_tasks.runs.model import EXIT, OUTPUT_LOG, SUPERVISOR_LOCK, Lost, Run
from lab_tasks.runs.store import read_launch
from lab_tasks.sanitise import clean_line
from lab_tasks.workspace import Workspace

MODULE = "lab_tasks.queue.runner"
RUNNER_LOG = "runner.log"
LARGEST_LOG_BYTES = 1_000_000
POLL_S = 0.5
START_DEADLINE_S = 30.0
TRY_AGAIN = "`robolab-tui queue resume` tries again"
"""How long it tries for its lock: who only looks whether it lives holds it for a moment."""

Begin = Callable[[Workspace, Course, Start], str]


class RunnerFailed(QueueProblem):
    """The runner could not be started, or ended at once; what waits stays."""

    def __init__(self, why: str, remedy: str) -> None:
        self.why, self.remedy = why, remedy
        super().__init__(why, remedy)

    def __str__(self) -> str:
        return f"What waits stays on the queue, but {self.why}. {self.remedy}."


def ensure_running(workspace: Workspace) -> bool:
    """Start the runner where something waits, nothing pauses it and none lives; return whether.

    Raises:
        QueueUnwritable: the queue's folder cannot be used.
        RunnerFailed: it did not start.
    """
    try:
        if not store.waiting(workspace) or allowed.paused(workspace) or has_runner(workspace):
            return False
        with _log(workspace) as log:
            _spawn(workspace, log)
    except OSError as error:
        raise unwritable(workspace, error) from error
    return True


class Runner:
    """Holds the lock `lock` and starts what waits until nothing does."""

    def __init__(self, workspace: Workspace, lock: int, begin: Begin = start.begin) -> None:
        self._workspace = workspace
        self._lock = lock
        self._begin = begin
        self._listing = RunListing(workspace)
        self._courses = Courses()
        self._said = ""

    def run(self) -> None:
        """Go on until nothing waits, or something pauses the queue."""
        say("the queue goes on")
        store.unclaim(self._workspace)  # of a runner that was killed
        forget_unborn(self._workspace, self._listing.read())
        reattach_all(self._workspace)
        while True:
            turn = self._turn()
            if turn is None and self._ends():
                return say("nothing can start; the runner ends")
            if turn is not None:
                self._say_once(self._take(turn))
            if isinstance(turn, Wait | Start):
                time.sleep(POLL_S)  # also after a start: it may have to be tried again

    def _turn(self) -> Turn | None:
        """Return what is next; None when nothing waits or the queue is paused."""
        entries = store.waiting(self._workspace)
        if not entries or allowed.paused(self._workspace):
            return None
        courses = {entry.course: self._courses.read(entry.course) for entry in entries}
        runs = self._listing.read()
        places = {run.id: place_of(run) for run in runs if run.is_alive}
        limit = allowed.limit(self._workspace)
        return next_turn(entries, runs, courses, limit, places)

    def _take(self, turn: Turn) -> str:
        """Do what is next; return what came of it."""
        match turn:
            case Wait(why):
                return why
            case Begun(entry, begun):
                store.remove(self._workspace, entry.id)
                return f"{entry.name} is {begun.id} already"
            case Drop(entry, why, remedy):
                with changing(self._workspace):
                    if store.is_waiting(self._workspace, entry.id):
                        store.drop(self._workspace, entry, why, remedy)
                return f"{entry.name} is dropped: {why}"
            case Pause(why, remedy):
                return start.pause(self._workspace, "course", why, remedy)
            case Start(_, course):
                return self._begin(self._workspace, course, turn)

    def _ends(self) -> bool:
        """Give up the lock if nothing can start. Nobody adds or resumes in between."""
        with changing(self._workspace):
            if store.waiting(self._workspace) and not allowed.paused(self._workspace):
                return False
            os.close(self._lock)
        return True

    def _say_once(self, text: str) -> None:
        if text != self._said:
            say(text)
            self._said = text


def place_of(run: Run) -> str:
    """Return the name of the Place whose room a Run takes."""
    launch, placed = read_launch(run.folder), read_placed(run.folder)
    told = launch.place if launch else ""
    return told or (placed.place.name if placed else start.LOCAL)


def forget_unborn(workspace: Workspace, runs: tuple[Run, ...]) -> None:
    """Remove Runs of the queue whose supervisor never began: the runner was killed in between.

    Nothing holds their lock, and the supervisor's first act is to open output.log.
    """
    for run in runs:
        if store.is_waiting(workspace, run.request.entry) and _is_unborn(run):
            say(f"{run.id} was never begun: its entry starts again")
            shutil.rmtree(run.folder, ignore_errors=True)


def _log(workspace: Workspace) -> BinaryIO:
    """Open the runner's log for what comes; a long one is put aside. Raises OSError."""
    path = folder(workspace) / RUNNER_LOG
    if path.exists() and path.stat().st_size > LARGEST_LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    return path.open("a+b")


def _spawn(workspace: Workspace, log: BinaryIO) -> None:
    """Start a runner that writes to `log`. Raises RunnerFailed."""
    begins_at = log.seek(0, os.SEEK_END)
    try:
        # It returns when the lock is held and a process of its own goes on.
        status = subprocess.run(
            own_module.command(MODULE, str(workspace.root.resolve())),
            cwd=workspace.root,
            env=own_module.environment(outlives_us=True),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            check=False,
            timeout=START_DEADLINE_S,
        ).returncode
    except subprocess.TimeoutExpired as error:
        why = f"its runner did not start within {START_DEADLINE_S:.0f} s"
        remedy = f"The machine may be overloaded: when it is not, {TRY_AGAIN}"
        raise RunnerFailed(why, remedy) from error
    except OSError as error:
        why = f"its runner could not be started: {error.strerror or error}"
        raise RunnerFailed(why, f"End other programs that need memory, then {TRY_AGAIN}") from error
    if status:
        log.seek(begins_at)
        said = log.read().decode(errors="replace").strip().splitlines()[-1:]
        reason = clean_line(" ".join(said)) or f"status {status}"
        remedy = f"Read {log.name}; once that is mended, {TRY_AGAIN}"
        raise RunnerFailed(f"its runner ended at once: {reason}", remedy)


def _is_unborn(run: Run) -> bool:
    traces = (run.folder / name for name in (EXIT, OUTPUT_LOG, SUPERVISOR_LOCK))
    return isinstance(run.state, Lost) and not any(map(os.path.lexists, traces))


def say(text: str) -> None:
    """Add a line to the runner's log, which is its output."""
    with contextlib.suppress(OSError):
        stamp = time.strftime("%Y-%m-%d %H:%M:%S")
        os.write(1, f"{stamp} {text}\n".encode())


def main(arguments: list[str]) -> None:
    """Take the lock, detach, and run the queue of the Workspace named."""
    workspace = Workspace(Path(arguments[0]))
    lock = take_runner_lock(workspace)
    if lock is None:
        return say("another runner lives; this one ends")
    if os.fork():
        os._exit(0)  # tells `ensure_running` that the other one is on its way
    for number in (signal.SIGHUP, signal.SIGINT):
        signal.signal(number, _go_on)  # a handler: what is ignored would be inherited by Runs
    Runner(workspace, lock).run()


def _go_on(_number: int, _frame: FrameType | None) -> None:
    """Outlive a signal."""


if __name__ == "__main__":
    main(sys.argv[1:])
