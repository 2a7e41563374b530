"""The first bytes of a file that grows: by them one that was cut and filled again is known."""

import os

HEAD_BYTES = 512
"""A log's first line has its time; so has that of metrics.jsonl."""


class Beginning:
    """Remembers how a file begins.

    `logrotate copytruncate` and `> train.log` keep the inode, and a fast program has filled the
    file past its old size before anybody looks.
    """

    def __init__(self) -> None:
        self._head = b""

    def has_changed(self, descriptor: int) -> bool:
        """Return whether the file begins otherwise than at the last look; growth is no change.

        Raises:
            OSError: it cannot be read.
        """
        head = os.pread(descriptor, HEAD_BYTES, 0)
        changed = not head.startswith(self._head)
        self._head = head
        return changed
