"""Pace: how fast a Run advances of late, and when it will be done."""

from collections import deque
from collections.abc import Sequence

from lab_tasks.runs.heartbeat import Sleep, awake_s

WINDOW = 120
"""Newest points that count: a run that has become slower is believed."""
SETTLED = 3
"""Points needed to leave the start out of account, which holds imports and first-time work."""


class Pace:
    """What is done, over time."""

    def __init__(self) -> None:
        self._start: tuple[float, int] | None = None
        self._points: deque[tuple[float, int]] = deque(maxlen=WINDOW)

    def start(self, time_s: float, done: int = 0) -> None:
        """Begin, at nothing done, or with what an earlier Run had done."""
        self._start = (time_s, done)
        self._points.clear()

    def add(self, time_s: float, done: int) -> None:
        """Take the next point; one that brings nothing new is left out."""
        if not self._points or done > self._points[-1][1]:
            self._points.append((time_s, done))

    def eta_s(self, total: int, now_s: float, sleeps: Sequence[Sleep] = ()) -> float | None:
        """Return the seconds from `now_s` to the end; None while that cannot be told.

        What the machine slept is no time of a step.
        """
        if not self._points:
            return None
        base = self._points[0] if len(self._points) >= SETTLED else self._start
        newest_s, done = self._points[-1]
        if base is None or done <= base[1]:
            return None
        took_s = awake_s(base[0], newest_s, sleeps)
        if took_s <= 0:
            return None
        remaining_s = (total - done) * took_s / (done - base[1])
        return max(0.0, remaining_s - awake_s(newest_s, now_s, sleeps))
