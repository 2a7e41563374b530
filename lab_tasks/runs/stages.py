"""The stages of a stop: an interrupt, then a request to terminate, then a kill, a while apart."""

import signal
import time
from collections.abc import Callable

STAGES = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
GRACE_S = 10.0
"""From one stage to the next, unless a Run says otherwise."""


class Stages:
    """One stop, begun when this is made. Time for which the machine sleeps does not count."""

    def __init__(self, grace_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._grace_s = grace_s
        self._clock = clock
        self._asked_at = clock()
        self._sent = 0

    def due(self) -> signal.Signals | None:
        """Return the signal whose time has come, each once; None when there is none now."""
        waited_s = self._clock() - self._asked_at
        if self._sent == len(STAGES) or waited_s < self._sent * self._grace_s:
            return None
        self._sent += 1
        return STAGES[self._sent - 1]
