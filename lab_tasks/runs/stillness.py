"""Stillness: whether files are as they were a moment ago, at the cost of one `stat` each.

A look that finds nothing new cost ten times as much: it opened each file and read its beginning,
and code that runs five times a second is never warm in a processor's cache.
"""

import os
from collections.abc import Callable
from pathlib import Path

LOOK_S = 0.9
"""After so long one looks all the same: clocks go on, and a lock is released without a trace. A
little less than a second, so that a clock that is shown leaves no second out.
"""
SETTLED_S = 0.05
"""A file that changed within so short a time may change again and keep its time stamp."""

_Stat = tuple[int, int, float] | None


class Stillness[T]:
    """Remembers how files stood at the last look and what was read then, a `T`.

    For one thread at a time.
    """

    def __init__(self, paths: tuple[Path, ...], clock: Callable[[], float]) -> None:
        self._paths = tuple(map(str, paths))
        self._clock = clock
        self._seen: tuple[_Stat, ...] = ()
        self._looked_s = 0.0
        self._kept: T | None = None

    def same(self) -> T | None:
        """Return what was kept, where nothing can be new; None: read again, then `keep`."""
        if self._may_be_new():
            self._kept = None
        return self._kept

    def keep(self, read: T | None) -> None:
        """Take what this look found, to be told again; None: there is more to read at once."""
        self._kept = read

    def _may_be_new(self) -> bool:
        """Return whether anything may be new since it was last so, and remember this look."""
        now_s = self._clock()
        seen = tuple(map(_stat, self._paths))
        is_recent = 0 <= now_s - self._looked_s < LOOK_S
        if is_recent and seen == self._seen:
            return False
        is_settled = all(each is None or now_s - each[2] > SETTLED_S for each in seen)
        self._seen = seen if is_settled else ()
        self._looked_s = now_s
        return True


def _stat(path: str) -> _Stat:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime
