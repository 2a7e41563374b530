"""What a supervisor does while its child runs: heartbeats, the log's bounds, an eye on the disk."""

import contextlib
import time
from collections import deque
from pathlib import Path

from lab_tasks.runs import disk, out_of_memory
from lab_tasks.runs.heartbeat import (
    EVERY_S,
    MOST_SLEEPS,
    Heartbeat,
    Sleep,
    suspended_clock_s,
    write_heartbeat,
)
from lab_tasks.runs.log_limit import LogLimit
from lab_tasks.runs.model import OUTPUT_LOG, RunRequest
from lab_tasks.runs.say import say

SHORTEST_SLEEP_S = 1.0
"""Below, the clocks' rounding may be all of it."""


class Upkeep:
    """Looks after one Run from its child's start. What the disk refuses is left for next time."""

    def __init__(self, folder: Path, request: RunRequest, child_pid: int) -> None:
        self._folder = folder
        self._request = request
        self._child_pid = child_pid
        self._limit = LogLimit(folder / OUTPUT_LOG)
        self._log_bytes = 0
        self._slept_before_s = suspended_clock_s()
        self._told_sleep_s = 0.0
        self._sleeps: deque[Sleep] = deque(maxlen=MOST_SLEEPS)
        self._next_beat = 0.0
        self._warning = ""
        self._counts: deque[tuple[Path, int]] = deque(maxlen=2)

    @property
    def suspended_s(self) -> float:
        """Seconds for which the machine slept since the child's start."""
        return max(0.0, suspended_clock_s() - self._slept_before_s)

    @property
    def out_of_memory(self) -> bool | None:
        """Whether the kernel killed for want of memory in the last seconds; None: unknown.

        Seconds, for its group may hold other programs. Two heartbeats back, for the child may
        have been killed while the last one was made.
        """
        pairs = [(out_of_memory.kills(counter), before) for counter, before in self._counts]
        known = [now > before for now, before in pairs if now is not None]
        return any(known) if known else None

    def look(self) -> None:
        """Do what is due now."""
        with contextlib.suppress(OSError):
            self._log_bytes = self._limit.look()
        self._note_sleep()
        now = time.monotonic()
        if now >= self._next_beat:
            self._next_beat = now + EVERY_S
            with contextlib.suppress(OSError):
                self._beat()

    def _note_sleep(self) -> None:
        """Note a sleep and tell it at once: until then the Run seems to stand still."""
        lasted_s = self.suspended_s - self._told_sleep_s
        if lasted_s >= SHORTEST_SLEEP_S:
            self._told_sleep_s += lasted_s
            self._sleeps.append(Sleep(until_s=time.time(), lasted_s=lasted_s))
            self._next_beat = 0.0

    def _beat(self) -> None:
        counter = out_of_memory.counter_of(self._child_pid)
        count = out_of_memory.kills(counter)
        if counter is not None and count is not None:
            self._counts.append((counter, count))
        free = disk.free_bytes(self._folder)
        needed = disk.needed_with(self._request, disk.checkpoint_bytes(self._folder))
        self._warn(disk.warning(self._folder, needed, free))
        beat = Heartbeat(
            time_s=time.time(),
            suspended_s=self.suspended_s,
            sleeps=tuple(self._sleeps),
            free_bytes=free,
            log_bytes=self._log_bytes,
            warning=self._warning,
        )
        write_heartbeat(self._folder, beat)

    def _warn(self, warning: str) -> None:
        if warning and not self._warning:
            say(warning)
        self._warning = warning
