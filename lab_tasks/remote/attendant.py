"""The process that stands by a Run which lives elsewhere, as a supervisor stands by one here.

Started by `detached` as `python -m lab_tasks.remote.attendant RUN_DIR LOCK`, with the Workspace's
root as working folder; LOCK is the descriptor of the held run.lock. It pulls what the Run writes,
forwards a stop, and writes exit.json as it is told. Killed, it can be started again.
"""

import os
import signal
import sys
from pathlib import Path
from types import FrameType

import msgspec

from lab_tasks.remote import vouching
from lab_tasks.remote.place import SlurmPlace, SshPlace
from lab_tasks.remote.placed import THERE, Placed, read_placed
from lab_tasks.remote.unseen_end import UnseenEnd
from lab_tasks.runs import exit_file, locks
from lab_tasks.runs.model import EXIT, REQUEST, SUPERVISOR_LOCK, Exit, RunRequest
from lab_tasks.runs.say import say

LOG = "attendant.log"


def main(arguments: list[str]) -> None:
    """Check what `detached` wrote, detach, and attend. Returns in the first process at once.

    Raises:
        OSError, msgspec.DecodeError: the folder is not as `detached` leaves it.
    """
    folder, lock = Path(arguments[0]), int(arguments[1])
    os.set_inheritable(lock, False)  # what it starts must not keep the Run alive
    request = msgspec.json.decode((folder / REQUEST).read_bytes(), type=RunRequest)
    placed = read_placed(folder)
    if placed is None:
        raise FileNotFoundError(f"{folder / THERE} does not say where the Run lives")
    log = os.open(folder / THERE / LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    locks.take(folder / SUPERVISOR_LOCK)  # held until this process and its fork are gone
    if os.fork():
        os._exit(0)
    leave_terminal(log)
    exit_file.keep_room(folder)
    conclude(folder, placed, attend(folder, request, placed))


def conclude(folder: Path, placed: Placed, end: Exit | UnseenEnd) -> None:
    """Write how the Run ended, and take its token back unless somebody must ask again."""
    if isinstance(end, UnseenEnd):
        is_settled = end.is_final
    elif error := exit_file.record(folder, end):
        say(f"{EXIT} could not be written: {error}")
        is_settled = False
    else:
        is_settled = True
    if is_settled:
        vouching.forget(placed.token)


def attend(folder: Path, request: RunRequest, placed: Placed) -> Exit | UnseenEnd:
    """Follow the Run to its end."""
    match placed.place:
        case SshPlace():
            from lab_tasks.remote.mirror import Mirror

            return Mirror(folder, request, placed, placed.place).follow()
        case SlurmPlace():
            from lab_tasks.remote.slurm_watch import follow

            return follow(folder, placed)
    raise ValueError(f"nothing attends a run at {placed.place.name}")


def leave_terminal(log: int) -> None:
    """Become a session without a terminal that only SIGKILL ends, with `log` as its output."""
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, target)
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGQUIT):
        # A handler, not SIG_IGN: what it starts inherits what is ignored.
        signal.signal(number, _go_on)


def _go_on(_number: int, _frame: FrameType | None) -> None:
    """Outlive a signal."""


if __name__ == "__main__":
    main(sys.argv[1:])
