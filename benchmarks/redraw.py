"""Seconds of one redraw of a loss curve: from a Series to the text that a widget shows."""

import random
import statistics
import time

from lab_tasks.metrics import Series
from tui.chart_style import ChartSize, Palette
from tui.charts import draw
from tui.curves import curve_of

REPEATS = 30


def redraw_s(points: int) -> float:
    """Return the median of drawing a curve of `points` values at 120x30."""
    series = Series()
    noise = random.Random(1)
    for step in range(points):
        series.add(step, 1 / (1 + step / 1000) + noise.random() / 10)
    palette = Palette(axis="#808080", curves=("#7aa2f7", "#e0af68"))
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        draw({"loss": curve_of(series)}, ChartSize(120, 30), palette, log=False)
        times.append(time.perf_counter() - started)
    return statistics.median(times)
