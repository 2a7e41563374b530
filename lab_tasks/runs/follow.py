"""Following a Run: what its folder says now, reading only what grew since the last look."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from lab_tasks.metrics import Series
from lab_tasks.runs.alarms import Alarm
from lab_tasks.runs.log_tail import LogTail
from lab_tasks.runs.metric_lines import Measured, MetricLine, MetricLines, Progressed, Start
from lab_tasks.runs.model import (
    METRICS,
    OUTPUT_LOG,
    Exit,
    Followed,
    Lost,
    Running,
    RunState,
    Starting,
)
from lab_tasks.runs.pace import Pace
from lab_tasks.runs.store import read_exit, read_launch, read_state


@dataclass(frozen=True)
class SystemFacts:
    """What the Run takes of its machine. None: not known here."""

    time_s: float
    cpu_percent: float | None
    """Of one core: 200 is two cores busy."""
    memory_bytes: int | None
    gpu_percent: float | None = None
    gpu_memory_bytes: int | None = None


@dataclass(frozen=True)
class EarlierPart:
    """A Run from whose Checkpoint another one went on."""

    run_id: str
    series: Mapping[str, Series]
    """Its values up to the Checkpoint; later ones were trained again."""
    until_step: int
    """Step of that Checkpoint."""


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
    """Seconds from its start until now, or until its end; None before its start."""
    eta_s: float | None
    """Seconds left; None when it has ended or that cannot be told yet."""
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
        self._metrics = MetricLines(folder / METRICS)
        self._begin()

    def poll(self) -> Update:
        """Read what is new and return how the Run stands. For one thread at a time."""
        # The state first: what an ended Run wrote is then whole when it is read below.
        state = read_state(self._folder)
        alive = isinstance(state, Starting | Running)
        lines = self._log.poll(ended=not alive)
        self._take_metrics()
        started_s = self._started_s()
        now_s = self._clock() if alive else self._ended_s(state)
        return Update(
            state=state,
            lines=lines,
            tail=self._log.kept,
            series=MappingProxyType(dict(self._snapshots)),
            done=self._done,
            total=self._total,
            unit=self._unit,
            last_step=self._last_step,
            started_s=started_s,
            elapsed_s=max(0.0, now_s - started_s) if started_s and now_s else None,
            eta_s=self._pace.eta_s(self._total, now_s) if alive and self._total and now_s else None,
            unreadable=self._metrics.unreadable,
        )

    def _begin(self) -> None:
        self._series: dict[str, Series] = {}
        self._snapshots: dict[str, Series] = {}
        self._pace = Pace()
        self._done: int | None = None
        self._total: int | None = None
        self._unit = ""
        self._last_step: int | None = None
        self._first_s: float | None = None
        self._newest_s: float | None = None

    def _take_metrics(self) -> None:
        changed: set[str] = set()
        found = self._metrics.poll()
        if self._metrics.restarted:
            self._begin()
        for line in found:
            self._newest_s = line.time_s
            self._first_s = self._first_s or line.time_s
            changed |= self._take(line)
        # Copies, for the screen draws them while the next poll goes on adding.
        self._snapshots |= {name: self._series[name].copy() for name in changed}

    def _take(self, line: MetricLine) -> set[str]:
        match line:
            case Start():
                self._total, self._unit = line.total, line.unit
                self._pace.start(line.time_s)
            case Progressed():
                self._total = line.total
                self._advance(line.time_s, line.done)
            case Measured():
                self._last_step = line.step
                self._advance(line.time_s, line.step)
                return self._measure(line)
        return set()

    def _advance(self, time_s: float, done: int) -> None:
        self._done = done
        self._pace.add(time_s, done)

    def _measure(self, line: Measured) -> set[str]:
        taken: set[str] = set()
        for name, value in line.values.items():
            number = _number(value)
            if number is not None:
                self._series.setdefault(name, Series()).add(line.step, number)
                taken.add(name)
        return taken

    def _started_s(self) -> float | None:
        launch = read_launch(self._folder)
        if launch and launch.started_s is not None:
            return launch.started_s
        end = read_exit(self._folder)
        return end.started_s if isinstance(end, Exit) else self._first_s

    def _ended_s(self, state: RunState) -> float | None:
        if isinstance(state, Starting | Running | Lost):
            return self._newest_s
        return state.ended_s


def _number(value: float | str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None
