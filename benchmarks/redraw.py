"""`python -m benchmarks.redraw [--quick]`: CPU seconds of one redraw, from Series to coloured text.

One curve of a million points, four, a zoom into one, four smoothed, and against 10,000 points:
what a curve costs must not depend on its length. plotext on raw points is the peer.
"""

import itertools
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from benchmarks.row import Row
from lab_tasks.metrics import Series
from tui.charts.chart_style import ChartSize, Palette, palette_of
from tui.charts.curves import Look, trace_of
from tui.charts.drawing import draw_lines
from tui.charts.plot import Plot

REPEATS = 30
SIZE = ChartSize(120, 30)
COLUMNS = 112
"""Of the 120, what the labels of the axis leave."""
PLAIN = Look(columns=COLUMNS)
LONG, SHORT, RAW = 1_000_000, 10_000, 100_000
PALETTE = palette_of({"plot-0": "#7aa2f7", "plot-1": "#d9b26f", "surface": "#171a25"})
Reading = Callable[[], object]
_number = itertools.count()


def rows(*, quick: bool = False) -> list[Row]:
    """Measure; `quick`: with a tenth of the points."""
    length = LONG // 10 if quick else LONG
    curves = [_falling(length, seed) for seed in range(4)]
    short = _falling(SHORT, 0)
    window = (length // 2, length // 2 + length // 500)
    one, same, few, four, zoomed, smooth = _in_turns(
        lambda: redraw(curves[:1]),
        lambda: redraw(curves[:1], palette=PALETTE),
        lambda: redraw([short]),
        lambda: redraw(curves),
        lambda: redraw(curves[:1], Look(window, columns=COLUMNS)),
        lambda: redraw(curves, Look(smoothing=0.9, columns=COLUMNS)),
    )
    raw = _seconds(lambda: _raw_plotext(RAW // 10 if quick else RAW))
    name = f"redraw at 120x30, {length:,} points a curve"
    peer = f"plotext on {RAW // 10 if quick else RAW:,} raw points"
    return [
        Row(f"{name}: one curve", peer, _ms(one), _ms(raw), f"{one / raw:.3f}", "under 16 ms"),
        Row(f"{name}: one curve, the same picture again", "", _ms(same), "", "", ""),
        Row(f"{name}: four curves", "", _ms(four), "", "", "under 33 ms"),
        Row(
            f"{name}: one curve against {SHORT:,} points",
            f"{SHORT:,} points",
            _ms(one),
            _ms(few),
            f"{one / few:.2f}",
            "1.3 or better",
        ),
        Row(f"{name}: a zoom to {window[1] - window[0]:,} steps", "", _ms(zoomed), "", "", ""),
        Row(f"{name}: four curves, smoothed", "", _ms(smooth), "", "", ""),
    ]


def redraw(curves: list[Series], look: Look = PLAIN, palette: Palette | None = None) -> None:
    """Draw these curves once, as the monitor does; by default a picture never drawn before."""
    traces = tuple(trace_of(f"policy {n}", [each], look) for n, each in enumerate(curves))
    colours = palette or replace(PALETTE, axis=f"#{next(_number):06x}")
    draw_lines(Plot(traces, window=look.window), SIZE, colours)


def _in_turns(*readings: Reading) -> list[float]:
    """Return each median in seconds; in turns, so that a slow moment falls on all."""
    for reading in readings:
        reading()  # once unmeasured
    rounds = [[_seconds(reading) for reading in readings] for _ in range(REPEATS)]
    return [statistics.median(each) for each in zip(*rounds, strict=True)]


def _seconds(reading: Reading) -> float:
    started = time.process_time()  # nothing here waits, and other programs do not count
    reading()
    return time.process_time() - started


def _raw_plotext(points: int) -> None:
    import plotext

    noise = random.Random(0)
    plotext.clear_figure()
    plotext.limit_size(False, False)
    plotext.plotsize(SIZE.width, SIZE.height)
    plotext.plot([_value(step, noise) for step in range(points)], marker="hd")
    plotext.build()


def _falling(points: int, seed: int) -> Series:
    series, noise = Series(), random.Random(seed)
    for start in range(0, points, 10_000):
        steps = range(start, min(start + 10_000, points))
        series.extend(steps, [_value(step, noise) for step in steps])
    return series


def _value(step: int, noise: random.Random) -> float:
    return 1 / (1 + step / 1000) + noise.random() / 10


def _ms(seconds: float) -> str:
    return f"{seconds * 1e3:.1f} ms"


if __name__ == "__main__":
    print("\n".join(map(str, rows(quick="--quick" in sys.argv))))
