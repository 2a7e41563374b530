"""The queue's folder, `.robolab/queue/`: its locks, and its errors in words."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from lab_tasks.runs import locks
from lab_tasks.workspace import Workspace

CHANGE_LOCK = "change.lock"
RUNNER_LOCK = "runner.lock"
LOCK_DEADLINE_S = 2.0


class QueueProblem(Exception):
    """What was asked of the queue cannot be done; the text says why and what to do."""


class QueueUnwritable(QueueProblem):
    """The queue's folder cannot be used; the text says where, why and what to do."""


def folder(workspace: Workspace) -> Path:
    """Return the queue's folder. It is never committed."""
    return workspace.private / "queue"


@contextlib.contextmanager
def changing(workspace: Workspace) -> Iterator[None]:
    """Hold the right to change the queue: nobody else adds, takes out or starts meanwhile.

    Raises:
        QueueUnwritable: the folder cannot be made, its file system has no locks, or what is done
            in there raised an OSError.
    """
    with in_words(workspace):
        _make(folder(workspace))
        lock = locks.take(folder(workspace) / CHANGE_LOCK)
        try:
            yield
        finally:
            os.close(lock)


@contextlib.contextmanager
def in_words(workspace: Workspace) -> Iterator[None]:
    """Raise QueueUnwritable where what is done in there raised an OSError."""
    try:
        yield
    except OSError as error:
        raise unwritable(workspace, error) from error


def has_runner(workspace: Workspace) -> bool:
    """Whether a runner lives. Raises OSError when that cannot be looked at."""
    return locks.is_held(folder(workspace) / RUNNER_LOCK)


def take_runner_lock(workspace: Workspace) -> int | None:
    """Return the descriptor of the runner's held lock; None where another runner lives."""
    path = folder(workspace) / RUNNER_LOCK
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    deadline = time.monotonic() + LOCK_DEADLINE_S
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                os.close(descriptor)
                return None
            time.sleep(0.02)
        else:
            return descriptor


def unwritable(workspace: Workspace, error: OSError) -> QueueUnwritable:
    """Return the error of a queue that cannot be read or written, in words."""
    where = error.filename or folder(workspace)
    return QueueUnwritable(
        f"The queue cannot be used: {where}: {error.strerror or error}. Free some space there "
        "or give yourself write access, then try again."
    )


def _make(queue: Path) -> None:
    queue.mkdir(parents=True, exist_ok=True)
    ignore = queue / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n")  # also in a Workspace whose own .gitignore is older
