"""The bound of output.log: over it, the middle is left out and the log says how much that was.

The child appends straight to the file, so it may write at any moment. Where the file system can
take a range out of a file (ext4, XFS), it is taken out in one step and no byte beside it is lost.
Elsewhere the tail is moved down and the file cut; what is written between the last look and the
cut, some microseconds, is lost, and the log says `at least`.
"""

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

MB = 1 << 20
HEAD_BYTES = 128 * MB
TAIL_BYTES = 16 * MB
"""Two hours of tqdm bars. The file system writes the tail out before it moves it, while the child
waits: with 96 MB a flood of 900 MB took 1.7 times as long as without us, with 16 it takes 1.2.
"""
MOST_BYTES = 320 * MB
"""Only a log that is larger than this is cut; nothing is left out below. Ten hours of tqdm bars are
59 MB; a flood of 1 GB/s stays within 512 MB from one look to the next.
"""
COLLAPSE_RANGE = 0x08
"""FALLOC_FL_COLLAPSE_RANGE of linux/falloc.h."""
CHUNK_BYTES = 4 * MB
NOTE = "\n[robolab: {} bytes left out here; a log keeps its beginning and its end]"
NOTE_BYTES = 120
"""Of one length, whatever the figure: it stands where it stood when the log is cut again."""


@dataclass(frozen=True)
class Bounds:
    """How many bytes of a log's beginning and end are kept once it is larger than `most`."""

    head: int = HEAD_BYTES
    tail: int = TAIL_BYTES
    most: int = MOST_BYTES


class LogLimit:
    """Keeps one log in its bounds. It remembers what it left out, so a log has one at most."""

    def __init__(self, log: Path, bounds: Bounds | None = None) -> None:
        self._log = log
        self._bounds = bounds or Bounds()
        self._left_out = 0
        self._is_exact = True
        self._note = b""

    def look(self) -> int:
        """Cut the log if it is too large, and return its size in bytes; 0 without a log.

        Raises:
            OSError: it had to be cut and could not be.
        """
        try:
            size = os.stat(self._log).st_size
        except FileNotFoundError:
            return 0
        if size <= self._bounds.most:
            return size
        # Not opened for append: there pwrite ignores its offset on Linux.
        with self._log.open("r+b", buffering=0) as file:
            self._cut(file.fileno(), size)
            return os.fstat(file.fileno()).st_size

    def _cut(self, log: int, size: int) -> None:
        block = os.fstat(log).st_blksize
        begin = self._bounds.head // block * block
        end = (size - self._bounds.tail) // block * block
        if end - begin < 2 * block:
            return
        # One block is left for the note: its rest is the text that came before `end`.
        if collapse(log, begin, end - block - begin):
            self._write_note(log, begin, end - block - begin + NOTE_BYTES)
        else:
            self._is_exact = False
            self._move_down(log, end, begin + NOTE_BYTES)
            self._write_note(log, begin, end - begin)

    def _move_down(self, log: int, read: int, write: int) -> None:
        while data := os.pread(log, CHUNK_BYTES, read):
            os.pwrite(log, data, write)
            read, write = read + len(data), write + len(data)
        os.ftruncate(log, write)

    def _write_note(self, log: int, place: int, left_out: int) -> None:
        # The note of the cut before was left out too, and is no text of the child's.
        self._left_out += left_out - (NOTE_BYTES if self._left_out else 0)
        figure = f"{self._left_out:,}" if self._is_exact else f"at least {self._left_out:,}"
        os.pwrite(log, NOTE.format(figure).ljust(NOTE_BYTES - 1).encode() + b"\n", place)


def collapse(file: int, begin: int, length: int) -> bool:
    """Take a range of whole blocks out of a file in one step; False where that is not possible."""
    import ctypes  # 1 MB, needed by one Run in a thousand

    with contextlib.suppress(AttributeError, OSError):
        fallocate = ctypes.CDLL(None, use_errno=True).fallocate64
        fallocate.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_int64, ctypes.c_int64)
        return int(fallocate(file, COLLAPSE_RANGE, begin, length)) == 0
    return False
