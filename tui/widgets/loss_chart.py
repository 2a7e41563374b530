"""A chart that is drawn again at most once a second, and only when something is new."""

from collections.abc import Mapping

from rich.text import Text
from textual import events
from textual.widgets import Static

from tui.charts.chart_style import ChartSize, palette_of

REDRAW_S = 1.0


class LossChart(Static):
    """Curves over true steps; the axis is linear or logarithmic."""

    DEFAULT_CSS = "LossChart { height: 1fr; min-height: 6; }"

    def __init__(self, *, id: str | None = None, is_log: bool = False) -> None:
        """Begin empty."""
        super().__init__(id=id, markup=False)
        self.is_log = is_log
        self.drawn_curves: Mapping[str, tuple[tuple[float, float], ...]] = {}
        self._dirty = False

    def on_mount(self) -> None:
        """Redraw when dirty, once a second."""
        self.set_interval(REDRAW_S, self._redraw_if_dirty)
        self.app.theme_changed_signal.subscribe(self, lambda _: self.redraw())

    def show(self, curves: Mapping[str, tuple[tuple[float, float], ...]]) -> None:
        """Take new curves; the first ones are drawn at once."""
        was_empty = not self.drawn_curves
        self.drawn_curves = curves
        self._dirty = True
        if was_empty or not curves:
            self.redraw()

    def toggle_log(self) -> bool:
        """Switch the axis; return whether it is logarithmic now."""
        self.is_log = not self.is_log
        self.redraw()
        return self.is_log

    def on_resize(self, event: events.Resize) -> None:
        """Fit the drawing to the new size."""
        self.redraw()

    def redraw(self) -> None:
        """Draw now."""
        self._dirty = False
        if not self.drawn_curves:
            self.update(Text(""))
            return
        from tui.charts.drawing import draw, legend

        palette = palette_of(self.app.theme_variables)
        width, height = self.content_size
        drawing = draw(self.drawn_curves, ChartSize(width, height - 1), palette, log=self.is_log)
        named = legend(list(self.drawn_curves), palette)
        named.append("(log)" if self.is_log else "", "dim")
        named.no_wrap = True
        self.update(Text("\n", no_wrap=True).join([named, drawing]))

    def _redraw_if_dirty(self) -> None:
        if self._dirty:
            self.redraw()
