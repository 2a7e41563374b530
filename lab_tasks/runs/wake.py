"""Sleeping until something may have happened: a signal, the child's end, or the time is over.

The kernel wakes us, so that an end is seen at once and waiting costs nothing.
"""

import contextlib
import os
import select
import signal
from types import FrameType

OUTLIVED = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)


class Wake:
    """The one sleeper of a process: it outlives all signals but SIGKILL and is woken by them."""

    def __init__(self) -> None:
        self._read, write = os.pipe()
        os.set_blocking(self._read, False)
        os.set_blocking(write, False)
        signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        for number in (*OUTLIVED, signal.SIGCHLD):
            # A handler, not SIG_IGN: a child inherits what is ignored, and could not be stopped.
            signal.signal(number, _go_on)

    def sleep(self, seconds: float) -> None:
        """Sleep for so long, or until a signal comes or has come since the last sleep."""
        select.select([self._read], [], [], seconds)
        with contextlib.suppress(BlockingIOError):
            os.read(self._read, 4096)


def _go_on(_number: int, _frame: FrameType | None) -> None:
    """Outlive a signal."""
