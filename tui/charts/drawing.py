"""Named curves -> coloured text. The only module that knows plotext.

plotext keeps one global figure that accumulates, so every drawing clears it first, and it is never
given raw points: a curve here is at most a few hundred buckets. Its escape codes become styled
spans through a small splitter, which costs a quarter of `Text.from_ansi`.
"""

import math
import re
from collections.abc import Mapping, Sequence

import plotext
from rich.text import Text

from tui.charts.chart_style import ChartSize, Palette

Curve = Sequence[tuple[float, float]]
"""(step, value) in rising steps."""

MARKS = "abcdefgh"
"""One letter a curve, drawn at its end and in the legend: the colour is not needed to read it."""
_SGR = re.compile(r"\x1b\[([0-9;]*)m")


def draw(curves: Mapping[str, Curve], size: ChartSize, palette: Palette, *, log: bool) -> Text:
    """Return the curves as `size.height` lines of text, the exact last step on the x axis.

    Values that a log axis cannot show (zero, negative) and NaN are left out.
    """
    drawn = {name: _drawable(curve, log=log) for name, curve in curves.items()}
    drawn = {name: curve for name, curve in drawn.items() if curve}
    if not drawn or size.width < 20 or size.height < 5:
        return Text("")
    _prepare(size, palette, log=log and not _is_flat(drawn))
    for number, curve in enumerate(drawn.values()):
        _add(curve, number, palette, marked=len(drawn) > 1)
    first = min(curve[0][0] for curve in drawn.values())
    last = max(curve[-1][0] for curve in drawn.values())
    first = 0 if first < 0.2 * last else first
    plotext.xlim(first, last if last > first else first + 1)
    ticks = step_ticks(first, last, size.width - 10)
    plotext.xticks([float(tick) for tick in ticks], [f"{tick:,.0f}" for tick in ticks])
    return _to_text(plotext.build())


def legend(names: Sequence[str], palette: Palette) -> Text:
    """Return one line naming the curves in the order and with the marks that `draw` gives them."""
    line = Text()
    for number, name in enumerate(names):
        if len(names) > 1:
            line.append(f"{MARKS[number % len(MARKS)]} ", style=f"bold {_colour(palette, number)}")
        line.append("━ ", style=_colour(palette, number))
        line.append(f"{name}   ")
    return line


def step_ticks(first: float, last: float, width: int) -> list[float]:
    """Return round steps from `first` on and the exact `last`, apart enough for labels."""
    if last <= first:
        return [last]
    label = len(f"{last:,.0f}") + 3
    wanted = max(1, min(6, width // (label + 4)))
    interval = _round_up((last - first) / wanted)
    start = math.ceil(first / interval) * interval
    count = int((last - start) // interval) + 1
    gap = label * (last - first) / max(width, 1)
    rounds = [start + index * interval for index in range(count)]
    return [tick for tick in rounds if last - tick >= gap] + [last]


def _round_up(raw: float) -> float:
    """Return the smallest 1, 2 or 5 times a power of ten (and at least 1) that is not below."""
    power = 10.0 ** math.floor(math.log10(max(raw, 1.0)))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw)


def _drawable(curve: Curve, *, log: bool) -> list[tuple[float, float]]:
    return [(x, y) for x, y in curve if math.isfinite(y) and (y > 0 or not log)]


def _is_flat(curves: Mapping[str, Curve]) -> bool:
    """Whether all values are one: plotext draws the log axis of such a figure upside down."""
    return len({value for curve in curves.values() for _, value in curve}) == 1


def _prepare(size: ChartSize, palette: Palette, *, log: bool) -> None:
    plotext.clear_figure()
    plotext.theme("clear")
    plotext.plotsize(size.width, size.height)
    plotext.frame(False)
    plotext.xaxes(True, False)
    plotext.yaxes(True, False)
    plotext.ticks_color(_rgb(palette.axis))
    plotext.yscale("log" if log else "linear")


def _add(curve: list[tuple[float, float]], number: int, palette: Palette, *, marked: bool) -> None:
    steps, values = [x for x, _ in curve], [y for _, y in curve]
    colour = _rgb(_colour(palette, number))
    plotext.plot(steps, values, marker="hd", color=colour)
    if marked:
        at = max(0, len(curve) - 1 - number * len(curve) // 16)  # apart, where curves end together
        mark = MARKS[number % len(MARKS)]
        plotext.text(mark, steps[at], values[at], color=colour, style="bold", alignment="right")


def _colour(palette: Palette, number: int) -> str:
    return palette.curves[number % len(palette.curves)]


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _to_text(drawing: str) -> Text:
    """Turn plotext's escape codes (reset, 24-bit foreground, bold) into styled spans."""
    text = Text(no_wrap=True, end="")
    style = ""
    pieces = _SGR.split(drawing.rstrip("\n"))
    for index, piece in enumerate(pieces):
        if index % 2:
            style = _style(piece, style)
        elif piece:
            text.append(piece, style or None)
    return text


def _style(codes: str, current: str) -> str:
    if codes in ("", "0"):
        return ""
    if codes == "1":
        return f"bold {current}"
    parts = codes.split(";")
    if parts[:2] == ["38", "2"]:
        red, green, blue = (int(part) for part in parts[2:5])
        bold = "bold " if current.startswith("bold") else ""
        return f"{bold}#{red:02x}{green:02x}{blue:02x}"
    return current
