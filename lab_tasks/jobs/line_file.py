"""Files of JSON lines that grow while a job runs: a reader never meets half a line for long.

A disk that is full must not end a training of ten hours for the sake of its curve: what cannot be
written waits, and is written, in order, as soon as there is space.
"""

import contextlib
import json
import os
from pathlib import Path

WAITING_BYTES = 1 << 20
"""How much may wait for space; newer lines are dropped and counted."""


class LineFile:
    """Appends whole lines. Never raises OSError once it is open."""

    def __init__(self, path: Path) -> None:
        """Open a file for appending; half a line that a killed job left there is ended first."""
        self._name = path.name
        self._descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
        self._waiting = b"" if _ends_whole(self._descriptor) else b"\n"
        self._dropped = 0
        self._fails = False

    def append(self, line: dict[str, object]) -> None:
        """Write a line, or keep it until there is space for it."""
        content = json.dumps(line, allow_nan=False).encode() + b"\n"
        if len(self._waiting) + len(content) > WAITING_BYTES:
            self._dropped += 1
            content = b""
        # One write of a whole line on an O_APPEND descriptor is what keeps lines whole.
        self._write(self._waiting + content)

    def _write(self, content: bytes) -> None:
        try:
            written = os.write(self._descriptor, content)
        except OSError as error:
            self._waiting = content
            self._say_once(error)
            return
        # On a full disk the write may stop in mid-line; its rest goes first the next time.
        self._waiting = content[written:]
        if self._fails and not self._waiting:
            self._fails = False
            _say(f"{self._name} is written again; {self._dropped} lines of it were lost")

    def _say_once(self, error: OSError) -> None:
        if not self._fails:
            self._fails = True
            _say(
                f"{self._name} cannot be written: {error.strerror}; the job goes on, and so will it"
            )


def _ends_whole(descriptor: int) -> bool:
    size = os.fstat(descriptor).st_size
    return size == 0 or os.pread(descriptor, 1, size - 1) == b"\n"


def _say(text: str) -> None:
    with contextlib.suppress(OSError):  # the log is on the same disk
        os.write(2, f"robolab: {text}\n".encode())
