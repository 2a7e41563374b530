"""Steps that start by themselves, one when the one before has succeeded, while the app is open."""

from dataclasses import dataclass

from course.model import Day
from tui.day_view import DayView, StepView, has_failed


@dataclass(frozen=True)
class RunQueue:
    """What is left to run of one Day, in order (full ids)."""

    day: Day
    left: tuple[str, ...]


@dataclass(frozen=True)
class Turn:
    """What to do now: start `start` (None: wait), and go on with `queue` (None: it is done)."""

    start: StepView | None
    queue: RunQueue | None
    stopped_by: StepView | None = None
    """The Step whose Run failed, which ends the queue; None while all is well."""


def fill(view: DayView) -> RunQueue | None:
    """Return the queue of all Steps of the Day that still have something to run."""
    left = tuple(v.full_id for v in view.steps if v.step.recipe and not v.is_done)
    return RunQueue(view.day, left) if left else None


def advance(queue: RunQueue, view: DayView, *, is_busy: bool, started: str | None) -> Turn:
    """Return the queue's next turn. `is_busy`: a Run lives. `started`: the Step it began last."""
    before = view.find(started) if started else None
    if before and before.run and has_failed(before.run):
        return Turn(None, None, before)
    if is_busy:
        return Turn(None, queue)
    left = [v for name in queue.left if (v := view.find(name)) and not v.is_done and not _ran(v)]
    if not left:
        return Turn(None, None)
    return Turn(left[0], RunQueue(queue.day, tuple(v.full_id for v in left[1:])))


def _ran(view: StepView) -> bool:
    return view.run is not None and view.run.succeeded
