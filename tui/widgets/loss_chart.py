"""The curve beside a Run and those of a comparison: few points, a gap where a Run was resumed."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from rich.text import Text

from tui.charts.chart_style import ChartSize, palette_of
from tui.charts.plot import Plot, Points, Trace
from tui.widgets.live_chart import LiveChart

NO_SEAMS: Mapping[str, tuple[int, ...]] = MappingProxyType({})


class LossChart(LiveChart):
    """Curves over true steps; the axis is linear or logarithmic."""

    DEFAULT_CSS = "LossChart { height: 1fr; min-height: 6; }"

    def __init__(self, *, id: str | None = None, is_log: bool = False) -> None:
        """Begin empty."""
        super().__init__(id=id)
        self.is_log = is_log
        self.drawn_curves: Mapping[str, Points] = {}
        self._seams = NO_SEAMS

    def show(
        self, curves: Mapping[str, Points], seams: Mapping[str, tuple[int, ...]] = NO_SEAMS
    ) -> None:
        """Take new curves; the first ones are drawn at once.

        `seams`: by the curve's name, the steps after which a resumed part begins; a gap is left.
        """
        was_empty = not self.drawn_curves
        self.drawn_curves, self._seams = curves, seams
        if was_empty or not curves:
            self.redraw()
        else:
            self.redraw_soon()

    def toggle_log(self) -> bool:
        """Switch the axis; return whether it is logarithmic now."""
        self.is_log = not self.is_log
        self.redraw()
        return self.is_log

    def drawing(self) -> Sequence[Text]:
        """Return the legend above the curves."""
        if not self.drawn_curves:
            return ()
        from tui.charts.drawing import draw_lines, legend_of

        palette = palette_of(self.app.theme_variables)
        width, height = self.content_size
        plot = self._plot()
        named = legend_of(plot.traces, palette)
        named.append("(log)" if self.is_log else "", "dim")
        return (named, *draw_lines(plot, ChartSize(width, height - 1), palette))

    def _plot(self) -> Plot:
        traces = tuple(
            Trace(name, split(curve, self._seams.get(name, ())))
            for name, curve in self.drawn_curves.items()
        )
        seams = tuple(step for steps in self._seams.values() for step in steps)
        return Plot(traces, is_log=self.is_log, seams=seams)


def split(curve: Points, seams: tuple[int, ...]) -> tuple[Points, ...]:
    """Return the curve in the parts before, between and after the seams."""
    parts, rest = [], curve
    for seam in sorted(seams):
        parts.append(tuple(point for point in rest if point[0] <= seam))
        rest = tuple(point for point in rest if point[0] > seam)
    return tuple(part for part in (*parts, rest) if part)
