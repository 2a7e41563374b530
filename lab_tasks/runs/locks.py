"""Locks of a Run: an flock is the only sign of life, for the kernel frees it at any death.

A process number may belong to somebody else by now; a held flock cannot.
"""

import fcntl
import os
from pathlib import Path


def take(path: Path) -> int:
    """Create `path`, lock it and return its descriptor; whoever inherits that holds the lock too.

    Raises:
        OSError: the file cannot be made, or its file system has no locks (some network folders).
    """
    return _lock(path, fcntl.LOCK_EX)


def try_to_take(path: Path) -> int | None:
    """Like `take`, but do not wait for the lock: None when another process holds it."""
    try:
        return _lock(path, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return None


def is_held(path: Path) -> bool:
    """Whether some process holds the lock; False when there is no such file.

    Raises OSError when it cannot be looked at: a link to itself, a file nobody may read.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        return False
    try:
        # Shared, so that two who look at the same moment do not take each other for the Run.
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _lock(path: Path, operation: int) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(descriptor, operation)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor
