"""Series: one metric over steps in bounded memory, with every spike kept."""

import math
from collections.abc import Iterator

BUCKETS = 512

Point = tuple[int, float]
"""A step and the value measured there."""


class Series:
    """Values of one metric in the order they came, folded into at most `BUCKETS` buckets.

    A bucket covers a number of consecutive values and keeps the lowest and the highest with their
    exact steps. When all are full, neighbours are merged and each covers twice as many.
    """

    def __init__(self) -> None:
        self.count = 0
        """Values added, gaps included."""
        self.gaps = 0
        """Values that cannot be drawn: NaN and the infinities."""
        self.last_step: int | None = None
        """Step of the newest value; None before the first."""
        self.last_value: float | None = None
        """The newest value, which may be NaN; None before the first."""
        self._ends: tuple[Point, Point] | None = None  # the first and the newest finite value
        self._low: list[Point] = []
        self._high: list[Point] = []
        self._covers = 1  # values in a full bucket
        self._filled = 0  # values in the newest bucket

    def add(self, step: int, value: float) -> None:
        """Take the next value."""
        self.count += 1
        self.last_step, self.last_value = step, value
        if not math.isfinite(value):
            self.gaps += 1
            return
        self._ends = (self._ends[0] if self._ends else (step, value), (step, value))
        if not self._low or self._filled == self._covers:
            self._open_bucket((step, value))
            return
        self._filled += 1
        if value < self._low[-1][1]:
            self._low[-1] = (step, value)
        if value > self._high[-1][1]:
            self._high[-1] = (step, value)

    def points(self, limit: int = 2 * BUCKETS + 2) -> tuple[Point, ...]:
        """Return at most `limit` (4 or more) exact points in the order of their steps.

        The first, the newest, and the low and the high of each group of buckets.
        """
        groups = max(1, (limit - 2) // 2)
        size = max(1, math.ceil(len(self._low) / groups))
        found: set[Point] = set(self._ends or ())
        for start in range(0, len(self._low), size):
            found.add(min(self._low[start : start + size], key=_value))
            found.add(max(self._high[start : start + size], key=_value))
        return tuple(sorted(found))

    def copy(self) -> "Series":
        """Return a snapshot that further `add`s leave as it is."""
        twin = Series()
        twin.__dict__.update(self.__dict__)
        twin._low, twin._high = list(self._low), list(self._high)
        return twin

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Series):
            return NotImplemented
        return self._facts() == other._facts()

    __hash__ = None  # type: ignore[assignment]  # it changes

    def __repr__(self) -> str:
        return f"Series(count={self.count}, last={self.last_value} at step {self.last_step})"

    def _open_bucket(self, point: Point) -> None:
        if len(self._low) == BUCKETS:
            self._merge_neighbours()
        self._low.append(point)
        self._high.append(point)
        self._filled = 1

    def _merge_neighbours(self) -> None:
        self._low = [min(pair, key=_value) for pair in _pairs(self._low)]
        self._high = [max(pair, key=_value) for pair in _pairs(self._high)]
        self._covers *= 2

    def _facts(self) -> tuple[object, ...]:
        newest = repr(self.last_value)  # NaN equals itself here
        return (self.count, self.gaps, self.last_step, newest, self._ends, self._low, self._high)


def _pairs(points: list[Point]) -> Iterator[tuple[Point, Point]]:
    return zip(points[::2], points[1::2], strict=True)


def _value(point: Point) -> float:
    return point[1]
