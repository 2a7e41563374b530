"""From what is measured and how it is looked at to the Plot that is drawn."""

from collections.abc import Sequence

from lab_tasks.runs.follow import Update
from tui.charts.axes import steady_steps
from tui.charts.curves import Look, group_trace, seams_of, trace_of
from tui.charts.plot import Plot, Trace
from tui.monitor.entries import Entry, extent_of, metrics_of, seeds_of, updates_of
from tui.monitor.source import SourceState
from tui.monitor.view import Extent, View


def shown_metric(view: View, states: Sequence[SourceState]) -> str | None:
    """Return the metric that is drawn; None before anything is measured."""
    known = metrics_of(states)
    return view.metric if view.metric in known else next(iter(known), None)


def shown_entries(view: View, entries: Sequence[Entry]) -> tuple[tuple[int, Entry], ...]:
    """Return the entries on the chart, each with its number: its letter and its colour."""
    return tuple(
        (number, entry) for number, entry in enumerate(entries) if entry.members not in view.hidden
    )


def shown_extent(
    view: View, entries: Sequence[Entry], states: Sequence[SourceState]
) -> Extent | None:
    """Return the first and the last step of what is on the chart; None when nothing is."""
    metric = shown_metric(view, states)
    shown = [entry for _, entry in shown_entries(view, entries)]
    return extent_of(shown, states, metric) if metric else None


def plot_of(
    view: View, entries: Sequence[Entry], states: Sequence[SourceState], columns: int
) -> Plot:
    """Return what the chart shows in so many columns; a Plot without traces before it can."""
    metric, extent = shown_metric(view, states), shown_extent(view, entries, states)
    if metric is None or extent is None:
        return Plot(())
    window = view.window_in(extent)
    grows = window is None or view.follows
    limits = window or extent
    if grows:
        limits = steady_steps(*limits, columns)
    look = Look(window and limits, view.smoothing, view.band, columns)
    shown = shown_entries(view, entries)
    traces = [_trace(number, entry, states, metric, look) for number, entry in shown]
    updates = [update for _, entry in shown for update in updates_of(entry, states)]
    return Plot(
        traces=tuple(trace for trace in traces if trace.parts or trace.raw),
        is_log=view.is_log,
        window=limits,
        newest=extent[1] if grows else None,
        cursor=view.cursor,
        seams=tuple(sorted({step for update in updates for step in seams_of(update)})),
        alarms=_alarms(updates),
    )


def _trace(
    number: int, entry: Entry, states: Sequence[SourceState], metric: str, look: Look
) -> Trace:
    seeds = seeds_of(entry, states, metric)
    if entry.is_group:
        return group_trace(entry.name, seeds, look, number)
    return trace_of(entry.name, seeds[0] if seeds else (), look, number)


def _alarms(updates: Sequence[Update]) -> tuple[int, ...]:
    steps = {alarm.step for update in updates for alarm in update.alarms}
    return tuple(sorted(step for step in steps if step is not None))
