"""SourceFeed: the one thread that polls all sources of a monitor and posts how they stand."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual.message import Message

from lab_tasks.logs.log_unreadable import LogUnreadable
from lab_tasks.runs.model import Followed
from tui.monitor.source import MonitorSource, SourceState

LOOK_S = 0.18
"""Between two looks: nine of ten new lines are shown within 0.25 s. Where nothing moves a look is
mostly a `stat` or three.
"""
READING_S = 0.02
"""Between two looks while a large log is being read."""
CALM_AFTER_S = 3.0
"""After so long without news the clocks on the screen go on in steps of `CLOCK_S`."""
CLOCK_S = 5.0
POST_S = 0.1
"""Between two posts, so that a flood of lines does not become a flood of messages."""


class SourcesPolled(Message, bubble=False):
    """All sources, as they are now."""

    def __init__(self, states: tuple[SourceState, ...]) -> None:
        """Carry a state for each source, in their order."""
        super().__init__()
        self.states = states

    def can_replace(self, message: Message) -> bool:
        """A newer look makes an older one needless."""
        return isinstance(message, SourcesPolled)


class SourceFeed:
    """Polls until `stop`, or until all sources are over. `run` belongs to a thread."""

    def __init__(self, sources: Sequence[MonitorSource], post: Callable[[Message], object]) -> None:
        """Begin with nothing read; `post` is a thread-safe `post_message`."""
        self._sources = tuple(sources)
        self._post = post
        self._wake = threading.Event()
        self._stopped = False
        self._states = tuple(SourceState() for _ in sources)
        self._marks: tuple[_Mark, ...] = ()
        self._posted: tuple[_Mark, ...] = ()
        self._is_waiting = False
        """Whether something is new that was not posted."""
        self._posted_s = 0.0
        self._told_s = time.monotonic()

    def stop(self) -> None:
        """End the thread's loop within its present turn."""
        self._stopped = True
        self._wake.set()

    def run(self) -> None:
        """Poll until `stop`, or until nothing can change any more."""
        while not self._stopped:
            self._turn()
            if all(state.is_over for state in self._states) and not self._is_waiting:
                return
            self._wake.wait(self._interval_s())

    def _turn(self) -> None:
        before, self._states = self._states, tuple(map(self._look, self._sources, self._states))
        if any(new is not old for new, old in zip(self._states, before, strict=True)):
            self._marks = tuple(map(_mark, self._states))
            self._is_waiting = self._is_news(time.monotonic())
        now = time.monotonic()
        if self._is_waiting and now - self._posted_s >= POST_S:
            self._posted, self._posted_s, self._is_waiting = self._marks, now, False
            self._post(SourcesPolled(self._states))

    def _is_news(self, now: float) -> bool:
        if [mark.told for mark in self._marks] != [mark.told for mark in self._posted]:
            self._told_s = now
            return True
        is_calm = now - self._told_s > CALM_AFTER_S
        return self._marks != self._posted and now - self._posted_s >= (CLOCK_S if is_calm else 0)

    def _look(self, source: MonitorSource, before: SourceState) -> SourceState:
        if before.is_over:
            return before
        try:
            update = source.poll()
            if update is before.update:
                return before
            state = update.state
            return SourceState(update, state.problem if isinstance(state, Followed) else "")
        except LogUnreadable as problem:
            return SourceState(before.update, str(problem))
        except OSError as problem:
            where = problem.filename or source.name
            words = f"{where} cannot be read: {problem.strerror or problem}. I try again."
            return SourceState(before.update, words)

    def _interval_s(self) -> float:
        if any(state.update and state.update.read_share is not None for state in self._states):
            return READING_S
        return LOOK_S


class _Mark(NamedTuple):
    """What differs between two states that look different on the screen."""

    told: tuple[object, ...]
    clocks: tuple[int | None, ...] = ()
    """Seconds, which go on also where nothing is told."""


def _mark(state: SourceState) -> _Mark:
    update = state.update
    if update is None:
        return _Mark((state.trouble,))
    counts = tuple((name, series.count) for name, series in update.series.items())
    left_s = None if update.eta_s is None else int(update.eta_s)
    clocks = (int(update.elapsed_s or 0), int(update.suspended_s), left_s)
    told = (update.state, update.done, update.total, update.last_step, update.alarms, update.notes)
    more = (update.read_share, update.system, len(update.earlier), len(update.facts))
    return _Mark((state.trouble, *told, *more, counts), clocks)
