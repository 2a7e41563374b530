"""What the queue holds: entries, what was dropped, why it waits, and how many may run at once."""

import re
from collections.abc import Iterable
from typing import Literal

import msgspec

from course.model import Profile
from lab_tasks.runs.model import Lost, Run

ENTRY_ID = re.compile(r"[0-9]{6}-[0-9a-f]{8}")
"""Place in the order, and chance: a Run in a clone must not be taken for one of this queue."""
DEFAULT_LIMIT = 1
"""Runs at once: a GPU, or two cores, have no more to give than one training takes."""
MOST_AT_ONCE = 16


PauseKind = Literal["lab", "launch", "place", "course"]
"""What needs mending: the lab's Python, what a launch needs, places.yaml, the Course's files."""


class Sweep(msgspec.Struct, frozen=True):
    """A Step (full id) that is to be put there: once a seed, or once where none is named."""

    step: str
    seeds: tuple[int, ...] = ()


class QueueEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One Run that is to start. Its Recipe is resolved when its turn comes, not before."""

    format: int = 1
    id: str = ""
    """As `ENTRY_ID`; empty until it was put there."""
    step: str
    """Full id of the Step."""
    profile: Profile
    course: str
    """Name of a shipped Course, or the folder of another."""
    seed: int | None = None
    group: str = ""
    """Names the entries, and later the Runs, that differ only in their seed."""
    asked_s: float
    """Unix time."""
    place: str = "local"

    @property
    def asked(self) -> tuple[str, str, int | None]:
        """What is to run: Step, Profile and seed."""
        return self.step, self.profile, self.seed

    @property
    def name(self) -> str:
        """The Step's short id, with the seed where it has one."""
        short = self.step.rpartition("/")[2]
        return short if self.seed is None else f"{short} (seed {self.seed})"


class Dropped(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that was taken out and never ran; forgotten when the same is asked for again."""

    format: int = 1
    entry: QueueEntry
    why: str
    remedy: str
    dropped_s: float
    """Unix time."""


class Paused(msgspec.Struct, frozen=True, kw_only=True):
    """Why the queue starts nothing until it is resumed. Nothing was taken out of it."""

    format: int = 1
    kind: PauseKind
    why: str
    remedy: str
    paused_s: float
    """Unix time."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What the student set."""

    format: int = 1
    limit: int = DEFAULT_LIMIT
    """Runs alive at once, those counted that were started directly."""


def not_begun(entries: Iterable[QueueEntry], runs: Iterable[Run]) -> tuple[QueueEntry, ...]:
    """Return the entries that no Run has begun yet; one that is Lost may never have been born."""
    begun = {run.request.entry for run in runs if not isinstance(run.state, Lost)}
    return tuple(entry for entry in entries if entry.id not in begun)


def not_run_since(dropped: Iterable[Dropped], runs: Iterable[Run]) -> tuple[Dropped, ...]:
    """Return what was dropped and of which no newer Run has begun."""
    newest: dict[tuple[str, str, int | None], float] = {}
    for run in runs:
        of = run.request
        asked = of.step, of.profile, of.seed
        newest[asked] = max(of.requested_s, newest.get(asked, 0.0))
    return tuple(one for one in dropped if newest.get(one.entry.asked, 0.0) <= one.dropped_s)
