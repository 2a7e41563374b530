"""Where rows come from: a file that grows, or a child that reads a format with its own library."""

import os
import subprocess
import time
from pathlib import Path

from lab_tasks.logs.rows import JsonRows, Row, RowReader
from lab_tasks.runs.beginning import Beginning

SLICE_BYTES = 64 * 1024


class FileRows:
    """Rows of a JSONL or CSV file, read on as it grows."""

    def __init__(self, path: Path, make_reader: type[RowReader]) -> None:
        self._path = path
        self._make_reader = make_reader
        self.reader = make_reader()
        self._inode: int | None = None
        self._beginning = Beginning()
        self._read_bytes = 0
        self._size_bytes = 0
        self.restarted = False
        """Whether the last `take` found another file, or one that was cut, and began again."""

    def take(self, within_s: float) -> list[Row]:
        """Return new rows, for about as long as `within_s`."""
        self.restarted = False
        try:
            with self._path.open("rb", buffering=0) as file:
                return self._take(file.fileno(), within_s)
        except OSError:
            return []

    @property
    def share(self) -> float | None:
        """Share of the file that is read; None when all of it is."""
        if self._read_bytes >= self._size_bytes:
            return None
        return self._read_bytes / self._size_bytes

    def close(self) -> None:
        """Nothing is held open."""

    def _take(self, descriptor: int, within_s: float) -> list[Row]:
        status = os.fstat(descriptor)
        is_another = self._beginning.has_changed(descriptor) or self._inode != status.st_ino
        is_cut = status.st_size < self._read_bytes
        if self._inode is not None and (is_another or is_cut):
            self.reader, self._read_bytes, self.restarted = self._make_reader(), 0, True
        self._inode, self._size_bytes = status.st_ino, status.st_size
        found: list[Row] = []
        until = time.monotonic() + within_s
        while self._read_bytes < self._size_bytes and time.monotonic() < until:
            data = os.pread(descriptor, SLICE_BYTES, self._read_bytes)
            if not data:
                break
            self._read_bytes += len(data)
            found += self.reader.feed(data)
        return found


class ChildRows:
    """Rows that a child says, one JSON object a line; it follows the file until we close it."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.reader: RowReader = JsonRows()
        self.restarted = False
        self.has_failed = False
        """Whether it ended by itself, which it never should."""
        self._process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.PIPE,  # its end tells the child that nobody listens any more
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        self._pipe = self._process.stdout.fileno()
        os.set_blocking(self._pipe, False)
        self._is_read = False

    def take(self, within_s: float) -> list[Row]:
        """Return new rows, for about as long as `within_s`."""
        found: list[Row] = []
        until = time.monotonic() + within_s
        while not self.has_failed and time.monotonic() < until:
            try:
                data = os.read(self._pipe, SLICE_BYTES)
            except BlockingIOError:
                break
            self.has_failed = not data
            found += self.reader.feed(data)
        self._is_read = self._is_read or "read" in self.reader.facts
        return found

    @property
    def share(self) -> float | None:
        """0 until the child has read all that was there, then None."""
        return None if self._is_read or self.has_failed else 0.0

    def close(self) -> None:
        """End the child."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        self._process.kill()
        self._process.wait()


RowSource = FileRows | ChildRows
