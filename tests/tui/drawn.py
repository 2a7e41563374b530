"""Charts as one text, for tests."""

from collections.abc import Mapping, Sequence

from rich.text import Text

from tui.charts.chart_style import ChartSize, Palette
from tui.charts.drawing import draw_lines, legend_of
from tui.charts.plot import Plot, Trace


def draw(
    curves: Mapping[str, Sequence[tuple[float, float]]],
    size: ChartSize,
    palette: Palette,
    *,
    log: bool,
) -> Text:
    """Draw plain curves; (step, value) in rising steps."""
    traces = tuple(Trace(name, (tuple(curve),)) for name, curve in curves.items())
    return draw_plot(Plot(traces, is_log=log), size, palette)


def draw_plot(plot: Plot, size: ChartSize, palette: Palette) -> Text:
    return Text("\n", end="").join(draw_lines(plot, size, palette))


def legend(names: Sequence[str], palette: Palette) -> Text:
    return legend_of(tuple(Trace(name, ()) for name in names), palette)
