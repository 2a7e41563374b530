"""A Training as a report tells it: its parts, values and settings, and what came of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from lab_tasks.paired import Played

LOSS, GRADIENT, RATE, SUCCESS = "loss", "grad_norm", "lr", "eval_success"


@dataclass(frozen=True)
class Logged:
    """What a training wrote at one step."""

    step: int
    values: Mapping[str, float]
    """By the names of metrics.jsonl: loss, grad_norm, lr, update_s, …; may be NaN or infinite."""
    time_s: float | None = None
    """Unix time; None where the log has none."""
    is_exact: bool = True
    """False: the log rounds its steps and this one could not be rebuilt."""


@dataclass(frozen=True)
class Setting:
    """A setting, its value as it was written, and the file that says so."""

    name: str
    value: str
    source: str


@dataclass(frozen=True)
class Part:
    """One stretch from a start to an end: a Run, or a log. A resumed training has several."""

    name: str
    ended: str
    """How it ended, in words."""
    points: tuple[Logged, ...]
    from_step: int | None = None
    """Step of the Checkpoint from which it went on; None: from the beginning."""
    started_s: float | None = None
    ended_s: float | None = None
    """Unix times; None where nothing tells, or where it has not ended."""
    suspended_s: float = 0.0
    """Seconds of it for which the machine slept."""
    newest_s: float | None = None
    """Unix time of its newest line, which may be behind the last logged step."""

    @property
    def heard_s(self) -> float | None:
        """Unix time of its end, else of the newest values; None where nothing tells."""
        if self.ended_s is not None:
            return self.ended_s
        times = [*(point.time_s for point in self.points), self.newest_s]
        return max((at for at in times if at is not None), default=None)

    @property
    def duration_s(self) -> float | None:
        """Seconds from its start until it was last heard of, sleep included; None: not known."""
        if self.started_s is None or self.heard_s is None:
            return None
        return max(0.0, self.heard_s - self.started_s)


@dataclass(frozen=True)
class Dataset:
    """What was trained on. None: nothing tells."""

    name: str | None
    episodes: int | None
    frames: int | None
    sha256: str | None
    made_by: str = ""
    """Id of the Run that made it; empty where none here did."""


@dataclass(frozen=True)
class Checkpoint:
    """A saved policy. `path` is relative to the folder that the Training's `place` names."""

    step: int | None
    path: str
    size_bytes: int
    sha256: str | None
    """The folder's digest, as a record has it; None: not worked out."""
    note: str = ""


@dataclass(frozen=True)
class Evaluation:
    """An evaluation of the Training's last Checkpoint: k of n, from which seed."""

    run_id: str
    env: str
    played: Played
    mean_max_reward: float
    problem: str = ""
    """Why its number does not stand; empty when it follows from its own files."""

    @property
    def solved(self) -> int:
        """How many episodes succeeded."""
        return sum(self.played.successes)

    @property
    def episodes(self) -> int:
        """How many there were."""
        return len(self.played.successes)


@dataclass(frozen=True)
class Training:
    """One training, whatever it was read from. Text in it is foreign: escape what is shown."""

    name: str
    """The Run's id or the log's name; no two in a report have the same."""
    title: str
    policy: str
    place: str
    """The Run's folder or the log's path, as the reader can find it."""
    parts: tuple[Part, ...]
    """Oldest first, at least one."""
    settings: tuple[Setting, ...] = ()
    machine: tuple[Setting, ...] = ()
    command: tuple[str, ...] = ()
    """The command's words; empty where it is not known."""
    dataset: Dataset | None = None
    total: int | None = None
    """Steps it was asked for."""
    parameters: int | None = None
    own_s: float | None = None
    """Seconds without its process's start and end, by its records; None: a part has none."""
    checkpoints: tuple[Checkpoint, ...] = ()
    files: tuple[str, ...] = ()
    """Logs and records, relative like a Checkpoint's path."""
    evaluations: tuple[Evaluation, ...] = ()
    group: str = ""
    seed: int | None = None
    rehearsal: str = ""
    """Why it is a rehearsal and not a result; empty: it counts."""
    notes: tuple[str, ...] = ()
    """Sentences that a reader must know to judge the figures."""

    @cached_property
    def points(self) -> tuple[Logged, ...]:
        """All values in order, each part cut at the Checkpoint from which the next went on."""
        return tuple(self._kept())

    def _kept(self) -> Iterator[Logged]:
        cuts = [part.from_step for part in self.parts[1:]] + [None]
        for part, cut in zip(self.parts, cuts, strict=True):
            yield from (p for p in part.points if cut is None or p.step <= cut)

    def logged(self, name: str) -> tuple[Logged, ...]:
        """Return the points at which a metric was logged, in order."""
        return tuple(point for point in self.points if name in point.values)

    def final(self, name: str) -> float | None:
        """Return the newest value of a metric; None where it was never logged."""
        found = self.logged(name)
        return found[-1].values[name] if found else None

    @property
    def is_exact(self) -> bool:
        """Whether every step is exact."""
        return all(point.is_exact for point in self.points)

    @property
    def duration_s(self) -> float | None:
        """Seconds of all parts together, sleep included; None where one of them is not known."""
        spans = [part.duration_s for part in self.parts]
        return None if None in spans else sum(s for s in spans if s is not None)

    @property
    def suspended_s(self) -> float:
        """Seconds for which the machine slept meanwhile."""
        return sum(part.suspended_s for part in self.parts)

    @property
    def s_per_step(self) -> float | None:
        """Seconds a step from each part's first logged step to its last, sleep taken out."""
        spans = [span for part in self.parts if (span := _span(part))]
        steps = sum(steps for steps, _ in spans)
        return sum(seconds for _, seconds in spans) / steps if steps else None

    def mean(self, name: str) -> float | None:
        """Return the mean of a metric over all logged steps; None where it was never logged."""
        found = self.logged(name)
        return sum(point.values[name] for point in found) / len(found) if found else None


def _span(part: Part) -> tuple[int, float] | None:
    """Return steps and seconds between the first and the last logged step that bear a time.

    An evaluation is no step: its time is that of its end, minutes after the step it evaluates.
    """
    timed = [(p.step, p.time_s) for p in part.points if p.time_s is not None and LOSS in p.values]
    if len(timed) < 2 or timed[-1][0] <= timed[0][0]:
        return None
    (first, begin_s), (last, end_s) = timed[0], timed[-1]
    return last - first, max(0.0, end_s - begin_s - part.suspended_s)
