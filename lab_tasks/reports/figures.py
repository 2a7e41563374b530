"""Figures: panels of curves as PNG and SVG; the only module that knows matplotlib.

The same curves give the same bytes: no date, no random ids, no settings of the reader's own. A
curve is told by its stroke and marks as well as by its colour (Okabe and Ito's, which people who
see red and green alike tell apart), so it reads in grey print.
"""

import io
import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator
from PIL import Image

from lab_tasks.metrics import is_drawable

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#56B4E9", "#E69F00")
STROKES = ("-", "--", "-.", ":")
MARKS = ("o", "s", "^", "D", "v", "P", "X")
WIDTH_INCHES, PANEL_INCHES = 7.2, 2.7
DOTS_PER_INCH = 110
PALETTE = 32
MARKS_A_CURVE = 8
WIDE = 20
"""Values of which the highest is so many times the lowest need a logarithmic axis."""
_SETTINGS: Any = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana"],  # the first comes with matplotlib
    "font.size": 9,
    "svg.hashsalt": "robolab-tui",
    "svg.fonttype": "none",  # text that can be searched and read aloud
    "text.parse_math": False,  # a dollar sign in a run's title is no formula
    "axes.unicode_minus": False,
    "axes.grid": True,
    "grid.alpha": 0.3,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "path.simplify": True,
}


@dataclass(frozen=True)
class Curve:
    """One line: its name and (step, value) in order; a value that cannot be drawn is a gap."""

    name: str
    points: tuple[tuple[int, float], ...]
    breaks: tuple[int, ...] = ()
    """Steps at which a resumed training went on."""


@dataclass(frozen=True)
class Panel:
    """Curves over one axis."""

    label: str
    curves: tuple[Curve, ...]
    may_be_log: bool = True
    """Whether a wide range of values is drawn on a logarithmic axis."""


def draw(panels: Sequence[Panel], title: str, steps_label: str = "step") -> dict[str, bytes]:
    """Return the panels, one below the other, as `png` and `svg`."""
    with matplotlib.rc_context(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a letter that the font lacks is shown as a box
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_SETTINGS)
        figure = Figure(figsize=(WIDTH_INCHES, 0.6 + PANEL_INCHES * len(panels)))
        figure.suptitle(title, fontsize=10)
        axes: list[Axes] = [*figure.subplots(len(panels), 1, sharex=True, squeeze=False)[:, 0]]
        for panel, place in zip(panels, axes, strict=True):
            _draw_panel(place, panel)
        axes[-1].set_xlabel(steps_label)
        figure.tight_layout()
        figure.align_ylabels(axes)
        return {"png": _png(figure), "svg": _svg(figure)}


def _draw_panel(axes: Axes, panel: Panel) -> None:
    for number, curve in enumerate(panel.curves):
        _draw_curve(axes, curve, number, len(panel.curves))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda step, _: f"{step:,.0f}"))
    is_log = panel.may_be_log and _is_wide([v for curve in panel.curves for _, v in curve.points])
    axes.set_ylabel(f"{panel.label} (log scale)" if is_log else panel.label)
    if is_log:
        axes.set_yscale("log")
        axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5), numticks=9))
        axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.3g}"))
    if len(panel.curves) > 1 or panel.curves[0].breaks:
        axes.legend(frameon=False, fontsize=8)


def _draw_curve(axes: Axes, curve: Curve, number: int, of: int) -> None:
    colour = COLOURS[number % len(COLOURS)]
    steps, values = zip(*curve.points, strict=True)
    every = max(1, len(steps) // MARKS_A_CURVE)
    axes.plot(
        steps,
        [value if is_drawable(value) else math.nan for value in values],
        color=colour,
        linestyle=STROKES[number % len(STROKES)],
        linewidth=1.3,
        marker=MARKS[number % len(MARKS)],
        markersize=4,
        markevery=(number * every // of, every),
        label=f" {curve.name}",  # a name that begins with an underscore would be left out
    )
    for at, step in enumerate(curve.breaks):
        label = " went on from a checkpoint" if at == 0 else None
        axes.axvline(step, color=colour, linestyle=(0, (1, 2)), linewidth=1, label=label)


def _is_wide(values: Sequence[float]) -> bool:
    drawn = [value for value in values if is_drawable(value)]
    return bool(drawn) and min(drawn) > 0 and max(drawn) > WIDE * min(drawn)


def _png(figure: Figure) -> bytes:
    """Return the figure as PNG; with a palette it takes a quarter of the bytes, to be committed."""
    drawn, small = io.BytesIO(), io.BytesIO()
    figure.savefig(drawn, format="png", dpi=DOTS_PER_INCH)
    with Image.open(drawn) as picture:
        palette = picture.convert("RGB").quantize(PALETTE, dither=Image.Dither.NONE)
    palette.save(small, "PNG", optimize=True)
    return small.getvalue()


def _svg(figure: Figure) -> bytes:
    drawn = io.BytesIO()
    figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
    return drawn.getvalue()
