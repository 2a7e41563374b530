"""The lines of a file of any size, by their place in it, without an index: bounded reads only.

A line ends at its newline. One that fills a whole block goes on as a further piece at each block,
so that no look reads more than two blocks, however long a line is; and whether a place begins a
line can be told from the block before it, so that lines are the same from both directions.
"""

import os
from pathlib import Path

from lab_tasks.logs.shown_line import Line, shown_line
from lab_tasks.runs.beginning import Beginning

BLOCK_BYTES = 256 * 1024
KEPT_BLOCKS = 4


class Pages:
    """Reads lines around any offset. For one thread at a time.

    Raises:
        OSError: from the constructor, when the file cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("rb", buffering=0)
        self._blocks: dict[int, bytes] = {}
        self._identity = _identity(os.fstat(self._file.fileno()))
        self._beginning = Beginning()
        self._beginning.has_changed(self._file.fileno())
        self.size_bytes = os.fstat(self._file.fileno()).st_size

    def refresh(self) -> bool:
        """Look at the file's size; return whether it is another file now, or was cut.

        A file that is gone stays as it was: what was open can still be read.
        """
        try:
            status = self.path.stat()
        except OSError:
            return False
        restarted = _identity(status) != self._identity
        if restarted:
            self._open_again()
            status = os.fstat(self._file.fileno())
        begins_anew = self._beginning.has_changed(self._file.fileno())
        restarted = restarted or begins_anew or status.st_size < self.size_bytes
        if restarted:
            self._blocks.clear()
        elif status.st_size != self.size_bytes:
            self._blocks.pop(self.size_bytes // BLOCK_BYTES, None)
        self.size_bytes = status.st_size
        return restarted

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def start_of(self, offset: int) -> int:
        """Return where the line begins that has this offset in it."""
        offset = min(max(0, offset), self.size_bytes)
        number = offset // BLOCK_BYTES
        begin = number * BLOCK_BYTES
        newline = self._block(number).rfind(b"\n", 0, offset - begin)
        if newline >= 0 or number == 0:
            return begin + newline + 1 if newline >= 0 else 0
        newline = self._block(number - 1).rfind(b"\n")
        return begin if newline < 0 else begin - BLOCK_BYTES + newline + 1

    def end_of(self, start: int) -> int:
        """Return where the line that begins at `start` ends, its newline included."""
        number = start // BLOCK_BYTES
        begin = number * BLOCK_BYTES
        newline = self._block(number).find(b"\n", start - begin)
        if newline >= 0:
            return begin + newline + 1
        begin += BLOCK_BYTES
        if begin >= self.size_bytes:
            return self.size_bytes
        if start == begin - BLOCK_BYTES:  # it filled this block: the next piece begins
            return begin
        newline = self._block(number + 1).find(b"\n")
        return min(self.size_bytes, begin + (BLOCK_BYTES if newline < 0 else newline + 1))

    def line_at(self, offset: int) -> Line:
        """Return the line that has this offset in it."""
        start = self.start_of(offset)
        return self._line(start, self.end_of(start))

    def lines_from(self, start: int, count: int) -> list[Line]:
        """Return up to `count` lines from `start` on, where a line begins."""
        lines: list[Line] = []
        while len(lines) < count and start < self.size_bytes:
            end = self.end_of(start)
            lines.append(self._line(start, end))
            start = end
        return lines

    def lines_before(self, end: int, count: int) -> list[Line]:
        """Return up to `count` lines before `end`, where a line begins or the file ends."""
        lines: list[Line] = []
        while len(lines) < count and end > 0:
            start = self.start_of(end - 1)
            lines.append(self._line(start, end))
            end = start
        return lines[::-1]

    def tail(self, count: int) -> list[Line]:
        """Return the last lines."""
        return self.lines_before(self.size_bytes, count)

    def read(self, offset: int, size_bytes: int) -> bytes:
        """Return these bytes, past the kept blocks: for those who read all of it."""
        return os.pread(self._file.fileno(), size_bytes, offset)

    def _line(self, start: int, end: int) -> Line:
        first, last = start // BLOCK_BYTES, max(start, end - 1) // BLOCK_BYTES
        data = b"".join(self._block(number) for number in range(first, last + 1))
        begin = first * BLOCK_BYTES
        raw = data[start - begin : end - begin]
        return shown_line(start, end, raw, is_piece=end < self.size_bytes)

    def _block(self, number: int) -> bytes:
        found = self._blocks.pop(number, None)
        if found is None:
            found = os.pread(self._file.fileno(), BLOCK_BYTES, number * BLOCK_BYTES)
            while len(self._blocks) >= KEPT_BLOCKS:
                del self._blocks[next(iter(self._blocks))]
        self._blocks[number] = found  # the newest last
        return found

    def _open_again(self) -> None:
        fresh = self.path.open("rb", buffering=0)
        self._file.close()
        self._file = fresh
        self._identity = _identity(os.fstat(fresh.fileno()))


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino
