"""What each key of the monitor does: it gives another view, or opens another screen."""

from dataclasses import replace

from tui.charts.bands import BandKind
from tui.charts.smoothing import next_level
from tui.monitor.entries import Entry, metrics_of
from tui.monitor.picture import shown_metric
from tui.monitor.source import MonitorSource, SourceState
from tui.monitor.view import Extent, View
from tui.screens.page import Page

FAR = 10
"""Columns that the cursor goes at once with shift; four quarters of a window."""


class MonitorActions(Page):
    """Base of the monitor's screen. `extent` is never None in an action that `reason_against` lets
    pass and that needs one."""

    sources: tuple[MonitorSource, ...]
    states: tuple[SourceState, ...]
    entries: tuple[Entry, ...]
    view: View

    def look(self, view: View) -> None:
        """Show another view."""
        raise NotImplementedError

    def extent(self) -> Extent:
        """Return the first and the last step that there are."""
        raise NotImplementedError

    def columns(self) -> int:
        """Return the cells that the curves fill."""
        raise NotImplementedError

    def action_next_metric(self) -> None:
        """Draw the next metric."""
        self._turn_metric(1)

    def action_previous_metric(self) -> None:
        """Draw the metric before."""
        self._turn_metric(-1)

    def action_zoom_in(self) -> None:
        """Show half as many steps."""
        self.look(self.view.zoomed_in(self.extent()))

    def action_zoom_out(self) -> None:
        """Show twice as many steps."""
        self.look(self.view.zoomed_out(self.extent()))

    def action_whole(self) -> None:
        """Show all steps."""
        self.look(self.view.whole())

    def action_follow(self) -> None:
        """Keep the newest step in the window, or stay."""
        extent = self.extent()
        window = self.view.window_in(extent)
        self.look(replace(self.view, window=window, follows=not self.view.follows))
        self.say("Following the newest step." if self.view.follows else "Staying at these steps.")

    def action_smoother(self) -> None:
        """Smooth more."""
        self._smooth(1)

    def action_rougher(self) -> None:
        """Smooth less."""
        self._smooth(-1)

    def action_log_scale(self) -> None:
        """Switch the axis."""
        self.look(replace(self.view, is_log=not self.view.is_log))

    def action_cursor(self) -> None:
        """Set the cursor at the middle of what is shown, or take it away."""
        first, last = self.view.shown_in(self.extent())
        step = (first + last) // 2 if self.view.cursor is None else None
        self.look(self.view.with_cursor(self.extent(), step))

    def action_earlier(self) -> None:
        """Move to earlier steps."""
        self._move(-1)

    def action_later(self) -> None:
        """Move to later steps."""
        self._move(1)

    def action_far_earlier(self) -> None:
        """Move far to earlier steps."""
        self._move(-1, far=True)

    def action_far_later(self) -> None:
        """Move far to later steps."""
        self._move(1, far=True)

    def action_select_next(self) -> None:
        """Select the entry below."""
        self._select(1)

    def action_select_previous(self) -> None:
        """Select the entry above."""
        self._select(-1)

    def action_toggle_source(self) -> None:
        """Take the selected entry from the chart, or add it."""
        members = self.entries[self.view.selected].members
        self.look(replace(self.view, hidden=self.view.hidden ^ {members}))

    def action_toggle_seeds(self) -> None:
        """Draw seeds one by one, or as a group."""
        self.look(replace(self.view, by_seed=not self.view.by_seed, selected=0, hidden=frozenset()))

    def action_toggle_band(self) -> None:
        """Switch the kind of band."""
        band: BandKind = "deviation" if self.view.band == "range" else "range"
        self.look(replace(self.view, band=band))

    async def action_log(self) -> None:
        """Open the selected training's log."""
        if open_log := self.sources[self.entries[self.view.selected].members[0]].open_log:
            await self.app.push_screen(open_log())

    def action_help(self) -> None:
        """Explain the monitor."""
        from tui.screens.monitor_help import MonitorHelp

        self.app.push_screen(MonitorHelp())

    def _turn_metric(self, by: int) -> None:
        names = metrics_of(self.states)
        metric = shown_metric(self.view, self.states)
        place = names.index(metric) if metric in names else 0
        self.look(replace(self.view, metric=names[(place + by) % len(names)]))

    def _smooth(self, by: int) -> None:
        level = next_level(self.view.smoothing, by)
        if level is not None:
            self.look(replace(self.view, smoothing=level))

    def _select(self, by: int) -> None:
        self.look(replace(self.view, selected=(self.view.selected + by) % len(self.entries)))

    def _move(self, direction: int, *, far: bool = False) -> None:
        extent, view = self.extent(), self.view
        if view.cursor is None:
            self.look(view.panned(extent, direction * (4 if far else 1)))
            return
        first, last = view.shown_in(extent)
        column = max(1, (last - first) // max(self.columns(), 1))
        step = view.cursor + direction * column * (FAR if far else 1)
        self.look(view.with_cursor(extent, step))
