"""The monitor's chart: the metrics, the legend, the curves, and what the cursor stands on."""

from collections.abc import Sequence

from rich.text import Text
from textual import events
from textual.message import Message

from tui.charts.axes import axes_of
from tui.charts.chart_style import ChartSize, Palette, palette_of
from tui.charts.plot import Plot
from tui.monitor.entries import Entry, metrics_of
from tui.monitor.picture import plot_of, shown_entries, shown_metric
from tui.monitor.source import SourceState
from tui.monitor.view import View
from tui.widgets.live_chart import LiveChart

LEAST_ROWS = 6
"""Rows that the curves keep: on a low screen the legend goes first."""
LABELS = 8
"""Cells beside the curves that the labels of the axis take, about."""


class MonitorChart(LiveChart):
    """Draws entries as the view says."""

    DEFAULT_CSS = "MonitorChart { height: 1fr; min-height: 6; }"

    class StepChosen(Message):
        """A step was clicked."""

        def __init__(self, step: int) -> None:
            """Carry the step in the middle of the column."""
            super().__init__()
            self.step = step

    def __init__(self, *, id: str | None = None) -> None:
        """Begin empty."""
        super().__init__(id=id)
        self.plot = Plot(())
        """What was drawn last."""
        self._entries: tuple[Entry, ...] = ()
        self._states: tuple[SourceState, ...] = ()
        self._view = View()
        self._values: tuple[object, ...] = ()

    def show(self, entries: tuple[Entry, ...], states: tuple[SourceState, ...], view: View) -> None:
        """Take what is known now. Another view is drawn at once, new values within a second."""
        is_first, is_other = not self.plot.traces, view != self._view
        values = tuple(map(_values_of, states))
        is_new = (values, entries) != (self._values, self._entries)
        self._entries, self._states, self._view, self._values = entries, states, view, values
        if is_first or is_other:
            self.redraw()
        elif is_new:  # else only a clock beside the chart went on
            self.redraw_soon()

    def drawing(self) -> Sequence[Text]:
        """Return legend, metrics and read-out above the curves."""
        from tui.charts.drawing import draw_lines

        width, height = self.content_size
        palette = palette_of(self.app.theme_variables)
        self.plot = plot_of(self._view, self._entries, self._states, max(20, width - LABELS))
        metric = shown_metric(self._view, self._states)
        if metric is None or not self.plot.traces:
            return self.folded(self._nothing(), width)
        room = max(0, height - LEAST_ROWS)
        lines = self._lines(metric, palette, width)[-room:] if room else []
        drawn = draw_lines(self.plot, ChartSize(width, height - len(lines)), palette)
        return (*lines, *(drawn or self.folded(self._nothing(), width)))

    def _lines(self, metric: str, palette: Palette, width: int) -> list[Text]:
        """Return what stands above the curves, what is needed most last."""
        from tui.charts.drawing import legend_of
        from tui.monitor.read_out import read_out

        named = legend_of(self.plot.traces, palette)
        if named.cell_len > width:  # the list below has the names; what a band is stands only here
            noted = [trace for trace in self.plot.traces if trace.note]
            named = legend_of(noted, palette, lettered=True)
        lines = [named, self._metrics(metric)]
        if self._view.cursor is not None:
            shown = shown_entries(self._view, self._entries)
            lines.append(read_out(self._view.cursor, shown, self._states, metric, palette))
        for line in lines:
            line.truncate(width, overflow="ellipsis")
        return [line for line in lines if line]

    def on_click(self, event: events.Click) -> None:
        """Tell which step was clicked; none beside the curves."""
        axes = axes_of(self.plot, ChartSize(*self.content_size))
        if axes is None:
            return
        column = event.x - (self.content_size.width - axes.columns)
        if 0 <= column < axes.columns:
            self.post_message(self.StepChosen(round(axes.column_steps()[column])))

    def _metrics(self, metric: str) -> Text:
        """Return the names of all metrics, the one that is drawn in brackets."""
        from lab_tasks.sanitise import clean_line

        colours = self.app.theme_variables
        line = Text()
        for name in _around(metric, metrics_of(self._states)):
            is_shown = name == metric
            words = f"[{clean_line(name, 24)}]" if is_shown else f" {clean_line(name, 24)} "
            line.append(words, f"bold {colours.get('accent', '')}" if is_shown else "dim")
        return line

    def _nothing(self) -> Text:
        from lab_tasks.sanitise import clean_line

        words = "Nothing has been measured yet. The curve begins with the first step."
        if any(state.update and state.update.series for state in self._states):
            words = "Nothing to draw: no value here that this axis shows, or all curves are hidden."
        elif self._states and all(state.is_over for state in self._states):
            words = "It has ended, and told no value over its steps: there is no curve of it."
        elif trouble := next((state.trouble for state in self._states if state.trouble), ""):
            words = clean_line(trouble, 400)
        return Text(words, self.app.theme_variables.get("muted", ""))


def _values_of(state: SourceState) -> object:
    """Return what differs where a source is drawn differently."""
    update = state.update
    if update is None:
        return state.trouble
    series = tuple(
        (name, one.count, one.last_step, one.last_value) for name, one in update.series.items()
    )
    told = (update.read_share, update.alarms, len(update.earlier), update.is_approximate)
    return (state.trouble, *told, series)


def _around(metric: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names so that the shown one is among the first of a long row."""
    place = names.index(metric)
    return names if place < 4 else ("…", *names[place - 3 :])
