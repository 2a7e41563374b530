"""From Series to what a chart draws: few points at each zoom, and the exact newest one."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lab_tasks.metrics import Hole, Point, Series, is_drawable
from lab_tasks.runs.follow import Update
from tui.charts.bands import BAND_WORDS, BandKind, Seed, grouped
from tui.charts.plot import Points, Trace
from tui.charts.smoothing import smoothed

POINTS = 120
"""Points of one curve: more than a chart has columns, few enough to draw in a frame."""
_FARTHER = 8
PREFERRED = ("loss", "reward", "max_reward", "success", "eval_success")


@dataclass(frozen=True)
class Look:
    """How curves are looked at."""

    window: tuple[int, int] | None = None
    """First and last step; None: all of it."""
    smoothing: float = 0.0
    """Share of the past in each point, 0 to below 1; 0: the values as they are."""
    band: BandKind = "range"
    columns: int = POINTS
    """Cells that the curve will fill."""


def curve_of(series: Series) -> tuple[Point, ...]:
    """Return at most about `POINTS` points by step, ending in the newest value."""
    points = series.points(POINTS)
    step, value = series.last_step, series.last_value
    if step is None or value is None or not is_drawable(value):
        return points
    newest = (step, value)
    return points if points and points[-1] == newest else (*points, newest)


def parts_of(update: Update, metric: str) -> tuple[Series, ...]:
    """Return a metric of a Run and of those before from which it went on, oldest first."""
    parts = [*(part.series for part in update.earlier), update.series]
    return tuple(part[metric] for part in parts if metric in part and part[metric].count)


def curve_of_run(update: Update, metric: str) -> tuple[Point, ...]:
    """Return a metric of a Run as `curve_of` does, the parts before it first."""
    return tuple(point for part in parts_of(update, metric) for point in curve_of(part))


def seams_of(update: Update) -> tuple[int, ...]:
    """Return the steps at which a resumed part begins."""
    return tuple(part.until_step for part in update.earlier)


def trace_of(name: str, parts: Sequence[Series], look: Look, number: int | None = None) -> Trace:
    """Return the curve of one training, with a gap where it was resumed or was no number.

    Smoothed, it is made of the means of 1,000 stretches at most, whatever the zoom, and the exact
    lows and highs stand behind it.
    """
    exact = tuple(piece for part in parts for piece in _pieces(_exact(part, look), part.holes))
    if not look.smoothing:
        return Trace(name, exact, number=number)
    smooth = tuple(
        piece
        for part in parts
        for piece in _pieces(smoothed(part.means(), look.smoothing), part.holes)
    )
    return Trace(name, smooth, raw=exact, number=number)


def group_trace(name: str, seeds: Sequence[Seed], look: Look, number: int | None = None) -> Trace:
    """Return the mean of several seeds with its band; the legend says which band it is."""
    group = grouped(seeds, look.band, look.window, 2 * look.columns)
    note = f"mean of {len(seeds)} seeds, {BAND_WORDS[look.band]}"
    if group.beyond:
        note += ", faint: not all of them"
    if not look.smoothing:
        return Trace(name, (group.mean,), group.beyond, group.band, note, number)
    smooth = smoothed(group.mean, look.smoothing)
    return Trace(name, (smooth,), (group.mean, *group.beyond), group.band, note, number)


def main_metric(series: Mapping[str, Series]) -> str | None:
    """Return the metric to draw first: the loss where there is one; None when there is nothing."""
    preferred = [name for name in PREFERRED if name in series]
    return next(iter([*preferred, *series]), None)


def _exact(series: Series, look: Look) -> Points:
    """Return the lows and highs of each column; in a deep zoom, what lies beside it as well.

    The lines that lead out of the window then reach its edge.
    """
    limit = 2 * look.columns
    if look.window is None:
        return series.points(limit)
    first, last = look.window
    inside = series.points(limit, first, last)
    if len(inside) >= look.columns:
        return inside
    return (*_before(series, first, last), *inside, *_after(series, first, last))


def _pieces(points: Points, holes: Sequence[Hole]) -> list[Points]:
    """Return the points cut where a hole lies between two of them."""
    if not points:
        return []
    steps = [step for step, _ in points]
    cuts = set()
    for first, last, _ in holes:
        at = bisect_right(steps, first)
        if at < len(steps) and last <= steps[at]:
            cuts.add(at)
    ends = [0, *sorted(cuts - {0}), len(points)]
    return [points[start:end] for start, end in pairwise(ends)]


def _before(series: Series, first: int, last: int) -> Points:
    """Return the point before a window, when there is one not too far away."""
    widths = (_FARTHER**times * (last - first + 1) for times in range(8))
    sought = (series.points(first=first - width, last=first - 1) for width in widths)
    return next((points[-1:] for points in sought if points), ())


def _after(series: Series, first: int, last: int) -> Points:
    widths = (_FARTHER**times * (last - first + 1) for times in range(8))
    sought = (series.points(first=last + 1, last=last + width) for width in widths)
    return next((points[:1] for points in sought if points), ())
