"""The line under the chart: the cursor's step and the exact value of each curve there."""

from collections.abc import Sequence

from rich.text import Text

from lab_tasks.metrics import Hole, Point, Series
from tui.charts.chart_style import Palette
from tui.charts.drawing import CURSOR, mark_of
from tui.monitor.entries import Entry, seeds_of
from tui.monitor.source import SourceState
from tui.words import formats


def read_out(
    cursor: int,
    shown: Sequence[tuple[int, Entry]],
    states: Sequence[SourceState],
    metric: str,
    palette: Palette,
) -> Text:
    """Return the measured values nearest to the cursor; where another step was measured, which.

    Of a group: the mean of its seeds, the lowest and the highest.
    """
    line = Text(f"{CURSOR} step {cursor:,}", palette.cursor, no_wrap=True, overflow="ellipsis")
    for number, entry in shown:
        points = [near for seed in seeds_of(entry, states, metric) if (near := _near(seed, cursor))]
        if points:
            line.append(f"   {mark_of(number)} ", f"bold {palette.curve(number)}")
            line.append(_words(points, cursor))
    return line


def _words(points: Sequence[Point], cursor: int) -> str:
    values = [value for _, value in points]
    if len(values) > 1:
        mean = formats.value(sum(values) / len(values))
        return f"{mean} ({formats.value(min(values))}–{formats.value(max(values))})"
    step, value = points[0]
    return formats.value(value) + (f" at {step:,}" if step != cursor else "")


def _near(parts: Sequence[Series], step: int) -> Point | None:
    """Return what was measured nearest to a step, be it NaN or infinite."""
    found = [point for part in parts if (point := part.at(step))]
    near = min(found, key=lambda point: abs(point[0] - step), default=None)
    holes = [_in_hole(hole, step) for part in parts for hole in part.holes]
    missing = min(holes, key=lambda point: abs(point[0] - step), default=None)
    if near is None or missing is None:
        return near
    return missing if abs(missing[0] - step) < abs(near[0] - step) else near


def _in_hole(hole: Hole, step: int) -> Point:
    first, last, value = hole
    return min(max(step, first), last), value
