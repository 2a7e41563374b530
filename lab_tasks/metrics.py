"""Series: one metric over steps in bounded memory, with every spike kept at each zoom."""

import math
from array import array
from collections import deque
from collections.abc import Sequence
from itertools import compress

from lab_tasks.metric_blocks import (
    BLOCK,
    CELL,
    COARSE,
    Block,
    Point,
    Stretch,
    empty,
    merged,
    sealed,
)

MOST_BLOCKS = 128
"""Of `BLOCK` points: 131,072 are kept whole, in 2 MB; when there are more, half as many are."""
POINTS = 1026
"""Points that are returned where nobody asks for fewer."""
LARGEST = 1e250
"""Of a value that can be drawn: near 1e308 sums and the margins of an axis overflow."""
_LOWEST, _HIGHEST = -(2**63), 2**63 - 1

MOST_HOLES = 512
"""Stretches without a value that are remembered: those of a training that is still of use."""

__all__ = ["Hole", "Point", "Series", "is_drawable"]

Hole = tuple[int, int, float]
"""The first and the last step of values in a row that cannot be drawn, and the first of them."""


def is_drawable(value: float) -> bool:
    """Return whether a value can be drawn and reckoned with: no NaN, none beyond ±`LARGEST`."""
    return abs(value) <= LARGEST  # False for NaN


class Series:
    """Values of one metric in the order they came.

    They are kept whole until there are too many; then each four of them, eight, sixteen … are
    folded into their lowest and their highest with the exact steps. Steps may repeat and go back,
    as they do after a resume: only the time of a question suffers.
    """

    def __init__(self) -> None:
        self.count = 0
        """Values added, gaps included."""
        self.gaps = 0
        """Values that cannot be drawn: NaN, those beyond ±`LARGEST`, steps beyond 64 bits."""
        self.holes: deque[Hole] = deque(maxlen=MOST_HOLES)
        """Where they came, in their order; of very many the newest."""
        self.last_step: int | None = None
        """Step of the newest value; None before the first."""
        self.last_value: float | None = None
        """The newest value, which may be NaN; None before the first."""
        self._is_in_hole = False
        self._ends: tuple[Point, Point] | None = None  # the first and the newest that can be drawn
        self._blocks: list[Block] = []
        self._tail = empty()  # points of the block that is not full yet
        self._means = empty()  # the mean of each fold that went into the tail
        self._pending = empty()  # values of the fold that is not full yet
        self._fold = 2  # values of which two points are kept

    def add(self, step: int, value: float) -> None:
        """Take the next value."""
        self.count += 1
        self.last_step, self.last_value = step, value
        if not (is_drawable(value) and _LOWEST <= step <= _HIGHEST):
            self.gaps += 1
            self._miss(step, value)
            return
        self._is_in_hole = False
        self._ends = (self._ends[0] if self._ends else (step, value), (step, value))
        self._pending.steps.append(step)
        self._pending.values.append(value)
        if len(self._pending.values) >= self._fold:
            self._settle()

    def extend(self, steps: Sequence[int], values: Sequence[float]) -> None:
        """Take many values at once, which is far quicker than one by one.

        Raises:
            ValueError: there are not as many steps as values; nothing was taken.
        """
        if len(steps) != len(values):
            raise ValueError(f"{len(steps)} steps for {len(values)} values")
        if not values:
            return
        try:
            new = Stretch(array("q", steps), array("d", values))
        except OverflowError:  # a step of more than 64 bits
            for step, value in zip(steps, values, strict=True):
                self.add(step, value)
            return
        self.count += len(values)
        self.last_step, self.last_value = steps[-1], values[-1]
        drawable = new
        if _are_drawable(new.values):
            self._is_in_hole = False
        else:
            drawable = _drawable(new)
            self._find_holes(new)
        self.gaps += len(values) - len(drawable.values)
        if drawable.values:
            first, newest = _ends(drawable)
            self._ends = (self._ends[0] if self._ends else first, newest)
            self._pending.add(drawable)
            self._settle()

    def points(
        self, limit: int = POINTS, first: int | None = None, last: int | None = None
    ) -> tuple[Point, ...]:
        """Return at most `limit` (4 or more) exact points in the order of their steps.

        They are the low and the high of each stretch of what lies from step `first` to step
        `last`, and its ends where they lie there; None: from the beginning, to the end. The time
        it takes depends on `limit` and hardly on the length.
        """
        low = _LOWEST if first is None else first
        high = _HIGHEST if last is None else last
        found = self._between(low, high, limit)
        ends = {end for end in self._ends or () if low <= end[0] <= high}
        if len(found.values) > limit - 2:
            groups = max(1, (limit - 2) // 2)
            found = found.thinned(max(3, math.ceil(len(found.values) / groups)))
        return tuple(sorted(ends | set(zip(found.steps, found.values, strict=True))))

    @property
    def span(self) -> tuple[int, int] | None:
        """The lowest and the highest step; None without any value that can be drawn."""
        loose = [*self._tail.steps, *self._pending.steps]
        firsts = [block.first for block in self._blocks] + loose
        lasts = [block.last for block in self._blocks] + loose
        return (min(firsts), max(lasts)) if firsts else None

    def means(self, limit: int = 1000) -> tuple[Point, ...]:
        """Return the means of at most about `limit` equal stretches, in the order of their steps.

        Each stands at the last step of its stretch; fewer values than `limit` are returned as
        they are.
        """
        found = empty()
        are_many = self._fold > 2 or len(self._blocks) * BLOCK > CELL * limit
        for block in self._blocks:
            found.add(block.means if are_many else block.points)
        newest = self._pending.averaged(self._fold) if are_many else self._pending
        found.add(self._means.averaged(CELL // 2) if are_many else self._tail)
        found.add(newest)
        few = found.averaged(max(1, math.ceil(len(found.values) / limit)))
        return tuple(sorted(zip(few.steps, few.values, strict=True), key=_step))

    def at(self, step: int) -> Point | None:
        """Return the kept point nearest to a step, of several the newest; None without any."""
        open_end = empty()
        open_end.add(self._tail)
        open_end.add(self._pending)
        best = open_end.nearest(step)
        newest_first = list(reversed(self._blocks))
        for block in sorted(newest_first, key=lambda each: each.distance(step)):
            if best and block.distance(step) >= abs(best[0] - step):
                break
            found = block.points.nearest(step)
            best = found if best is None or _is_nearer(found, best, step) else best
        return best

    def copy(self) -> "Series":
        """Return a snapshot that further values leave as it is. It shares the full blocks."""
        twin = Series()
        twin.__dict__.update(self.__dict__)
        twin._blocks, twin.holes = list(self._blocks), self.holes.copy()
        twin._tail, twin._means = self._tail.take(0, BLOCK), self._means.take(0, BLOCK)
        twin._pending = self._pending.take(0, self._fold)
        return twin

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Series):
            return NotImplemented
        return self._facts() == other._facts()

    __hash__ = None  # type: ignore[assignment]  # it changes

    def __repr__(self) -> str:
        return f"Series(count={self.count}, last={self.last_value} at step {self.last_step})"

    def _miss(self, step: int, value: float) -> None:
        """Note a value that cannot be drawn; a hole ends where the steps go back."""
        if self._is_in_hole and self.holes[-1][1] <= step:
            first, _, found = self.holes.pop()
            self.holes.append((first, step, found))
        else:
            self.holes.append((step, step, value))
        self._is_in_hole = True

    def _find_holes(self, new: Stretch) -> None:
        for step, value in zip(new.steps, new.values, strict=True):
            if is_drawable(value):
                self._is_in_hole = False
            else:
                self._miss(step, value)

    def _settle(self) -> None:
        """Fold what is pending into the tail, and full tails into blocks."""
        at, pending = 0, self._pending
        while (folds := (len(pending.values) - at) // self._fold) > 0:
            room = (BLOCK - len(self._tail.values)) // 2
            end = at + min(folds, room) * self._fold
            new = pending.take(at, end)
            self._tail.add(new.thinned(self._fold))
            self._means.add(new.averaged(self._fold))
            at = end
            if len(self._tail.values) == BLOCK:
                self._seal()
        self._pending = pending.take(at, len(pending.values))

    def _seal(self) -> None:
        self._blocks.append(sealed(self._tail, self._means.averaged(CELL // 2)))
        self._tail, self._means = empty(), empty()
        if len(self._blocks) == MOST_BLOCKS:
            pairs = zip(self._blocks[::2], self._blocks[1::2], strict=True)
            self._blocks = [merged(left, right) for left, right in pairs]
            self._fold *= 2

    def _between(self, first: int, last: int, limit: int) -> Stretch:
        """Return the points between two steps, at most some thousands more than `limit`."""
        blocks = [block for block in self._blocks if block.first <= last and first <= block.last]
        are_many = len(blocks) * 2 * BLOCK // COARSE >= 4 * limit
        group = COARSE if are_many else 1
        found = empty()
        for block in blocks:
            found.add(block.cut(first, last, group))
        for open_end in (self._tail, self._pending.thinned(self._fold)):
            found.add(open_end.between(first, last, in_order=False).thinned(group))
        return found

    def _facts(self) -> tuple[object, ...]:
        newest = repr(self.last_value)  # NaN equals itself here
        kept = (self._blocks, self._tail, self._means, self._pending)
        return (self.count, self.gaps, self.last_step, newest, self._ends, *kept)


def _are_drawable(values: "array[float]") -> bool:
    # The sum first: beside a NaN, min and max tell nothing.
    return math.isfinite(sum(values)) and is_drawable(min(values)) and is_drawable(max(values))


def _drawable(points: Stretch) -> Stretch:
    good = [is_drawable(value) for value in points.values]
    return Stretch(
        array("q", compress(points.steps, good)), array("d", compress(points.values, good))
    )


def _ends(points: Stretch) -> tuple[Point, Point]:
    return (points.steps[0], points.values[0]), (points.steps[-1], points.values[-1])


def _step(point: Point) -> int:
    return point[0]


def _is_nearer(found: Point | None, best: Point, step: int) -> bool:
    return found is not None and abs(found[0] - step) < abs(best[0] - step)
