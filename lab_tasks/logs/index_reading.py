"""IndexReading: the child that reads a large log, seen from the app."""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from lab_tasks import own_module
from lab_tasks.logs.index_frames import Frame, FrameBuffer

READ_BYTES = 256 * 1024


class IndexReading:
    """Starts the child; `frames` never waits. `close` ends it."""

    def __init__(self, path: Path) -> None:
        self._process = subprocess.Popen(
            own_module.command("lab_tasks.logs.index", os.fspath(path)),
            env=own_module.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        self._pipe = self._process.stdout.fileno()
        os.set_blocking(self._pipe, False)
        self._buffer = FrameBuffer()
        self.has_ended = False
        """Whether no more frames will come."""

    def frames(self, within_s: float) -> Iterator[Frame]:
        """Give the frames that have come, for about as long as `within_s`."""
        until = time.monotonic() + within_s
        while not self.has_ended and time.monotonic() < until:
            try:
                data = os.read(self._pipe, READ_BYTES)
            except BlockingIOError:
                return
            self.has_ended = not data
            self._buffer.add(data)
            try:
                yield from self._buffer.frames()
            except msgspec.DecodeError:
                self.has_ended = True

    def close(self) -> None:
        """End the child, if it is still reading."""
        if self._process.stdout:
            self._process.stdout.close()
        self._process.kill()
        self._process.wait()
        self.has_ended = True
