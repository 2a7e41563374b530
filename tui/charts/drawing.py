"""A Plot -> coloured lines. The only module that knows plotext.

plotext keeps one global figure that accumulates, so every drawing clears it first, and it is never
given raw points: a curve here is at most a few hundred cells, and a Picture that was drawn a moment
ago is not drawn again. Its own log axis draws a flat curve upside down, so it is given cells. Its
escape codes become styled spans through a small splitter, which costs a quarter of
`Text.from_ansi`.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import plotext
from rich.text import Text

from tui.charts.axes import Axes, axes_of
from tui.charts.chart_style import ChartSize, Palette
from tui.charts.plot import Plot, Trace
from tui.charts.raster import Cell, band_cells, block_cells, dot_cells

Numbered = Sequence[tuple[int, Trace]]
"""Curves, each with the number of its letter and its colour."""
Label = tuple[int, str]
"""The column or the row of a tick, and what stands beside it."""

MARKS = "abcdefghijklmnopqrstuvwxyz"
"""One letter a curve, drawn at its end and in the legend: the colour is not needed to read it."""
FAINT, BAND, SEAM, CURSOR, ALARM = "·", "░", "┆", "│", "╎"
NEWEST = "\0"
"""Stands in a Picture for each digit of the newest step, which alone may be another each second."""
_SGR = re.compile(r"\x1b\[([0-9;]*)m")


class Layer(NamedTuple):
    """Cells of one colour; later layers lie upon earlier ones."""

    cells: tuple[Cell, ...]
    colour: str
    is_bold: bool = False


class Picture(NamedTuple):
    """All that plotext is told of one drawing, in cells."""

    size: ChartSize
    columns: int
    rows: int
    x_labels: tuple[Label, ...]
    y_labels: tuple[Label, ...]
    axis_colour: str
    layers: tuple[Layer, ...]


def draw_lines(plot: Plot, size: ChartSize, palette: Palette) -> tuple[Text, ...]:
    """Return a plot as `size.height` lines, the exact newest step on the x axis.

    Values that a log axis cannot show (zero, negative) and NaN are left out. Empty: there is
    nothing to draw, or no room for it. The lines are shared: nobody may change them.
    """
    axes = axes_of(plot, size)
    if axes is None:
        return ()
    newest = axes.x_ticks[-1].label
    *lines, steps = _drawn(_picture(plot, axes, size, palette))
    labelled = Text(
        steps.plain.replace(NEWEST * len(newest), newest), end="", spans=list(steps.spans)
    )
    return (*lines, labelled)


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


def _picture(plot: Plot, axes: Axes, size: ChartSize, palette: Palette) -> Picture:
    numbered = [
        (place if trace.number is None else trace.number, trace)
        for place, trace in enumerate(plot.traces)
    ]
    layers = [Layer(_bands(t, axes), palette.behind(number)) for number, t in numbered]
    layers += [Layer(_faint(t, axes), palette.behind(number)) for number, t in numbered]
    layers += _columns(plot, axes, palette)
    layers += [Layer(_strong(t, axes), palette.curve(number)) for number, t in numbered]
    layers += _letters(numbered, axes, palette) if len(numbered) > 1 else []
    *rounds, newest = [(axes.cell(tick.at, axes.low)[0], tick.label) for tick in axes.x_ticks]
    return Picture(
        size=size,
        columns=axes.columns,
        rows=axes.rows,
        x_labels=(*rounds, (newest[0], NEWEST * len(newest[1]))),
        y_labels=tuple((axes.cell(axes.first, tick.at)[1], tick.label) for tick in axes.y_ticks),
        axis_colour=palette.axis,
        layers=tuple(layer for layer in layers if layer.cells),
    )


def _bands(trace: Trace, axes: Axes) -> tuple[Cell, ...]:
    return tuple(band_cells(trace.band, axes, BAND))


def _faint(trace: Trace, axes: Axes) -> tuple[Cell, ...]:
    return tuple(dot_cells(trace.raw, axes, FAINT))


def _strong(trace: Trace, axes: Axes) -> tuple[Cell, ...]:
    return tuple(block_cells(trace.parts, axes))


def _columns(plot: Plot, axes: Axes, palette: Palette) -> list[Layer]:
    columns = [(step, SEAM, palette.axis) for step in plot.seams]
    columns += [(step, ALARM, palette.alarm) for step in plot.alarms]
    columns += [(plot.cursor, CURSOR, palette.cursor)] if plot.cursor is not None else []
    shown = [each for each in columns if axes.first <= each[0] <= axes.last]
    layers = [Layer(_column(step, mark, axes), colour) for step, mark, colour in shown]
    alarms = (step for step in plot.alarms if axes.first <= step <= axes.last)
    heads = tuple(_column(step, "!", axes)[-1] for step in alarms)
    return [*layers, Layer(heads, palette.alarm, is_bold=True)]


def _column(step: float, mark: str, axes: Axes) -> tuple[Cell, ...]:
    column, _ = axes.cell(step, axes.low)
    return tuple(Cell(column, row, mark) for row in range(axes.rows))


def _letters(numbered: Numbered, axes: Axes, palette: Palette) -> list[Layer]:
    """Write each curve's letter at its end, or before it where another letter stands."""
    taken: list[tuple[int, int]] = []
    layers = []
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
                letter = Cell(*cell, mark_of(number))
                layers.append(Layer((letter,), palette.curve(number), is_bold=True))
                break
    return layers


@lru_cache(maxsize=8)
def _drawn(picture: Picture) -> tuple[Text, ...]:
    plotext.clear_figure()
    plotext.limit_size(False, False)  # it takes the terminal for 80x24 where it sees none
    plotext.theme("clear")
    plotext.plotsize(picture.size.width, picture.size.height)
    plotext.frame(False)
    plotext.xaxes(True, False)
    plotext.yaxes(True, False)
    plotext.ticks_color(_rgb(picture.axis_colour))
    plotext.xlim(0, max(picture.columns - 1, 1))
    plotext.ylim(0, max(picture.rows - 1, 1))
    plotext.xticks(*_apart(picture.x_labels))
    plotext.yticks(*_apart(picture.y_labels))
    for layer in picture.layers:
        columns, rows, marks = map(list, zip(*layer.cells, strict=True))
        style = "bold" if layer.is_bold else None
        plotext.scatter(columns, rows, marker=marks, color=_rgb(layer.colour), style=style)
    return tuple(_to_text(plotext.build()).split("\n"))


def _apart(labels: Sequence[Label]) -> tuple[list[int], list[str]]:
    return [place for place, _ in labels], [label for _, label in labels]


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
