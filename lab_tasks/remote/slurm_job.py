"""What runs on a cluster's node: the same child as a supervisor starts, and how it ended."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path
from types import FrameType

import msgspec

from lab_tasks import atomic
from lab_tasks.remote.placed import THERE
from lab_tasks.runs import child
from lab_tasks.runs.model import OUTPUT_LOG, REQUEST, STOP, Exit, Launch, RunRequest

BEGUN, ENDED = "begun.json", "ended.json"
"""In `there/`: since when it runs, and how it ended; what the watch on it reads."""
SUBMITTED = "slurm"
"""In `there/`: submitit's own files, and what the job prints before and after the child."""
NOT_STARTED = 127
GRACE_S = 10.0
"""Seconds from SIGTERM to SIGKILL for the child, when the job is told to end."""


class Begun(msgspec.Struct, frozen=True):
    """Unix time of the child's start."""

    started_s: float


def run(root: str, run_folder: str, python: str, jobs_path: str) -> None:
    """Run the child of the Run in `run_folder`, relative to the Workspace `root`, to its end.

    Raises:
        FileExistsError: the scheduler started the job a second time.
        OSError, msgspec.DecodeError: the folder is not as it was left.
    """
    os.chdir(root)
    folder = Path(run_folder)
    request = msgspec.json.decode((folder / REQUEST).read_bytes(), type=RunRequest)
    launch = Launch(python=python, jobs_path=jobs_path)
    started_s = time.time()
    _note(folder / THERE / BEGUN, Begun(started_s))
    with (folder / OUTPUT_LOG).open("ab") as log:
        status = _child(folder, request, launch, log.fileno())
    end = Exit(
        code=status if status >= 0 else None,
        signal=-status if status < 0 else None,
        stop_requested=(folder / STOP).exists(),
        started_s=started_s,
        ended_s=time.time(),
    )
    _note(folder / THERE / ENDED, end)


def _child(folder: Path, request: RunRequest, launch: Launch, log: int) -> int:
    """Return the child's status, or -signal."""
    try:
        process = subprocess.Popen(
            child.command(folder, request, launch),
            env=child.environment(os.environ, request, launch),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            process_group=0,
        )
    except OSError as error:
        os.write(log, f"robolab: cannot run the lab's Python {launch.python}: {error}\n".encode())
        return NOT_STARTED
    told: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        told.append(number)
        _signal(process.pid, signal.SIGTERM)

    # In place of submitit's: a job that is cancelled, preempted, or out of time is over.
    for number in (signal.SIGTERM, signal.SIGUSR2):
        signal.signal(number, end)
    return _wait(process, told)


def _wait(process: subprocess.Popen[bytes], told: list[int]) -> int:
    while (status := process.poll()) is None and not told:
        time.sleep(0.1)
    if status is None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(GRACE_S)
        _signal(process.pid, signal.SIGKILL)  # and loader workers that outlived it
        status = process.wait()
    return status


def _signal(group: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def _note(path: Path, fact: Begun | Exit) -> None:
    if path.exists():
        raise FileExistsError(f"{path} is there: the job was started a second time")
    atomic.write_json(path, msgspec.to_builtins(fact))
