"""Seconds of one redraw of the curves: from Series to the text that a widget shows."""

import random
import statistics
import time

from lab_tasks.metrics import Series
from tui.charts.chart_style import ChartSize, Palette
from tui.charts.curves import curve_of
from tui.charts.drawing import draw

REPEATS = 30
SIZE = ChartSize(120, 30)
PALETTE = Palette(axis="#808080", curves=("#7aa2f7", "#e0af68", "#8fbf87", "#c58fd0"))


def redraw_s(points: int, curves: int = 1) -> float:
    """Return the median of drawing so many curves of `points` values each, at 120x30."""
    series = {f"policy {number}": _falling(points, number) for number in range(curves)}
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        drawn = {name: curve_of(each) for name, each in series.items()}
        draw(drawn, SIZE, PALETTE, log=False)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def _falling(points: int, seed: int) -> Series:
    series, noise = Series(), random.Random(seed)
    for step in range(points):
        series.add(step, 1 / (1 + step / 1000) + noise.random() / 10)
    return series
