"""From Series to what the chart draws: few points, and the exact newest one."""

import math
from collections.abc import Mapping

from lab_tasks.metrics import Point, Series

POINTS = 120
"""Points of one curve: more than a chart has columns, few enough to draw in a frame."""
PREFERRED = ("loss", "reward", "max_reward", "success")


def curve_of(series: Series) -> tuple[Point, ...]:
    """Return at most about `POINTS` points by step, ending in the newest value."""
    points = series.points(POINTS)
    step, value = series.last_step, series.last_value
    if step is None or value is None or not math.isfinite(value):
        return points
    newest = (step, value)
    return points if points and points[-1] == newest else (*points, newest)


def main_metric(series: Mapping[str, Series]) -> str | None:
    """Return the metric to draw first: the loss where there is one; None when there is nothing."""
    preferred = [name for name in PREFERRED if name in series]
    return next(iter([*preferred, *series]), None)
