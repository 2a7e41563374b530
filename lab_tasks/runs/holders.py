"""Who holds a Run's lock, proved by the kernel: the only processes beside a child to be signalled.

A descriptor's page in /proc (Linux) tells whether it owns the lock and whether it was inherited. A
program that only has the file open, the app that has just launched the Run, or a process that got
a number of before is thus never taken for the Run.
"""

import contextlib
import os
import signal
from pathlib import Path

PROCESSES = Path("/proc")


def holders(lock: Path) -> tuple[int, ...]:
    """Return the numbers of the other processes that inherited the held lock.

    Empty where the system does not tell who holds a lock.
    """
    try:
        file = os.stat(lock)
        numbers = [int(name) for name in os.listdir(PROCESSES) if name.isdecimal()]
    except OSError:
        return ()
    return tuple(pid for pid in numbers if pid != os.getpid() and _holds(pid, file))


def send_to_holders(lock: Path, number: signal.Signals) -> tuple[int, ...]:
    """Send a signal to all other processes that inherited the held lock; return their numbers."""
    return tuple(pid for pid in holders(lock) if _send(pid, lock, number))


def _send(pid: int, lock: Path, number: signal.Signals) -> bool:
    if not hasattr(os, "pidfd_open"):
        return False
    try:
        handle = os.pidfd_open(pid)
    except OSError:
        return False
    try:
        # Looked at again: the number may have been given to another process before the handle.
        if not _holds(pid, os.stat(lock)):
            return False
        signal.pidfd_send_signal(handle, number)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True


def _holds(pid: int, lock: os.stat_result) -> bool:
    folder = PROCESSES / str(pid)
    with contextlib.suppress(OSError):  # ended, or another user's
        return any(_is_held_lock(folder, name, lock) for name in os.listdir(folder / "fdinfo"))
    return False


def _is_held_lock(folder: Path, name: str, lock: os.stat_result) -> bool:
    with contextlib.suppress(OSError):  # closed meanwhile
        lines = (folder / "fdinfo" / name).read_text("ascii", "replace").splitlines()
        if any(map(_is_lock, lines)) and any(map(_is_inherited, lines)):
            # Only now: a look at a file of a dead network folder would not come back.
            file = os.stat(folder / "fd" / name)
            return (file.st_dev, file.st_ino) == (lock.st_dev, lock.st_ino)
    return False


def _is_lock(line: str) -> bool:
    return line.startswith("lock:") and "FLOCK" in line and "WRITE" in line


def _is_inherited(line: str) -> bool:
    # Who takes a lock has it closed on exec, and hands on a descriptor that is not.
    return line.startswith("flags:") and not int(line.split()[1], 8) & os.O_CLOEXEC
