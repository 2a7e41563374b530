"""A Plot -> coloured text. The only module that knows plotext.

plotext keeps one global figure that accumulates, so every drawing clears it first, and it is never
given raw points: a curve here is at most a few hundred. Its own log axis draws a flat curve upside
down, so it is given logarithms. Its escape codes become styled spans through a small splitter,
which costs a quarter of `Text.from_ansi`.
"""

import re
from collections.abc import Mapping, Sequence

import plotext
from rich.text import Text

from tui.charts.axes import Axes, axes_of
from tui.charts.chart_style import ChartSize, Palette
from tui.charts.plot import Plot, Trace
from tui.charts.raster import Cell, band_cells, block_cells, dot_cells

Curve = Sequence[tuple[float, float]]
"""(step, value) in rising steps."""

MARKS = "abcdefghijklmnopqrstuvwxyz"
"""One letter a curve, drawn at its end and in the legend: the colour is not needed to read it."""
FAINT, BAND, SEAM, CURSOR, ALARM = "·", "░", "┆", "│", "╎"
_SGR = re.compile(r"\x1b\[([0-9;]*)m")


def draw(curves: Mapping[str, Curve], size: ChartSize, palette: Palette, *, log: bool) -> Text:
    """Return plain curves as `size.height` lines of text; see `draw_plot`."""
    traces = tuple(Trace(name, (tuple(curve),)) for name, curve in curves.items())
    return draw_plot(Plot(traces, is_log=log), size, palette)


def draw_plot(plot: Plot, size: ChartSize, palette: Palette) -> Text:
    """Return a plot as `size.height` lines of text, the exact last step on the x axis.

    Values that a log axis cannot show (zero, negative) and NaN are left out. Empty: there is
    nothing to draw, or no room for it.
    """
    axes = axes_of(plot, size)
    if axes is None:
        return Text("")
    _prepare(axes, size, palette)
    numbered = [
        (place if trace.number is None else trace.number, trace)
        for place, trace in enumerate(plot.traces)
    ]
    for number, trace in numbered:
        _put(band_cells(trace.band, axes, BAND), axes, palette.behind(number))
    for number, trace in numbered:
        _put(dot_cells(trace.raw, axes, FAINT), axes, palette.behind(number))
    _columns(plot, axes, palette)
    for number, trace in numbered:
        _put(block_cells(trace.parts, axes), axes, palette.curve(number))
    if len(plot.traces) > 1:
        _letters(numbered, axes, palette)
    return _to_text(plotext.build())


def legend(names: Sequence[str], palette: Palette) -> Text:
    """Return one line naming the curves in the order and with the marks that `draw` gives them."""
    return legend_of(tuple(Trace(name, ()) for name in names), palette)


def legend_of(traces: Sequence[Trace], palette: Palette, *, lettered: bool | None = None) -> Text:
    """Return one line naming the curves of a plot, with their marks and what they are.

    `lettered`: whether each bears its letter; None: where there are several.
    """
    lettered = len(traces) > 1 if lettered is None else lettered
    line = Text(no_wrap=True, overflow="ellipsis")
    for place, trace in enumerate(traces):
        number = place if trace.number is None else trace.number
        if lettered:
            line.append(f"{mark_of(number)} ", style=f"bold {palette.curve(number)}")
        line.append("━ ", style=palette.curve(number))
        line.append(f"{trace.name}   ")
        if trace.note:
            line.right_crop(2)
            line.append(f"{trace.note}   ", style=palette.axis)
    return line


def mark_of(number: int) -> str:
    """Return the letter of a curve."""
    return MARKS[number % len(MARKS)]


def _prepare(axes: Axes, size: ChartSize, palette: Palette) -> None:
    plotext.clear_figure()
    plotext.limit_size(False, False)  # it takes the terminal for 80x24 where it sees none
    plotext.theme("clear")
    plotext.plotsize(size.width, size.height)
    plotext.frame(False)
    plotext.xaxes(True, False)
    plotext.yaxes(True, False)
    plotext.ticks_color(_rgb(palette.axis))
    plotext.xlim(axes.first, axes.last)
    plotext.ylim(axes.low, axes.high)
    plotext.xticks([tick.at for tick in axes.x_ticks], [tick.label for tick in axes.x_ticks])
    plotext.yticks([tick.at for tick in axes.y_ticks], [tick.label for tick in axes.y_ticks])


def _put(cells: Sequence[Cell], axes: Axes, colour: str) -> None:
    if cells:
        steps, values = axes.column_steps(), axes.row_values()
        plotext.scatter(
            [steps[cell.column] for cell in cells],
            [values[cell.row] for cell in cells],
            marker=[cell.mark for cell in cells],
            color=_rgb(colour),
        )


def _columns(plot: Plot, axes: Axes, palette: Palette) -> None:
    columns = [(step, SEAM, palette.axis) for step in plot.seams]
    columns += [(step, ALARM, palette.alarm) for step in plot.alarms]
    columns += [(plot.cursor, CURSOR, palette.cursor)] if plot.cursor is not None else []
    rows = axes.row_values()
    for step, mark, colour in columns:
        if axes.first <= step <= axes.last:
            plotext.scatter([step] * len(rows), rows, marker=mark, color=_rgb(colour))
    for step in plot.alarms:
        if axes.first <= step <= axes.last:
            plotext.text("!", step, axes.high, color=_rgb(palette.alarm), style="bold")


def _letters(numbered: Sequence[tuple[int, Trace]], axes: Axes, palette: Palette) -> None:
    """Write each curve's letter at its end, or before it where another letter stands."""
    taken: list[tuple[int, int]] = []
    for number, trace in numbered:
        shown = [
            (x, y)
            for x, value in trace.points
            if axes.first <= x <= axes.last and (y := axes.scaled(value)) is not None
        ]
        for x, y in reversed(shown):
            cell = axes.cell(x, y)
            if all(abs(cell[0] - other) > 2 or abs(cell[1] - row) > 1 for other, row in taken):
                taken.append(cell)
                colour = _rgb(palette.curve(number))
                plotext.text(mark_of(number), x, y, color=colour, style="bold", alignment="right")
                break


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
