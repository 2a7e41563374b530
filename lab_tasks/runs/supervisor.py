"""The process that stands by a Run: starts its child, waits, and writes how it ended.

Started by `launch` as `python -m lab_tasks.runs.supervisor RUN_DIR LOCK`, one for each Run, with
the Workspace's root as working folder; LOCK is the descriptor of the held run.lock. It leaves the
terminal before it does anything, so that neither the app's end nor a closed connection reaches it.

The child writes straight into output.log and holds run.lock too: when the supervisor is killed the
child goes on, and the Run counts as alive for as long as the child lives.
"""

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

import msgspec

from lab_tasks import atomic
from lab_tasks.runs import child, locks
from lab_tasks.runs.model import (
    EXIT,
    LAUNCH,
    OUTPUT_LOG,
    REQUEST,
    STOP,
    SUPERVISOR_LOCK,
    Exit,
    Launch,
    RunRequest,
)

POLL_S = 0.1
RECORDING_DEADLINE_S = 60.0
"""How long it tries to write exit.json on a full disk before it gives up."""
STAGES = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
NOT_STARTED = 127
"""Status of a child whose interpreter cannot be run, as a shell would give it."""


def main(arguments: list[str]) -> None:
    """Check what `launch` wrote, detach, and supervise. Returns in the first process once detached.

    Raises:
        OSError, msgspec.DecodeError: the folder is not as `launch` leaves it.
    """
    folder, lock = Path(arguments[0]), int(arguments[1])
    request = msgspec.json.decode((folder / REQUEST).read_bytes(), type=RunRequest)
    launch = msgspec.json.decode((folder / LAUNCH).read_bytes(), type=Launch)
    log = os.open(folder / OUTPUT_LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    locks.take(folder / SUPERVISOR_LOCK)  # held until this process and its fork are gone
    if os.fork():
        os._exit(0)  # tells `launch` that the other one is on its way
    leave_terminal(log)
    end = supervise(folder, lock, request, launch)
    record(folder, end)


def leave_terminal(log: int) -> None:
    """Become a session without a terminal that only SIGKILL ends, with `log` as its output."""
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, target)
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGQUIT):
        # A handler, not SIG_IGN: a child inherits what is ignored, and could not be stopped then.
        signal.signal(number, _go_on)


def supervise(folder: Path, lock: int, request: RunRequest, launch: Launch) -> Exit:
    """Run the child from its start to its end and return how it ended."""
    if not wait_for_environment(folder, launch):
        now = time.time()
        return Exit(signal=signal.SIGINT, stop_requested=True, started_s=now, ended_s=now)
    started_s = time.time()
    try:
        process = child.start(folder, request, launch, os.environ, lock)
    except OSError as error:
        say(f"cannot run the lab's Python {launch.python}: {error.strerror}")
        say("`robolab-tui doctor` looks for one that has lerobot, or offers to make it")
        return Exit(code=NOT_STARTED, started_s=started_s, ended_s=time.time())
    note_start(folder, launch, process.pid, started_s)
    status = watch(folder, process, launch.grace_s)
    return Exit(
        code=status if status >= 0 else None,
        signal=-status if status < 0 else None,
        stop_requested=(folder / STOP).exists(),
        started_s=started_s,
        ended_s=time.time(),
    )


def wait_for_environment(folder: Path, launch: Launch) -> bool:
    """Wait until the lab's Python is installed; False when a stop is asked for before that."""
    if launch.wait_for is None or not Path(launch.wait_for).exists():
        return not (folder / STOP).exists()
    with Path(launch.wait_for).open("rb") as installation:
        while not (folder / STOP).exists():
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(installation, fcntl.LOCK_SH | fcntl.LOCK_NB)
                return True
            time.sleep(POLL_S)
    return False


def watch(folder: Path, process: subprocess.Popen[bytes], grace_s: float) -> int:
    """Wait for the child, stopping it in stages when asked; return its status, or -signal."""
    asked_at: float | None = None
    sent = 0
    while (status := process.poll()) is None:
        if asked_at is None and (folder / STOP).exists():
            asked_at = time.monotonic()
        while asked_at is not None and time.monotonic() >= asked_at + sent * grace_s:
            if sent == len(STAGES):
                break
            signal_group(process.pid, STAGES[sent])
            sent += 1
        time.sleep(POLL_S)
    if asked_at is not None:
        signal_group(process.pid, signal.SIGKILL)  # loader workers that outlived a stopped trainer
    return status


def signal_group(group: int, number: signal.Signals) -> None:
    """Send a signal to every process of the child's group; no error when none is left."""
    with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS: EPERM for zombies
        os.killpg(group, number)


def note_start(folder: Path, launch: Launch, child_pid: int, started_s: float) -> None:
    """Add process numbers and the start to launch.json, if the disk lets us: the child goes on."""
    started = msgspec.structs.replace(
        launch, supervisor_pid=os.getpid(), child_pid=child_pid, started_s=started_s
    )
    with contextlib.suppress(OSError):
        atomic.write_json(folder / LAUNCH, msgspec.to_builtins(started))


def record(folder: Path, end: Exit) -> None:
    """Write exit.json, trying for a while on a full disk; nothing when the folder was removed."""
    deadline = time.monotonic() + RECORDING_DEADLINE_S
    while folder.is_dir():
        try:
            return atomic.write_json(folder / EXIT, msgspec.to_builtins(end))
        except OSError as error:
            if time.monotonic() > deadline:
                return say(f"{EXIT} could not be written: {error}")
        time.sleep(1)


def say(text: str) -> None:
    """Add a line of the supervisor's own to output.log, if the disk lets us."""
    with contextlib.suppress(OSError):
        os.write(2, f"robolab: {text}\n".encode())


def _go_on(_number: int, _frame: FrameType | None) -> None:
    """Outlive a signal."""


if __name__ == "__main__":
    main(sys.argv[1:])
