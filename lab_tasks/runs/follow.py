"""Following a Run: what its folder says now, reading only what grew since the last look."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from lab_tasks.metrics import Series
from lab_tasks.runs import span
from lab_tasks.runs.alarms import Alarm
from lab_tasks.runs.heartbeat import EVERY_S, Heartbeat, Sleep, read_heartbeat
from lab_tasks.runs.log_tail import LogTail
from lab_tasks.runs.metric_lines import Facts, MetricLines
from lab_tasks.runs.model import (
    METRICS,
    OUTPUT_LOG,
    Exit,
    Followed,
    Running,
    RunState,
    Starting,
)
from lab_tasks.runs.parts import EarlierPart, EarlierParts
from lab_tasks.runs.run_facts import RunFacts
from lab_tasks.runs.stillness import Stillness
from lab_tasks.runs.store import read_exit, read_state
from lab_tasks.runs.system_lines import SYSTEM, SystemFacts, SystemLines
from lab_tasks.runs.told import Told
from lab_tasks.sanitise import clean_line

__all__ = ["EarlierPart", "Follower", "Update", "read_whole"]

GRAVEST_FIRST = ("not-finite", "disk", "memory", "diverging", "stalled")
SLICE_S = 0.03
"""What one look spends on metrics before it leaves the rest to the next: a chunk takes 10 ms."""
LATE_BEATS = 3
"""Heartbeats that must be missing before they count as late."""


@dataclass(frozen=True)
class Update:
    """A Run as it stands. All but `lines` is absolute, so an Update may be dropped for a newer."""

    state: RunState | Followed
    lines: tuple[str, ...]
    """New lines of its output, raw: foreign text. A flood is cut to its end."""
    tail: tuple[str, ...]
    """The newest lines of its output; a progress bar stands there once."""
    series: Mapping[str, Series]
    """Snapshots by the name of the metric."""
    done: int | None
    """Steps or episodes done; None before the first is."""
    total: int | None
    """How many there are to do; None until the job has said so."""
    unit: str
    """`steps` or `episodes`; empty until the job has said so."""
    last_step: int | None
    """Exact step of the newest metrics; None without any."""
    started_s: float | None
    """Unix time of the child's start; None before."""
    elapsed_s: float | None
    """Seconds from its start until now, or until its end, and those of the parts before; the time
    between the parts does not count. None before its start."""
    eta_s: float | None
    """Seconds left at the pace of late; None when it has ended or that cannot be told yet."""
    unreadable: int
    """Lines of metrics.jsonl that could not be read."""
    is_approximate: bool = False
    """Whether the steps could not be rebuilt exactly from a log that rounds them."""
    notes: tuple[str, ...] = ()
    """Sentences on how it was read: how steps were rebuilt, what was folded."""
    facts: Mapping[str, str] = MappingProxyType({})
    """What it says of itself by name: policy, steps, batch_size, seed, parameters, frames, …"""
    alarms: tuple[Alarm, ...] = ()
    """What needs a look, the gravest first."""
    system: SystemFacts | None = None
    """The machine at the last look; None when nothing reports it."""
    suspended_s: float = 0.0
    """Seconds for which the machine slept meanwhile."""
    earlier: tuple[EarlierPart, ...] = ()
    """The parts before, when it was resumed, oldest first."""
    read_share: float | None = None
    """Share of a large log that is read so far, 0 to 1; None when all of it is."""

    @property
    def is_alive(self) -> bool:
        """Whether there is more to come."""
        if isinstance(self.state, Followed):
            return not self.state.is_complete
        return isinstance(self.state, Starting | Running)


class Follower:
    """Follows one Run's folder; another Follower, opened later, comes to the same Update."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._clock = clock
        self._log = LogTail(folder / OUTPUT_LOG)
        self._lines = MetricLines(folder / METRICS)
        self._system = SystemLines(folder / SYSTEM)
        self._earlier = EarlierParts(folder)
        self._facts = RunFacts(folder)
        self._told = Told()
        paths = (folder, folder / OUTPUT_LOG, folder / METRICS)  # what is replaced moves the folder
        self._still = Stillness[Update](paths, clock)

    def poll(self) -> Update:
        """Read what is new and return how the Run stands. For one thread at a time.

        Of long metrics it reads a slice; `read_share` then tells how far it is, until None. Of a
        Run whose files stand still the same Update is returned for about a second.
        """
        if same := self._still.same():
            return same
        update = self._look()
        self._still.keep(replace(update, lines=()) if update.read_share is None else None)
        return update

    def _look(self) -> Update:
        # The state first: what an ended Run wrote is then whole when it is read below.
        state = read_state(self._folder)
        alive = isinstance(state, Starting | Running)
        lines = self._log.poll(ended=not alive)
        self._read_slice()
        told, share, beat = self._told, self._read_share(), read_heartbeat(self._folder)
        started_s = span.started_s(self._folder, told.first_s)
        now_s = self._clock() if alive else span.ended_s(state, told.newest_s)
        return Update(
            state=state,
            lines=lines,
            tail=self._log.kept,
            series=told.curves.snapshots(),
            done=told.done,
            total=told.total,
            unit=told.unit,
            last_step=told.last_step,
            started_s=started_s,
            elapsed_s=self._elapsed_s(started_s, now_s),
            eta_s=told.eta_s(*self._heard(state, beat)) if alive and share is None else None,
            unreadable=self._lines.unreadable,
            notes=self._notes(),
            facts=MappingProxyType(dict(self._facts.read())),
            alarms=self._alarms(state, beat) if share is None else (),
            system=self._system.poll(),
            suspended_s=self._suspended_s(alive, beat),
            earlier=self._earlier.parts,
            read_share=share,
        )

    def _read_slice(self) -> None:
        deadline = time.monotonic() + SLICE_S
        while True:
            found = self._lines.poll()
            if self._lines.restarted:
                self._told = Told()
            self._told.take(found)
            for line in found:
                if isinstance(line, Facts):
                    self._facts.tell(line.values)
            if self._lines.is_read:
                break
            if time.monotonic() > deadline:
                return
        while not self._earlier.is_read:
            self._earlier.read_chunk()
            if time.monotonic() > deadline:
                return

    def _read_share(self) -> float | None:
        read_bytes = self._lines.read_bytes + self._earlier.read_bytes
        size_bytes = self._lines.size_bytes + self._earlier.size_bytes
        if self._lines.is_read and self._earlier.is_read:
            return None
        return min(1.0, read_bytes / max(1, size_bytes))

    def _elapsed_s(self, started_s: float | None, now_s: float | None) -> float | None:
        if started_s is None or now_s is None:
            return None
        before_s = sum(part.elapsed_s or 0.0 for part in self._earlier.parts)
        return before_s + max(0.0, now_s - started_s)

    def _notes(self) -> tuple[str, ...]:
        said = "The values of {} are not shown: its metrics are not in this Workspace any more."
        return tuple(said.format(name) for name in self._earlier.missing)

    def _alarms(self, state: RunState, beat: Heartbeat | None) -> tuple[Alarm, ...]:
        alive = isinstance(state, Starting | Running)
        now_s, sleeps = self._heard(state, beat)
        found = self._told.alarms.alarms(now_s, self._told.newest_s, alive, sleeps)
        if alive and beat and beat.warning:
            found = (*found, Alarm("disk", clean_line(beat.warning)))
        return tuple(sorted(found, key=lambda alarm: GRAVEST_FIRST.index(alarm.kind)))

    def _heard(self, state: RunState, beat: Heartbeat | None) -> tuple[float, tuple[Sleep, ...]]:
        """Return until when the machine is known to be awake, and the sleeps before.

        That is now, unless heartbeats are missing: its machine sleeps, or has just woken up.
        """
        now_s = self._clock()
        if beat is None:
            return now_s, ()
        stands_by = isinstance(state, Running) and state.is_supervised
        is_late = stands_by and now_s - beat.time_s > LATE_BEATS * EVERY_S
        return (beat.time_s if is_late else now_s), beat.sleeps

    def _suspended_s(self, alive: bool, beat: Heartbeat | None) -> float:
        end = None if alive else read_exit(self._folder)
        if isinstance(end, Exit):
            return end.suspended_s
        return beat.suspended_s if beat else 0.0


def read_whole(folder: Path) -> Update:
    """Return how a Run stands with all of its metrics read, however long that takes."""
    follower = Follower(folder)
    while (update := follower.poll()).read_share is not None:
        pass
    return update
