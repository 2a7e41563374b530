"""A Day as the checklist shows it: each Step with its state, level, newest Run and results."""

import math
from dataclasses import dataclass
from typing import Literal

from course.model import Course, Day, Profile, Step
from lab_tasks import references
from lab_tasks.checks.verdict import Blocked, CheckResult, Error, Fail, Level
from lab_tasks.progress.course_asks import is_stale
from lab_tasks.queue.entries import Sweep
from lab_tasks.runs.model import Finished, Killed, Lost, Run, Starting, Stopped
from lab_tasks.trainings import SeedRuns, seed_runs
from tui.rules.lab_state import LabState

StepState = Literal[
    "done",
    "stale",
    "running",
    "waiting",
    "queued",
    "failed",
    "stopped",
    "ran",
    "blocked",
    "not needed",
    "open",
]

MARKS: dict[StepState, str] = {
    "done": "✓",
    "stale": "~",
    "running": "▶",
    "waiting": "◐",
    "queued": "◇",
    "failed": "×",
    "stopped": "■",
    "ran": "◑",
    "blocked": "…",
    "not needed": "–",
    "open": "○",
}

ATTESTED_KINDS = ("read", "read-code", "glossary", "reflect", "quiz", "robot")
"""Kinds of Step that the student ticks, when nothing they leave behind is checked."""
ATTESTED_CHECK = "attested"
REHEARSED = "rehearsed"
"""In the place of a level: its newest Run is no result."""


@dataclass(frozen=True)
class StepView:
    """One line of the checklist."""

    step: Step
    full_id: str
    state: StepState
    level: Level | None
    """How strong the recorded tick is; None when the Step is not done."""
    run: Run | None
    """The newest Run of the Step, of one over seeds that to be watched; None: it never ran."""
    results: tuple[CheckResult, ...]
    waits_for: tuple[str, ...]
    """Titles of the Steps that must be done first."""
    not_needed: str
    """Why this Profile has nothing to do here; empty when it has."""
    seeds: SeedRuns | None = None
    """Its Runs by training seed; None where the Profile runs it once."""
    is_stale: bool = False
    """Whether it was ticked when the Course asked something else of it."""
    has_result: bool = False
    """Whether a Run of it ended well in this Profile, of a Step whose newest Run did not."""
    minutes: int | None = None
    """Planned minutes in this Profile; None: nobody measured them."""

    @property
    def is_done(self) -> bool:
        """Whether a tick is recorded, or the Profile needs none."""
        return self.level is not None or bool(self.not_needed)

    @property
    def is_attested(self) -> bool:
        """Whether the student's word is what ticks it."""
        checks = [deliverable.check.name for deliverable in self.step.deliverables]
        return (
            all(c == ATTESTED_CHECK for c in checks) if checks else self.step.kind in ATTESTED_KINDS
        )

    @property
    def word(self) -> str:
        """The state in a word or two, for the column at the right."""
        if self.state == "done":
            return REHEARSED if self.run and self.run.request.rehearsal else self.level or ""
        if self.run and self.run.state == Starting():
            return "starting"
        if self.state == "ran":
            return "ran, waits"
        if self.is_between_seeds and self.state in ("open", "running", "queued"):
            return f"{self.seeds.count}/{len(self.seeds.wanted)} seeds" if self.seeds else ""
        return "" if self.state == "open" else self.state

    @property
    def is_between_seeds(self) -> bool:
        """Whether it runs over seeds, has begun, and some are not there yet."""
        seeds = self.seeds
        begun = seeds and (seeds.there or seeds.alive or seeds.waiting)
        return bool(seeds and begun and seeds.missing)

    @property
    def broken_off(self) -> tuple[Run, ...]:
        """Trainings that ended without success and are to be run again or to go on."""
        if self.seeds is None:
            return (self.run,) if self.run and broke_off(self.run) else ()
        broken = (self.seeds.broken.get(seed) for seed in self.seeds.left)
        return tuple(run for run in broken if run and broke_off(run))

    @property
    def to_queue(self) -> Sweep:
        """What starting it puts on the queue: its missing seeds, or one Run."""
        return Sweep(self.full_id, self.seeds.left if self.seeds else ())


@dataclass(frozen=True)
class DayView:
    """One Day's checklist."""

    course: Course
    day: Day
    steps: tuple[StepView, ...]

    @property
    def done_count(self) -> int:
        """Steps done, and not stale."""
        return sum(step.is_done and not step.is_stale for step in self.steps)

    @property
    def done_minutes(self) -> int:
        """Planned minutes of the Steps done, of those that are known."""
        return sum(view.minutes or 0 for view in self.steps if view.is_done and not view.is_stale)

    @property
    def planned_minutes(self) -> int:
        """Planned minutes of all Steps, of those that are known."""
        return sum(view.minutes or 0 for view in self.steps)

    @property
    def unmeasured_count(self) -> int:
        """Steps of which nobody knows how long they take in this Profile."""
        return sum(view.minutes is None for view in self.steps)

    def find(self, step_id: str) -> StepView | None:
        """Return the view of a Step of this Day by its short or full id."""
        return next((v for v in self.steps if step_id in (v.step.id, v.full_id)), None)


def view_day(course: Course, day: Day, state: LabState) -> DayView:
    """Work out the checklist of one Day."""
    return DayView(course, day, tuple(_view_step(course, day, step, state) for step in day.steps))


def day_mark(course: Course, day: Day, state: LabState) -> str:
    """Return the tree's mark of a Day: all done, begun or running, untouched."""
    views = view_day(course, day, state).steps
    if views and all(view.is_done and not view.is_stale for view in views):
        return "✓"
    begun = any(view.is_done or view.run is not None for view in views)
    return "●" if begun else "○"


def _view_step(course: Course, day: Day, step: Step, state: LabState) -> StepView:
    full_id = references.full_id(course, day, step)
    tick = state.tick_of(course.id, day, step.id)
    seeds = None
    if step.training_seeds(state.profile):
        seeds = seed_runs(course, day, step, state.profile, state.runs, state.waiting)
    to_watch = seeds.to_watch if seeds else None
    run = to_watch or state.newest_run(course.id, day, step.id)
    view = StepView(
        step=step,
        full_id=full_id,
        state="open",
        level=tick.level if tick else None,
        run=run,
        results=state.results.get(full_id, ()),
        waits_for=_waits_for(course, day, step, state),
        not_needed=step.why_not_needed(state.profile),
        seeds=seeds,
        is_stale=tick is not None and is_stale(tick.asked, step),
        has_result=bool(run and has_failed(run) and state.has_result(course.id, day, step.id)),
        minutes=planned_minutes(step, state.profile),
    )
    return StepView(**{**vars(view), "state": _state(view, queued=full_id in state.queue)})


def planned_minutes(step: Step, profile: Profile) -> int | None:
    """Return how long a Step takes; None where nobody measured it in this Profile.

    A Step's own minutes are those of `quick`: `full` takes hours for what `quick` does in minutes.
    """
    recipe = step.recipe.profiles.get(profile) if step.recipe else None
    if recipe is None or profile == "quick":
        return step.minutes
    if recipe.expected_s is None:
        return None
    return math.ceil(recipe.expected_s * max(1, len(recipe.training_seeds)) / 60)


def _waits_for(course: Course, day: Day, step: Step, state: LabState) -> tuple[str, ...]:
    needed = (references.find(course, day, reference) for reference in step.needs)
    return tuple(
        other.title
        for place, other in filter(None, needed)
        if not state.tick_of(course.id, place, other.id) and not other.why_not_needed(state.profile)
    )


def _state(view: StepView, *, queued: bool) -> StepState:
    if view.run is not None and view.run.is_alive:
        return "waiting" if isinstance(view.run.state, Starting) else "running"
    if queued:
        return "queued"
    if view.run is not None and isinstance(view.run.state, Stopped) and not view.is_done:
        return "stopped"
    fails = any(isinstance(result.verdict, Fail | Error) for result in view.results)
    lacks_seeds = bool(view.seeds and view.seeds.missing)  # then its Checks cannot pass yet
    if fails and (view.is_done or (view.run and not lacks_seeds)):
        return "failed"
    if view.level is not None:
        return "stale" if view.is_stale else "done"
    if view.not_needed:
        return "not needed"
    if view.run is not None and has_failed(view.run):
        return "failed"
    if view.run is not None and any(isinstance(one.verdict, Blocked) for one in view.results):
        return "ran"
    return "blocked" if view.waits_for else "open"


def has_alive(view: DayView) -> bool:
    """Whether a Run of the Day lives."""
    return any(step.run is not None and step.run.is_alive for step in view.steps)


def has_failed(run: Run) -> bool:
    """Whether the Run ended without what it was to make."""
    if isinstance(run.state, Killed | Lost | Stopped):
        return True
    return isinstance(run.state, Finished) and not run.succeeded


def broke_off(run: Run) -> bool:
    """Whether a training ended without success, so that it is worth to look for a Checkpoint."""
    return run.request.job == "train" and not run.is_alive and not run.succeeded
