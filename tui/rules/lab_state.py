"""What the app knows of a Workspace at one moment, and reading it anew. Nothing of screens here."""

from __future__ import annotations  # the first frame does not wait for what only types need

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from course.model import Course, Day, Profile
from lab_tasks.checks.verdict import CheckResult
from lab_tasks.references import all_ids

if TYPE_CHECKING:
    from lab_tasks.lab.lab_environment import LabEnvironment
    from lab_tasks.progress.progress import StepProgress
    from lab_tasks.queue.entries import Paused, QueueEntry
    from lab_tasks.runs.alarms import Alarm
    from lab_tasks.runs.model import Run

Results = Mapping[str, tuple[CheckResult, ...]]
"""Full step id -> what its Deliverables' Checks last said, in this session."""


@dataclass(frozen=True)
class LabState:
    """One snapshot: progress, Runs, the last Check results, the lab's environment, the queue."""

    profile: Profile = "quick"
    steps: Mapping[str, StepProgress] = field(default_factory=dict)
    """Full step id -> the recorded tick."""
    runs: tuple[Run, ...] = ()
    """Oldest first."""
    results: Results = field(default_factory=dict)
    lab: LabEnvironment | None = None
    """None: not looked for yet."""
    entries: tuple[QueueEntry, ...] = ()
    """What the queue's folder holds, first come first, also what has begun a moment ago."""
    paused: Paused | None = None
    """Why the queue starts nothing; None when it goes on."""
    alarms: Mapping[str, tuple[Alarm, ...]] = field(default_factory=dict)
    """Id of a living Run -> what of it needs a look; one that needs none is left out."""
    checking: bool = False
    is_read: bool = False
    """False until the Workspace was read for the first time."""

    @cached_property
    def waiting(self) -> tuple[QueueEntry, ...]:
        """What starts by itself, first come first: entries that no Run names yet."""
        if not self.entries:
            return ()
        from lab_tasks.queue.entries import not_begun

        return not_begun(self.entries, self.runs)

    @property
    def queue(self) -> tuple[str, ...]:
        """Full ids of the Steps that wait for their turn."""
        return tuple(entry.step for entry in self.waiting)

    @property
    def alive(self) -> tuple[Run, ...]:
        """Runs of which something lives."""
        return tuple(run for run in self.runs if run.is_alive)

    def newest_run(self, course_id: str, day: Day, step_id: str) -> Run | None:
        """Return the newest Run of a Step, under its id or an earlier one; None: it has none."""
        names = full_ids(course_id, day, step_id)
        return next((run for run in reversed(self.runs) if run.request.step in names), None)

    def has_result(self, course_id: str, day: Day, step_id: str) -> bool:
        """Whether a Run of a Step ended well in this Profile."""
        names = full_ids(course_id, day, step_id)
        own = (run for run in self.runs if run.request.step in names)
        return any(run.request.profile == self.profile and run.succeeded for run in own)

    def tick_of(self, course_id: str, day: Day, step_id: str) -> StepProgress | None:
        """Return the tick recorded under the Step's id or an earlier one; None when it is open."""
        names = full_ids(course_id, day, step_id)
        return next((self.steps[name] for name in names if self.steps.get(name)), None)

    def ticks_without_a_step(self, course: Course) -> tuple[str, ...]:
        """Return the full ids under which Steps were ticked that the Course has no longer."""
        return tuple(name for name in sorted(self.steps) if course.find_step(name) is None)


def full_ids(course_id: str, day: Day, step_id: str) -> tuple[str, ...]:
    """Return the full ids of a Step: the one it has, then those it had."""
    step = day.step(step_id)
    return all_ids(course_id, day, step) if step else (f"{course_id}/{day.id}/{step_id}",)
