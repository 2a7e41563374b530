"""The training monitor, full screen: any trainings over their steps, live, from any place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.widget import Widget

from lab_tasks.sanitise import clean_line
from tui.charts.chart_style import palette_of
from tui.monitor.bell import Bell, send
from tui.monitor.details import details
from tui.monitor.entries import entries_of
from tui.monitor.feed import SourceFeed, SourcesPolled
from tui.monitor.picture import shown_extent, shown_metric
from tui.monitor.reasons import Situation, reason_against
from tui.monitor.source import MonitorSource, SourceState
from tui.monitor.source_lines import source_lines
from tui.monitor.view import Extent, View
from tui.screens.monitor_actions import MonitorActions
from tui.screens.monitor_keys import MONITOR_KEYS
from tui.screens.page import Page, bindings
from tui.widgets.key_bar import KeyBar
from tui.widgets.live_text import LiveText
from tui.widgets.monitor_chart import LABELS, MonitorChart
from tui.widgets.say_line import SayLine
from tui.widgets.too_small import TooSmall

__all__ = ["MonitorScreen", "MonitorSource"]


class MonitorScreen(MonitorActions):
    """Chart above, a line for each training below; one thread polls them all."""

    CSS_PATH = "monitor.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(MONITOR_KEYS)

    def __init__(self, sources: Sequence[MonitorSource], *, rings: bool = False) -> None:
        """Watch these trainings, one at least. `rings`: nobody else tells their alarms."""
        super().__init__()
        self.sources = tuple(sources)
        self.states = tuple(SourceState() for _ in sources)
        self.view = View()
        self.entries = entries_of(self.sources, by_seed=False)
        self._cannot: set[str] = set()  # actions of the keys that are dimmed
        self._feed = SourceFeed(self.sources, self.post_message)
        self._bell = Bell(self.sources, self._tell) if rings else None

    def compose(self) -> ComposeResult:
        """Lay out chart, list and details."""
        with Container(id="monitor"):
            with Vertical(id="chart-pane"):
                yield MonitorChart(id="curves")
            with Vertical(id="side"):
                with VerticalScroll(id="sources-pane", can_focus=False):
                    yield LiveText(id="sources")
                with VerticalScroll(id="details-pane", can_focus=False):
                    yield LiveText(id="details")
        yield SayLine()
        yield KeyBar(MONITOR_KEYS)
        yield TooSmall()

    def on_mount(self) -> None:
        """Begin to poll."""
        self.query_one("#sources-pane").border_title = "Trainings"
        self.run_worker(self._feed.run, thread=True, group="monitor")
        self.app.theme_changed_signal.subscribe(self, lambda _: self._show())
        self.call_after_refresh(self._show)

    def on_unmount(self) -> None:
        """Let the thread end."""
        self._feed.stop()

    def on_sources_polled(self, message: SourcesPolled) -> None:
        """Show what is new, when it can be seen."""
        self.states = message.states
        if self._bell:
            self._bell.hear(self.states)
        if self.is_active:
            self._show()

    def on_screen_resume(self) -> None:
        """Show what has come meanwhile."""
        self.call_after_refresh(self._show)

    def on_resize(self) -> None:
        """Fit the texts to the new size."""
        self.call_after_refresh(self._show)

    def on_live_text_refitted(self, message: LiveText.Refitted) -> None:
        """Cut the lines anew: a scroll bar has come or gone."""
        self._show()

    def reason_against(self, action: str) -> str | None:
        """Return why a key cannot act now."""
        return reason_against(action, self._situation())

    def look(self, view: View) -> None:
        """Show another view."""
        if view.by_seed != self.view.by_seed:
            self.entries = entries_of(self.sources, by_seed=view.by_seed)
        self.view = view
        self._show()

    def extent(self) -> Extent:
        """Return the first and the last step that there are; (0, 1) before there are any."""
        return shown_extent(self.view, self.entries, self.states) or (0, 1)

    def columns(self) -> int:
        """Return the cells that the curves fill."""
        return self.query_one(MonitorChart).content_size.width - LABELS

    def action_details(self) -> None:
        """Swap the list and the details of the selected training."""
        self.toggle_class("-details")
        self.call_after_refresh(self._show)

    def action_details_down(self) -> None:
        """Scroll the details down."""
        self.query_one("#details-pane").scroll_page_down(animate=False)

    def action_details_up(self) -> None:
        """Scroll the details up."""
        self.query_one("#details-pane").scroll_page_up(animate=False)

    def action_quit(self) -> None:
        """Leave: back, or the app that is about this alone."""
        if self._situation().is_only_screen:
            self.app.exit(0)
        else:
            self.action_back()

    def on_click(self, event: events.Click) -> None:
        """Select the training under the mouse."""
        place = event.style.meta.get("entry")
        if isinstance(place, int) and place < len(self.entries):
            self.look(replace(self.view, selected=place))

    def on_monitor_chart_step_chosen(self, message: MonitorChart.StepChosen) -> None:
        """Set the cursor where the mouse clicked."""
        self.look(self.view.with_cursor(self.extent(), message.step))

    def _tell(self, title: str, text: str) -> None:
        before = self.app.screen
        if before is not self and isinstance(before, Page):  # its log; here the list has the words
            before.say(clean_line(f"{title}: {text}", 400), grave=True)
        self.run_worker(partial(send, self.app, title, text), thread=True, group="notify")

    def _show(self) -> None:
        if not self.is_mounted:
            return
        self.query_one(MonitorChart).show(self.entries, self.states, self.view)
        self._show_list()
        self._show_details()
        pane, now = self.query_one("#chart-pane"), self._situation()
        _title(pane, shown_metric(self.view, self.states) or "Monitor", self._words(now.extent))
        cannot = {key.action for key in MONITOR_KEYS if reason_against(key.action, now)}
        if cannot != self._cannot:
            self._cannot = cannot
            self.query_one(KeyBar).show(self.reason_against)

    def _situation(self) -> Situation:
        return Situation(
            self.sources,
            self.entries,
            self.states,
            self.view,
            shown_extent(self.view, self.entries, self.states),
            is_only_screen=len(self.app.screen_stack) <= 2,
            shows_details_anyway=not self.has_class("-low"),
            shows_details=self.query_one("#details-pane").display,
        )

    def _show_list(self) -> None:
        panel = self.query_one("#sources", LiveText)
        colours, width = self.app.theme_variables, panel.content_size.width
        palette = palette_of(colours)
        lines = source_lines(self.entries, self.states, self.view, colours, palette, width)
        panel.set_text(lines)

    def _show_details(self) -> None:
        pane = self.query_one("#details-pane")
        if not pane.display:
            return
        entry = self.entries[self.view.selected]
        _title(pane, entry.name)
        panel = self.query_one("#details", LiveText)
        width = panel.content_size.width - 2  # a scroll bar may come with what is set here
        colours = self.app.theme_variables
        panel.set_text(details(entry, self.sources, self.states, colours, width))

    def _words(self, extent: Extent | None) -> str:
        """Return in words how the curves are looked at."""
        if extent is None:
            return ""
        first, last = self.view.shown_in(extent)
        words = [f"steps {first:,} to {last:,}" if self.view.window else "all steps"]
        words += ["following"] if self.view.window and self.view.follows else []
        words += [f"smoothing {self.view.smoothing:g}"] if self.view.smoothing else []
        words += ["log axis"] if self.view.is_log else []
        return " · ".join(words)


def _title(pane: Widget, title: str, subtitle: str = "") -> None:
    """Set a pane's titles where they differ: each setting paints the whole pane."""
    if pane.border_title != Text(title).markup:
        pane.border_title = Text(title)
    if subtitle and pane.border_subtitle != Text(subtitle).markup:
        pane.border_subtitle = Text(subtitle)
