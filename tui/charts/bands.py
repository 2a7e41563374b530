"""Bands: several seeds of one training as their mean and the range around it."""

import math
import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lab_tasks.metrics import Point, Series
from tui.charts.plot import Edge, Points

Seed = Sequence[Series]
"""One training's values: several where it was resumed, oldest first."""
BandKind = Literal["range", "deviation"]
BAND_WORDS: dict[BandKind, str] = {
    "range": "░ lowest to highest",
    "deviation": "░ ±1 standard deviation",
}


@dataclass(frozen=True)
class Group:
    """The mean of the seeds, and what lies around it."""

    mean: Points
    """Where all seeds have values."""
    beyond: tuple[Points, ...]
    """The mean of those that have values, where not all have."""
    band: tuple[Edge, ...]


def grouped(
    seeds: Sequence[Seed], kind: BandKind, window: tuple[int, int] | None, limit: int
) -> Group:
    """Return mean and band at about `limit` steps at most.

    Each seed counts between its own first and last step, interpolated where it has no value of
    its own. A range keeps each spike: it is made of the lowest and the highest, not of means.
    """
    joined = [tuple(point for part in seed for point in part.means()) for seed in seeds]
    means = [points for points in joined if points]
    if not means:
        return Group((), (), ())
    grid = _grid(means, window, limit)
    rows = [[_at(points, step) for points in means] for step in grid]
    found = [
        (step, [y for y in row if y is not None]) for step, row in zip(grid, rows, strict=True)
    ]
    found = [(step, row) for step, row in found if row]
    band = _edges(found, kind)
    if kind == "range":
        band = _widened(band, seeds, window, limit)
    first = max(points[0][0] for points in means)
    last = min(points[-1][0] for points in means)
    mean = [(step, statistics.fmean(row)) for step, row in found]
    return Group(
        tuple(point for point in mean if first <= point[0] <= last),
        tuple(
            part
            for part in (
                tuple(point for point in mean if point[0] <= first),
                tuple(point for point in mean if point[0] >= last),
            )
            if len(part) > 1 and len(means) > 1
        ),
        band if len(means) > 1 else (),
    )


def _grid(
    means: list[tuple[Point, ...]], window: tuple[int, int] | None, limit: int
) -> list[float]:
    """Return the steps of all seeds in the window, thinned to about `limit`, its ends kept."""
    steps: set[float] = {step for points in means for step, _ in points}
    if window:
        steps = {step for step in steps if window[0] <= step <= window[1]} | {*map(float, window)}
    ordered = sorted(steps)
    every = max(1, math.ceil(len(ordered) / max(limit, 2)))
    ends = {end for points in means for end in (points[0][0], points[-1][0])} & steps
    return sorted({*ordered[::every], *ordered[-1:], *ends})


def _at(points: tuple[Point, ...], step: float) -> float | None:
    """Return the value at a step, by a line between its neighbours; None outside."""
    place = bisect_left(points, (step, -math.inf))
    if place < len(points) and points[place][0] == step:
        return points[place][1]
    if not 0 < place < len(points):
        return None
    (before, low), (after, high) = points[place - 1], points[place]
    return low + (high - low) * (step - before) / (after - before)


def _edges(found: list[tuple[float, list[float]]], kind: BandKind) -> tuple[Edge, ...]:
    if kind == "range":
        return tuple((step, min(row), max(row)) for step, row in found)
    edges = []
    for step, row in found:
        mean = statistics.fmean(row)
        spread = statistics.stdev(row) if len(row) > 1 else 0.0
        edges.append((step, mean - spread, mean + spread))
    return tuple(edges)


def _widened(
    band: tuple[Edge, ...], seeds: Sequence[Seed], window: tuple[int, int] | None, limit: int
) -> tuple[Edge, ...]:
    """Return the band with each seed's spikes, which its means have lost."""
    steps = [edge[0] for edge in band]
    lower, upper = [edge[1] for edge in band], [edge[2] for edge in band]
    for series in (part for seed in seeds for part in seed):
        for step, value in series.points(2 * limit, *(window or (None, None))):
            place = bisect_right(steps, step) - 1
            if place >= 0:
                lower[place] = min(lower[place], value)
                upper[place] = max(upper[place], value)
    return tuple(zip(steps, lower, upper, strict=True))
