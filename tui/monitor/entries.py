"""Entries: the lines of the monitor's list; one a source, or one for all seeds of a group."""

from collections.abc import Sequence
from dataclasses import dataclass

from lab_tasks.metrics import Series
from lab_tasks.runs.follow import Update
from lab_tasks.sanitise import clean_line
from tui.charts.curves import main_metric, parts_of
from tui.monitor.source import MonitorSource, SourceState

NAME_LIMIT = 40


@dataclass(frozen=True)
class Entry:
    """One curve: a source, or several that differ only in their seed."""

    name: str
    members: tuple[int, ...]
    """Places of its sources."""

    @property
    def is_group(self) -> bool:
        """Whether it stands for several seeds."""
        return len(self.members) > 1


def entries_of(sources: Sequence[MonitorSource], *, by_seed: bool) -> tuple[Entry, ...]:
    """Return the entries in the order of their first source; `by_seed`: each source its own."""
    groups: dict[str, list[int]] = {}
    for place, source in enumerate(sources):
        alone = by_seed or not source.group
        groups.setdefault(f"source {place}" if alone else f"group {source.group}", []).append(place)
    return tuple(_entry(sources, tuple(members)) for members in groups.values())


def has_seeds(sources: Sequence[MonitorSource]) -> bool:
    """Whether some sources are seeds of one group."""
    return any(entry.is_group for entry in entries_of(sources, by_seed=False))


def updates_of(entry: Entry, states: Sequence[SourceState]) -> tuple[Update, ...]:
    """Return what is known of an entry's sources."""
    found = (states[place].update for place in entry.members)
    return tuple(update for update in found if update is not None)


def seeds_of(
    entry: Entry, states: Sequence[SourceState], metric: str
) -> tuple[tuple[Series, ...], ...]:
    """Return a metric of each source that has it: its parts, oldest first."""
    found = (parts_of(update, metric) for update in updates_of(entry, states))
    return tuple(parts for parts in found if parts)


def metrics_of(states: Sequence[SourceState]) -> tuple[str, ...]:
    """Return the names of all that was measured, what matters most first."""
    names: dict[str, Series] = {}
    for state in states:
        if state.update:
            names |= {name: series for name, series in state.update.series.items() if series.count}
    first = main_metric(names)
    rest = sorted(names.keys() - {first}, key=lambda name: (not name.endswith("loss"), name))
    return (first, *rest) if first else ()


def extent_of(
    entries: Sequence[Entry], states: Sequence[SourceState], metric: str
) -> tuple[int, int] | None:
    """Return the first and the last step of what is measured; None without any."""
    seeds = (seed for entry in entries for seed in seeds_of(entry, states, metric))
    parts = [part for seed in seeds for part in seed]
    spans = [span for part in parts if (span := part.span)]
    if not spans:
        return None
    spans += [(first, last) for part in parts for first, last, _ in part.holes]
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    return (0 if 0 <= first < 0.2 * last else first), max(last, first + 1)


def _entry(sources: Sequence[MonitorSource], members: tuple[int, ...]) -> Entry:
    first = sources[members[0]]
    name = first.group if len(members) > 1 else first.name
    return Entry(clean_line(name, NAME_LIMIT), members)
