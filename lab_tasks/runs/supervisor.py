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
import sys
import time
from pathlib import Path

import msgspec

from lab_tasks import atomic
from lab_tasks.runs import child, exit_file, locks
from lab_tasks.runs.holders import send_to_holders
from lab_tasks.runs.model import (
    EXIT,
    LAUNCH,
    LOCK,
    OUTPUT_LOG,
    REQUEST,
    STOP,
    SUPERVISOR_LOCK,
    Exit,
    Launch,
    RunRequest,
)
from lab_tasks.runs.say import say
from lab_tasks.runs.stages import Stages
from lab_tasks.runs.upkeep import Upkeep
from lab_tasks.runs.wake import Wake

POLL_S = 0.1
"""How often it looks for the stop file and at the log; the child's end wakes it at once."""
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
    wake = Wake()
    exit_file.keep_room(folder)
    end = supervise(folder, lock, request, launch, wake)
    if error := exit_file.record(folder, end):
        say(f"{EXIT} could not be written: {error}")


def leave_terminal(log: int) -> None:
    """Become a session without a terminal, with `log` as its output."""
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, target)


def supervise(folder: Path, lock: int, request: RunRequest, launch: Launch, wake: Wake) -> Exit:
    """Run the child from its start to its end and return how it ended."""
    if not wait_for_environment(folder, launch, wake):
        now = time.time()
        return Exit(signal=signal.SIGINT, stop_requested=True, started_s=now, ended_s=now)
    started_s = time.time()
    try:
        job = child.start(folder, request, launch, os.environ, lock)
    except OSError as error:
        say(f"cannot run the lab's Python {launch.python}: {error.strerror}")
        say("`robolab-tui doctor` looks for one that has lerobot, or offers to make it")
        return Exit(code=NOT_STARTED, started_s=started_s, ended_s=time.time())
    note_start(folder, launch, job.pid, started_s)
    upkeep = Upkeep(folder, request, job.pid)
    watch(folder, job, launch.grace_s, upkeep, wake)
    out_of_memory = upkeep.out_of_memory
    status = job.reap()
    return Exit(
        code=status if status >= 0 else None,
        signal=-status if status < 0 else None,
        stop_requested=(folder / STOP).exists(),
        started_s=started_s,
        ended_s=time.time(),
        suspended_s=upkeep.suspended_s,
        out_of_memory=out_of_memory,
    )


def wait_for_environment(folder: Path, launch: Launch, wake: Wake) -> bool:
    """Wait until the lab's Python is installed; False when a stop is asked for before that."""
    if launch.wait_for is None or not Path(launch.wait_for).exists():
        return not (folder / STOP).exists()
    with Path(launch.wait_for).open("rb") as installation:
        while not (folder / STOP).exists():
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(installation, fcntl.LOCK_SH | fcntl.LOCK_NB)
                return True
            wake.sleep(POLL_S)
    return False


def watch(folder: Path, job: child.Child, grace_s: float, upkeep: Upkeep, wake: Wake) -> None:
    """Wait for the child's end, stopping it in stages when asked; leave it to be reaped."""
    stages: Stages | None = None
    stop = folder / STOP
    while not job.has_ended:
        if stages is None and stop.exists():
            stages = Stages(grace_s)
        while stages and (number := stages.due()):
            job.signal_group(number)
        upkeep.look()
        wake.sleep(POLL_S)
    if stages:
        # Loader workers that outlived a stopped trainer, also those that left its group.
        job.signal_group(signal.SIGKILL)
        send_to_holders(folder / LOCK, signal.SIGKILL)


def note_start(folder: Path, launch: Launch, child_pid: int, started_s: float) -> None:
    """Add process numbers and the start to launch.json, if the disk lets us: the child goes on."""
    started = msgspec.structs.replace(
        launch, supervisor_pid=os.getpid(), child_pid=child_pid, started_s=started_s
    )
    with contextlib.suppress(OSError):
        atomic.write_json(folder / LAUNCH, msgspec.to_builtins(started))


if __name__ == "__main__":
    main(sys.argv[1:])
