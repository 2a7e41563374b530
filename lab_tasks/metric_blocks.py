"""Block: a full stretch of a metric's points, never changed again, with its coarse picture."""

from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import NamedTuple
from weakref import WeakValueDictionary

BLOCK = 1024
"""Points of a full block."""
COARSE = 32
"""Points of a block of which its coarse picture keeps the lowest and the highest."""
CELL = 8
"""Points of a block of which it keeps the mean."""

_STEPS: "WeakValueDictionary[int, array[int]]" = WeakValueDictionary()
"""Steps of blocks, as long as one has them: metrics that are told together have the same."""

Point = tuple[int, float]
"""A step and the value measured there."""


class Stretch(NamedTuple):
    """Points in the order they came: 16 bytes each, where a list of tuples takes 120."""

    steps: "array[int]"
    values: "array[float]"

    def take(self, first: int, end: int) -> "Stretch":
        """Return the points at these places."""
        return Stretch(self.steps[first:end], self.values[first:end])

    def add(self, other: "Stretch") -> None:
        """Take the points of another one at the end."""
        self.steps.extend(other.steps)
        self.values.extend(other.values)

    def between(self, first: int, last: int, *, in_order: bool) -> "Stretch":
        """Return the points whose step is not below `first` and not above `last`."""
        if in_order:
            return self.take(bisect_left(self.steps, first), bisect_right(self.steps, last))
        found = empty()
        for step, value in zip(self.steps, self.values, strict=True):
            if first <= step <= last:
                found.steps.append(step)
                found.values.append(value)
        return found

    def thinned(self, group: int) -> "Stretch":
        """Return the lowest and the highest of each `group` points, in the order they came.

        Where all are equal: the first and the last.
        """
        if group <= 2:
            return self
        found = empty()
        for start in range(0, len(self.values), group):
            for place in self._extremes(start, start + group):
                found.steps.append(self.steps[place])
                found.values.append(self.values[place])
        return found

    def averaged(self, group: int) -> "Stretch":
        """Return the mean of each `group` points, at the step of the last of them."""
        starts = range(0, len(self.values), group)
        parts = [self.values[start : start + group] for start in starts]
        ends = [min(start + group, len(self.values)) - 1 for start in starts]
        return Stretch(
            array("q", [self.steps[end] for end in ends]),
            array("d", [sum(part) / len(part) for part in parts]),
        )

    def nearest(self, step: int) -> Point | None:
        """Return the point nearest to a step, of several the newest; None when there is none."""
        places = range(len(self.steps) - 1, -1, -1)
        place = min(places, key=lambda each: abs(self.steps[each] - step), default=None)
        return None if place is None else (self.steps[place], self.values[place])

    def _extremes(self, start: int, end: int) -> tuple[int, ...]:
        part = self.values[start:end]
        low, high = part.index(min(part)), part.index(max(part))
        if low == high:
            low, high = 0, len(part) - 1
        return (start + low,) if low == high else (start + min(low, high), start + max(low, high))


@dataclass(frozen=True)
class Block:
    """A full stretch. Copies of a Series share it."""

    points: Stretch
    coarse: Stretch
    """The lowest and the highest of each `COARSE` points."""
    means: Stretch
    """The mean of what each `CELL` points stand for, at the step of the last of them."""
    first: int
    """The lowest step."""
    last: int
    """The highest step."""
    in_order: bool
    """Whether its steps never go back."""

    def cut(self, first: int, last: int, group: int) -> Stretch:
        """Return its points between two steps, thinned by `group`: 1 or `COARSE`."""
        if first <= self.first and self.last <= last:
            return self.coarse if group == COARSE else self.points
        return self.points.between(first, last, in_order=self.in_order).thinned(group)

    def distance(self, step: int) -> int:
        """Return how far a step is from the nearest that may be in here."""
        return max(self.first - step, step - self.last, 0)


def empty() -> Stretch:
    """Return a stretch without points, to add to."""
    return Stretch(array("q"), array("d"))


def sealed(points: Stretch, means: Stretch) -> Block:
    """Return a block of these points, which nobody changes; equal steps are kept once."""
    steps = points.steps.tolist()
    ordered = sorted(steps)
    coarse = points.thinned(COARSE)
    is_ordered = ordered == steps
    return Block(_kept(points), coarse, _kept(means), ordered[0], ordered[-1], is_ordered)


def merged(left: Block, right: Block) -> Block:
    """Return one block for two: of each four points the lowest and the highest."""
    points, means = empty(), empty()
    for block in (left, right):
        points.add(block.points)
        means.add(block.means)
    return sealed(points.thinned(4), means.averaged(2))


def _kept(points: Stretch) -> Stretch:
    # A slice has no room for more, as what was appended to has.
    return Stretch(_shared(points.steps), points.values[:])


def _shared(steps: "array[int]") -> "array[int]":
    """Return these steps, as the array of another block where that has the same."""
    name = hash(steps.tobytes())
    known = _STEPS.get(name)
    if known is not None and known == steps:
        return known
    own = _STEPS[name] = steps[:]
    return own
