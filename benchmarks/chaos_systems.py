"""The two systems that the chaos is let loose on: ours, and a naive one, the negative control.

Run as a program it is an app that starts one case and stays: SYSTEM JOBS ROOT NUMBER TALLY WORDS.
"""

import contextlib
import fcntl
import json
import os
import random
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import msgspec

from benchmarks.chaos_case import Case, System
from benchmarks.fake_jobs import make_jobs
from lab_tasks import atomic
from lab_tasks.runs.launch import launch
from lab_tasks.runs.model import (
    LAUNCH,
    REQUEST,
    Finished,
    GitState,
    Killed,
    RunRequest,
    RunState,
)
from lab_tasks.runs.stop import stop
from lab_tasks.runs.store import read_launch, read_run, read_state
from lab_tasks.workspace import Workspace

CHILD = Path(__file__).with_name("chaos_child.py")
NAIVE = Path(__file__).with_name("chaos_naive.py")
GRACE_S = 0.1


class Ours:
    """`lab_tasks.runs`, with a fake lab whose only job is the chaos child."""

    name = "ours"
    patience_s = 30.0

    def __init__(self, jobs: Path) -> None:
        self._jobs = make_jobs(jobs, CHILD)

    def launch(self, case: Case) -> None:
        """Start it as the app does."""
        request = RunRequest(
            id=case.run_id,
            step="robo47/day19/chaos",
            title="Chaos",
            job="fake",
            profile="quick",
            args=(str(case.tally), *case.words),
            git=GitState(commit=None, dirty=None),
            requested_s=time.time(),
        )
        workspace = Workspace(case.root)
        python = Path(sys.executable)
        launch(workspace, request, python, jobs=self._jobs, grace_s=GRACE_S, needed_bytes=0)

    def app(self, case: Case) -> list[str]:
        """Return the command of an app."""
        return _app(self.name, self._jobs, case)

    def supervisor(self, case: Case) -> int | None:
        """Return what launch.json says."""
        launched = read_launch(case.folder)
        # The child's number is noted with it.
        return launched.supervisor_pid if launched else None

    def state(self, case: Case) -> str:
        """Return the state that the folder shows."""
        if not (case.folder / REQUEST).exists():
            return "Nothing"
        return in_words(read_state(case.folder))

    def stop(self, case: Case) -> None:
        """Stop it as the app does."""
        stop(read_run(case.folder))

    def forge(self, case: Case, pid: int, *, restarted: bool) -> None:
        """Rewrite launch.json."""
        launched = read_launch(case.folder)
        assert launched is not None
        forged = msgspec.structs.replace(launched, child_pid=pid, supervisor_pid=pid)
        if restarted:
            forged = msgspec.structs.replace(forged, boot_id="of before")
        atomic.write_json(case.folder / LAUNCH, msgspec.to_builtins(forged))


class Naive:
    """What one writes first: a pump of a pipe, a file with a number, a state that is remembered."""

    name = "naive"
    patience_s = 2.0

    def __init__(self, jobs: Path) -> None:
        self._jobs = jobs

    def launch(self, case: Case) -> None:
        """Start the pump, which starts the child."""
        case.folder.mkdir(parents=True)
        argv = [sys.executable, str(NAIVE), str(CHILD), str(case.folder), str(case.tally)]
        process = subprocess.Popen([*argv, *case.words], stderr=subprocess.DEVNULL)
        (case.folder / "pid").write_text(str(process.pid))

    def app(self, case: Case) -> list[str]:
        """Return the command of an app."""
        return _app(self.name, self._jobs, case)

    def supervisor(self, case: Case) -> int | None:
        """Return what the file with the number says."""
        try:
            return int((case.folder / "pid").read_text())
        except (OSError, ValueError):
            return None

    def state(self, case: Case) -> str:
        """Return the remembered state; where that is running, ask whether the number lives."""
        try:
            remembered = str(json.loads((case.folder / "state.json").read_text()))
        except (OSError, ValueError):
            remembered = "Running"
        if remembered != "Running":
            return remembered
        pid = self.supervisor(case)
        return "Running" if pid and _lives(pid) else "Lost"

    def stop(self, case: Case) -> None:
        """Terminate the number in the file."""
        (case.folder / "stop").touch()
        pid = self.supervisor(case)
        if pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)

    def forge(self, case: Case, pid: int, *, restarted: bool) -> None:
        """Rewrite the number."""
        (case.folder / "pid").write_text(str(pid))


SYSTEMS: dict[str, type[Ours] | type[Naive]] = {"ours": Ours, "naive": Naive}


def in_words(state: RunState) -> str:
    """Return a state as the expectations write it."""
    match state:
        case Finished(code, _):
            return f"Finished {code}"
        case Killed(number, _, out_of_memory):
            return f"Killed {number}{' for want of memory' if out_of_memory else ''}"
    return type(state).__name__


def _app(name: str, jobs: Path, case: Case) -> list[str]:
    module = [sys.executable, "-m", "benchmarks.chaos_systems", name, str(jobs)]
    return [*module, str(case.root), str(case.number), str(case.tally), *case.words]


def _lives(pid: int) -> bool:
    with contextlib.suppress(ChildProcessError):
        # Its own children are reaped, so that a zombie does not count as life.
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def main(name: str, jobs: str, root: str, number: str, tally: str, *words: str) -> None:
    """Be the app of one case, on the terminal that is its input."""
    signal.signal(
        signal.SIGHUP, signal.SIG_DFL
    )  # a benchmark under nohup hands on that it ignores it
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    system: System = SYSTEMS[name](Path(jobs))
    system.launch(Case(int(number), Path(root), Path(tally), words, random.Random(0)))
    time.sleep(600)


if __name__ == "__main__":
    main(*sys.argv[1:])
