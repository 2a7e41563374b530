"""The child of a chaos case: writes numbered lines, and tells how much by a way that outlives it.

It runs as a job of the fake lab, so it imports the standard library only. `Tally` is a file mapped
into memory, on another disk than the Workspace: what was put there survives a SIGKILL.
"""

import contextlib
import ctypes
import errno
import mmap
import os
import signal
import sys
import time
from pathlib import Path

LINE = b"%08d the child of a chaos case writes numbered lines\n"
LINE_BYTES = len(LINE % 0)
BLOCK_LINES = 500
HALF = b'{"kind": "metric", "time_s": 9.0, "step": 9, "val'
POINTS = 8
NO_SPACE = 28


class Tally(ctypes.Structure):
    """What child and harness tell each other."""

    _fields_ = (
        ("pid", ctypes.c_uint64),
        ("written", ctypes.c_uint64),
        ("ready", ctypes.c_uint64),
        ("go", ctypes.c_uint64),
    )
    pid: int
    written: int
    """Bytes of output that the kernel has taken from the child."""
    ready: int
    go: int

    @classmethod
    def of(cls, path: Path) -> "Tally":
        """Map the tally of a file that is large enough."""
        with path.open("r+b") as file:
            return cls.from_buffer(mmap.mmap(file.fileno(), ctypes.sizeof(cls)))

    @classmethod
    def make(cls, path: Path) -> "Tally":
        """Make an empty one."""
        path.write_bytes(bytes(ctypes.sizeof(cls)))
        return cls.of(path)


def lines(first: int, count: int) -> bytes:
    """Return `count` lines of the child's output."""
    return b"".join(LINE % number for number in range(first, first + count))


class Child:
    """Writes, waits and ends as its words say."""

    def __init__(self, folder: Path, tally: Tally) -> None:
        self.folder, self.tally, self.number = folder, tally, 0

    def write(self, data: bytes) -> None:
        """Write all of it, counting what is taken."""
        while data:
            taken = os.write(1, data)
            self.tally.written += taken
            data = data[taken:]

    def line(self) -> None:
        """Write the next line."""
        self.write(LINE % self.number)
        self.number += 1

    def live(self) -> None:
        """Be ready, and write until told to go on."""
        for _ in range(20):
            self.line()
        self.tally.ready = 1
        while not self.tally.go:
            self.line()
            time.sleep(0.002)

    def fill(self) -> None:
        """Write until the disk is full, then wait."""
        try:
            while True:
                self.write(lines(self.number, BLOCK_LINES))
                self.number += BLOCK_LINES
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
        self.tally.ready = 1
        while not self.tally.go:
            time.sleep(0.002)
        os._exit(NO_SPACE)

    def half(self) -> None:
        """Write points and half a one, and half a line of output."""
        with (self.folder / "metrics.jsonl").open("wb") as file:
            for step in range(1, POINTS + 1):
                file.write(b'{"kind": "metric", "time_s": 9.0, "step": %d, ' % step)
                file.write(b'"values": {"loss": 0.5}}\n')
            file.write(HALF)
        self.write((LINE % self.number)[: LINE_BYTES // 2])

    def eat(self) -> None:
        """Take memory until the kernel ends it."""
        eaten = []
        while True:
            eaten.append(b"x" * (8 << 20))

    def do(self, word: str) -> None:
        """Do what one word says."""
        verb, _, value = word.partition(":")
        match verb:
            case "ignore":
                signal.signal(getattr(signal, value), signal.SIG_IGN)
            case "default":
                signal.signal(getattr(signal, value), signal.SIG_DFL)
            case "record":
                (self.folder / "record.json").write_text("{}")
            case "die":
                os.kill(os.getpid(), getattr(signal, value))
            case "exit":
                os._exit(int(value))
            case _:
                getattr(self, verb)()


def main(folder: Path, tally_path: Path, words: list[str]) -> None:
    """Live as the words say."""
    child = Child(folder, Tally.of(tally_path))
    child.tally.pid = os.getpid()
    with contextlib.suppress(OSError):  # a full disk
        (folder / "context.json").write_text("{}")
    for word in words:
        child.do(word)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[3]), sys.argv[4:])
