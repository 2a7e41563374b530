"""Signals: a job that is told to stop stops at once and takes its loader workers with it."""

import multiprocessing
import os
import signal
from types import FrameType


def stop_promptly() -> None:
    """End on SIGTERM and SIGINT by the signal itself: no traceback, no orphaned workers."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)


def _stop(number: int, _frame: FrameType | None) -> None:
    for child in multiprocessing.active_children():
        child.kill()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
