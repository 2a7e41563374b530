"""QueueFeed: the queue's files, read when they have changed."""

import time
from pathlib import Path

from lab_tasks.queue import allowed, queue_folder, store
from lab_tasks.runs.listing import SETTLED_NS
from lab_tasks.workspace import Workspace
from tui.session.messages import QueueRead

Stamp = tuple[int, int, int]
"""When it changed, its inode, and for what may still change the time of the look; in ns."""


class QueueFeed:
    """For one thread at a time."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._seen: tuple[Stamp | None, Stamp | None, bool] | None = None
        self._told: QueueRead | None = None
        self._waits = False

    def read(self) -> QueueRead | None:
        """Return the queue when it is another than it was last; None when it is not.

        Raises OSError.
        """
        has_runner = self._waits and queue_folder.has_runner(self._workspace)
        queue = queue_folder.folder(self._workspace)
        stamps = stamp_of(queue), stamp_of(queue / store.DROPPED)
        if (*stamps, has_runner) == self._seen:
            return None
        waiting = store.waiting(self._workspace)
        has_runner = bool(waiting) and queue_folder.has_runner(self._workspace)
        self._waits, self._seen = bool(waiting), (*stamps, has_runner)
        read = QueueRead(
            waiting,
            allowed.paused(self._workspace),
            store.dropped(self._workspace),
            has_runner=has_runner,
        )
        if self._told and read.says_what(self._told):
            return None
        self._told = read
        return read


def stamp_of(path: Path) -> Stamp | None:
    """Return what changes when a file, or one in a folder, is replaced; None: it is not there.

    Of what changed a moment ago no two stamps are the same: it may change again within the same
    tick of the file system's clock.
    """
    try:
        status = path.stat()
    except OSError:
        return None
    now_ns = time.time_ns()
    is_moving = abs(now_ns - status.st_mtime_ns) < SETTLED_NS
    return status.st_mtime_ns, status.st_ino, now_ns if is_moving else 0
