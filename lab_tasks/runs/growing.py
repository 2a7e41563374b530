"""A file that somebody else is appending to, read a growth at a time."""

import os
from dataclasses import dataclass
from pathlib import Path

from lab_tasks.runs.beginning import Beginning


@dataclass(frozen=True)
class Growth:
    """What came since the last look."""

    data: bytes
    restarted: bool = False
    """The file was cut or replaced, so `data` begins a new one."""
    skipped: bool = False
    """More came than was asked for, so `data` begins somewhere in a line."""


class GrowingFile:
    """Reads what a file grew by, from its beginning, or at most the newest `newest_bytes`.

    `most_bytes` is the most that one look reads; what is behind it comes with the next ones.
    """

    def __init__(
        self, path: Path, newest_bytes: int | None = None, most_bytes: int | None = None
    ) -> None:
        self._path = path
        self._newest_bytes = newest_bytes
        self._most_bytes = most_bytes
        self._inode: int | None = None
        self._beginning = Beginning()
        self.read_bytes = 0
        """How much of it is behind us."""
        self.size_bytes = 0
        """How large it was at the last look; 0 before, or when there was no file."""

    def read(self) -> Growth:
        """Return the growth; nothing when the file is not there or cannot be read now."""
        try:
            with self._path.open("rb") as file:
                return self._read(file.fileno())
        except OSError:
            self.size_bytes = self.read_bytes  # whoever waits for the rest would wait for ever
            return Growth(b"")

    def _read(self, descriptor: int) -> Growth:
        status = os.fstat(descriptor)
        is_another = self._beginning.has_changed(descriptor) or status.st_ino != self._inode
        known = self._inode is not None
        restarted = known and (is_another or status.st_size < self.read_bytes)
        self._inode, self.size_bytes = status.st_ino, status.st_size
        begin = 0 if restarted else self.read_bytes
        newest = max(0, status.st_size - (self._newest_bytes or status.st_size))
        skipped = newest > begin
        begin = max(begin, newest)
        # pread of a file that shrinks meanwhile gives less, never an error.
        data = os.pread(descriptor, min(status.st_size - begin, self._most_bytes or 1 << 62), begin)
        self.read_bytes = begin + len(data)
        return Growth(data, restarted, skipped)
