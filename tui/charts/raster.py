"""Raster: which cells a curve goes through, and which quarters of each it fills.

plotext's own lines cost by the dot: a noisy curve that fills the chart took it 30 ms. Here a curve
costs by the column, and plotext is given one mark a cell.
"""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tui.charts.axes import Axes
from tui.charts.clipping import clipped
from tui.charts.plot import Edge, Points

QUARTERS = " ▖▘▌▗▄▚▙▝▞▀▛▐▟▜█"
"""By which quarters are filled: 1 left below, 2 left above, 4 right below, 8 right above."""
Span = tuple[int, int]
"""The lowest and the highest dot that a curve has in one column of dots."""


class Cell(NamedTuple):
    """One cell of the canvas, counted from below on the left."""

    column: int
    row: int
    mark: str


def block_cells(parts: Iterable[Points], axes: Axes) -> list[Cell]:
    """Return the cells of a strong curve, two dots wide and two high each."""
    bits: dict[tuple[int, int], int] = {}
    for part in parts:
        for column, (low, high) in _spans(part, axes).items():
            side = 4 if column % 2 else 1
            for row in range(low // 2, high // 2 + 1):
                below, above = low <= 2 * row <= high, low <= 2 * row + 1 <= high
                place = (column // 2, row)
                bits[place] = bits.get(place, 0) | (below + 2 * above) * side
    return [Cell(column, row, QUARTERS[bit]) for (column, row), bit in bits.items()]


def dot_cells(parts: Iterable[Points], axes: Axes, mark: str) -> list[Cell]:
    """Return the cells of a faint curve, each with the same mark."""
    places = {
        (column // 2, row)
        for part in parts
        for column, (low, high) in _spans(part, axes).items()
        for row in range(low // 2, high // 2 + 1)
    }
    return [Cell(column, row, mark) for column, row in places]


def band_cells(band: Sequence[Edge], axes: Axes, mark: str) -> list[Cell]:
    """Return the cells between the lower and the upper edge, each spike of an edge with them."""
    floor = 10**axes.low if axes.is_log else axes.low
    below = _spans(tuple((step, max(lower, floor)) for step, lower, _ in band), axes)
    above = _spans(tuple((step, max(upper, floor)) for step, _, upper in band), axes)
    rows: dict[int, Span] = {}
    for column in below.keys() & above.keys():
        low, high = below[column][0] // 2, above[column][1] // 2
        before = rows.get(column // 2, (low, high))
        rows[column // 2] = (min(low, before[0]), max(high, before[1]))
    return [
        Cell(column, row, mark)
        for column, (low, high) in rows.items()
        for row in range(low, high + 1)
    ]


def _spans(part: Points, axes: Axes) -> dict[int, Span]:
    """Return by column of dots how far down and up the curve goes there; it is one piece."""
    inside = clipped(part, axes.first, axes.last)
    wide = (2 * axes.columns - 1) / (axes.last - axes.first)
    tall = (2 * axes.rows - 1) / (axes.high - axes.low)
    dots = [
        ((step - axes.first) * wide + 0.5, (scaled - axes.low) * tall + 0.5)
        for step, value in inside
        if (scaled := axes.scaled(value)) is not None
    ]
    spans: dict[int, Span] = {}
    for at, (x, y) in enumerate(dots):
        _mark(spans, math.floor(x), y, y)
        if at:
            _connect(spans, dots[at - 1], (x, y))
    return spans


def _connect(spans: dict[int, Span], start: tuple[float, float], end: tuple[float, float]) -> None:
    """Mark the straight line between two dots, column by column."""
    first, last = math.floor(start[0]), math.floor(end[0])
    if first == last:
        _mark(spans, first, start[1], end[1])
        return
    slope = (end[1] - start[1]) / (end[0] - start[0])
    left = start[1]
    for column in range(first, last):
        right = start[1] + slope * (column + 1 - start[0])
        _mark(spans, column, left, right)
        left = right
    _mark(spans, last, left, end[1])


def _mark(spans: dict[int, Span], column: int, one: float, other: float) -> None:
    low, high = math.floor(min(one, other)), math.floor(max(one, other))
    if column in spans:
        before = spans[column]
        low, high = min(low, before[0]), max(high, before[1])
    spans[column] = (low, high)
