"""Axes of a chart: which steps and values fit into which cells, and the ticks beside them."""

import math
from dataclasses import dataclass
from functools import lru_cache

from lab_tasks.metrics import LARGEST, is_drawable
from tui.charts.chart_style import ChartSize
from tui.charts.clipping import clipped
from tui.charts.plot import Plot

MARGIN = 0.04
"""Share of the height that stays free above and below."""
LEAST_WIDTH, LEAST_HEIGHT = 20, 5
SMALLEST = 1 / LARGEST
"""Of what a log axis shows, and of differences that are told from none."""
_EXACT = 2.0**52
"""Beyond it a float is no multiple of its unit any more."""
_SLACK = 1e-9
"""Share of the height by which rounding may put a value outside."""


@dataclass(frozen=True)
class Tick:
    """A label, and where it stands."""

    at: float
    label: str


@dataclass(frozen=True)
class Axes:
    """Limits, ticks and cells. Values are decimal logarithms where `is_log`."""

    first: float
    last: float
    low: float
    high: float
    is_log: bool
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    columns: int
    rows: int

    def scaled(self, value: float) -> float | None:
        """Return where a value stands; None where this axis cannot show it."""
        if not _is_shown(value, is_log=self.is_log):
            return None
        scaled = math.log10(value) if self.is_log else value
        slack = _SLACK * (self.high - self.low)
        return scaled if self.low - slack <= scaled <= self.high + slack else None

    def cell(self, step: float, scaled: float) -> tuple[int, int]:
        """Return the column and the row, from below, of a point."""
        column = (step - self.first) / (self.last - self.first) * (self.columns - 1)
        return round(column), round((scaled - self.low) / (self.high - self.low) * (self.rows - 1))

    def column_steps(self) -> list[float]:
        """Return the step in the middle of each column."""
        width = (self.last - self.first) / max(self.columns - 1, 1)
        return [self.first + width * column for column in range(self.columns)]


def axes_of(plot: Plot, size: ChartSize) -> Axes | None:
    """Return the axes on which all of a plot can be seen; None: nothing to show, or no room."""
    if size.width < LEAST_WIDTH or size.height < LEAST_HEIGHT:
        return None
    steps, values = _shown(plot)
    if not values:
        return None
    lowest, highest = min(values), max(values)
    is_log = plot.is_log and lowest < highest
    rows = size.height - 2  # the axis and its labels
    low, high = steady(*_limits(lowest, highest, is_log=is_log), 2 * rows)
    y_ticks = value_ticks(low, high, rows, is_log=is_log)
    columns = size.width - 1 - max(len(tick.label) for tick in y_ticks)
    first, last = plot.window or _whole(min(steps), max(steps))
    newest = last if plot.newest is None else min(max(plot.newest, first), last)
    if plot.window is None:
        first, last = steady_steps(first, last, columns)
    last = last if last > first else first + 1
    x_ticks = tuple(Tick(at, f"{at:,.0f}") for at in step_ticks(first, newest, columns))
    return Axes(first, last, low, high, is_log, x_ticks, y_ticks, columns, rows)


def steady_steps(first: int | float, last: int | float, columns: int) -> tuple[int, int]:
    """Return limits that hold these steps and move by a column or two at a time.

    A curve that grows is then drawn where it was until it needs more room.
    """
    limits = steady(first, last, columns // 2)
    return math.floor(limits[0]), math.ceil(limits[1])


def steady(low: float, high: float, parts: int) -> tuple[float, float]:
    """Return limits around `low` and `high` that are the same for limits a little farther in.

    They are multiples of a power of two that is at most the range divided by `parts`.
    """
    if not high > low:
        return low, high
    unit = 2.0 ** math.floor(math.log2(high - low) - math.log2(max(parts, 1)))
    if unit == 0.0 or max(abs(low), abs(high)) / unit > _EXACT:
        return low, high
    return min(low, math.floor(low / unit) * unit), max(high, math.ceil(high / unit) * unit)


def step_ticks(first: float, last: float, width: int) -> list[float]:
    """Return round steps from `first` on and the exact `last`, apart enough for labels.

    Where two labels collide plotext leaves one of them out, no matter which.
    """
    digits = len(f"{last:,.0f}")
    label = digits + 3
    if last <= first or width < 2 * label:
        return [last]
    wanted = max(1, min(6, width // (label + 4)))
    interval = _round_up((last - first) / wanted)
    start = math.ceil(first / interval) * interval
    count = int((last - start) // interval) + 1
    # At the right edge the last label stands left of its tick, by half of itself.
    gap = (label + digits / 2) * (last - first) / width
    rounds = [start + index * interval for index in range(count)]
    return [tick for tick in rounds if last - tick >= gap] + [last]


@lru_cache(maxsize=16)
def value_ticks(low: float, high: float, rows: int, *, is_log: bool) -> tuple[Tick, ...]:
    """Return ticks at round values, about one in three rows; limits are scaled ones."""
    wanted = max(2, min(7, rows // 3))
    if not is_log:
        return _even_ticks(low, high, wanted)
    for digits in ((1, 2, 5), (1, 3), (1,)):
        values = _decades(low, high, digits)
        if 2 <= len(values) <= wanted:
            return tuple(Tick(math.log10(value), f"{value:.4g}") for value in values)
    start, end = math.ceil(low), math.floor(high)
    if end - start + 1 > wanted:
        every = math.ceil((end - start + 1) / wanted)
        return tuple(Tick(at, f"{10.0**at:.4g}") for at in range(start, end + 1, every))
    even = _even_ticks(10**low, 10**high, wanted)  # less than a decade: nearly linear
    return tuple(Tick(math.log10(tick.at), tick.label) for tick in even if tick.at > 0)


def _even_ticks(low: float, high: float, wanted: int) -> tuple[Tick, ...]:
    interval = _round((high - low) / wanted)
    places = range(math.ceil(low / interval), math.floor(high / interval) + 1)
    values = [place * interval for place in places] or [(low + high) / 2]
    return tuple(Tick(value, label) for value, label in zip(values, _labels(values), strict=True))


def _labels(values: list[float]) -> list[str]:
    """Return the shortest labels that tell the values apart."""
    largest = max(map(abs, values), default=0.0)
    kind = "g" if largest < 1e-3 or largest >= 1e6 else "f"
    for digits in range(17):
        labels = [f"{value:.{digits}{kind}}" for value in values]
        if len(set(labels)) == len(values) and _tell(labels, values):
            return labels
    return [str(value) for value in values]


def _tell(labels: list[str], values: list[float]) -> bool:
    step = max(values) - min(values) or abs(values[0]) or 1.0
    return all(
        abs(float(label) - value) < 1e-3 * step for label, value in zip(labels, values, strict=True)
    )


def _shown(plot: Plot) -> tuple[list[float], list[float]]:
    """Return the steps and the values that can be drawn, those of bands and raw curves too."""
    first, last = plot.window or (-math.inf, math.inf)
    parts = [part for trace in plot.traces for part in (*trace.parts, *trace.raw)]
    points = [point for part in parts for point in clipped(part, first, last)]
    points += [(x, edge) for trace in plot.traces for x, *edges in trace.band for edge in edges]
    kept = [(x, y) for x, y in points if first <= x <= last and _is_shown(y, is_log=plot.is_log)]
    return [x for x, _ in kept], [y for _, y in kept]


def _is_shown(value: float, *, is_log: bool) -> bool:
    return is_drawable(value) and (value >= SMALLEST or not is_log)


def _whole(first: float, last: float) -> tuple[float, float]:
    return (0 if 0 <= first < 0.2 * last else first), last


def _limits(low: float, high: float, *, is_log: bool) -> tuple[float, float]:
    if is_log:
        low, high = math.log10(low), math.log10(high)
    elif high - low < SMALLEST:
        room = abs(low) / 2 if abs(low) >= SMALLEST else 1.0
        return low - room, high + room
    room = MARGIN * (high - low) or 1.0
    return low - room, high + room


def _decades(low: float, high: float, digits: tuple[int, ...]) -> list[float]:
    powers = range(math.floor(low), math.ceil(high) + 1)
    if len(powers) > 400:
        return []
    values = [digit * 10.0**power for power in powers for digit in digits]
    return [value for value in values if low <= math.log10(value) <= high]


def _round_up(raw: float) -> float:
    """Return the smallest 1, 2 or 5 times a power of ten (and at least 1) that is not below."""
    return _round(max(raw, 1.0))


def _round(raw: float) -> float:
    power = 10.0 ** math.floor(math.log10(raw))
    return next(power * factor for factor in (1, 2, 5, 10, 20) if power * factor >= raw)
