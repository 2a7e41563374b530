"""Curves: the measured values of a log's trainings, by name, folded so that they stay small."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import isfinite

from lab_tasks.logs.measures import Measures
from lab_tasks.logs.reading import Reading
from lab_tasks.metrics import Series
from lab_tasks.runs.follow import EarlierPart


@dataclass
class Curve:
    """Values of one metric with their steps, in the order they came."""

    steps: "array[int]" = field(default_factory=lambda: array("q"))
    values: "array[float]" = field(default_factory=lambda: array("d"))

    def extend(self, steps: Sequence[int], values: Sequence[float]) -> None:
        """Take more."""
        self.steps.extend(steps)
        self.values.extend(values)

    def take(self, series: Series) -> None:
        """Take what a Series keeps, which is all of one that is not very long."""
        for step, value in series.points(series.count + 2):
            self.steps.append(step)
            self.values.append(value)

    def series(self, until: int | None = None) -> Series:
        """Return them as a Series; those behind the step `until` are left out."""
        series = Series()
        if until is None or not self.steps or self.steps[-1] <= until:
            series.extend(self.steps, self.values)
            return series
        kept = [at for at, step in enumerate(self.steps) if step <= until]
        series.extend([self.steps[at] for at in kept], [self.values[at] for at in kept])
        return series


class Curves:
    """The curves of each training in a file, by its number and the name of the metric."""

    def __init__(self, fold: int = 1) -> None:
        self._fold = fold
        self.parts: dict[int, dict[str, Curve]] = {}

    def add(self, measures: Measures) -> None:
        """Take what was measured, folded: of `fold` values the lowest, the highest and a gap."""
        for name, values in measures.values.items():
            curve = self.curve(measures.part, name)
            if self._fold == 1 or len(values) < 4:
                curve.extend(measures.steps, values)
                continue
            for at in _kept(values, self._fold):
                curve.steps.append(measures.steps[at])
                curve.values.append(values[at])

    def curve(self, part: int, name: str) -> Curve:
        """Return a training's curve, made when it is new."""
        return self.parts.setdefault(part, {}).setdefault(name, Curve())

    def taken(self) -> "dict[int, dict[str, Curve]]":
        """Return what came since the last call."""
        taken, self.parts = self.parts, {}
        return taken


def earlier_parts(curves: Curves, reading: Reading) -> tuple[EarlierPart, ...]:
    """Return the trainings in the file from whose Checkpoints the newest one went on."""
    return tuple(
        EarlierPart(
            run_id=f"part {part + 1}",
            series={name: c.series(until) for name, c in curves.parts.get(part, {}).items()},
            until_step=until,
        )
        for part, until in reading.earlier
    )


def _kept(values: Sequence[float], fold: int) -> Iterator[int]:
    """Give the places of the lowest and the highest of each `fold` values, and the newest."""
    newest = -1
    is_finite = isfinite(sum(values))  # one sum for all: a gap makes it NaN or infinite
    for begin in range(0, len(values), fold):
        group = values[begin : begin + fold]
        if not is_finite and not isfinite(sum(group)):
            newest = begin + len(group) - 1
            yield from range(begin, newest + 1)
            continue
        low, high = group.index(min(group)), group.index(max(group))
        newest = begin + max(low, high)
        if low != high:
            yield begin + min(low, high)
        yield newest
    if newest != len(values) - 1:
        yield len(values) - 1
