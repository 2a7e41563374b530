"""Steps that start by themselves, one when the one before has succeeded, while the app is open."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from course.model import Day
from lab_tasks.runs.model import Run
from tui.rules.day_view import DayView, StepView, has_failed


@dataclass(frozen=True)
class RunQueue:
    """What is left to run of one Day, in order (full ids)."""

    day: Day
    left: tuple[str, ...]
    begun: str | None = None
    """Full id of the Step it began last; None before the first."""
    run: str | None = None
    """Id of that Step's Run; None as long as its start has not been answered."""

    def answered(self, run: Run) -> "RunQueue":
        """Return the queue after the start of `run`; another Step's Run changes nothing."""
        if run.request.step != self.begun:
            return self
        return dataclasses.replace(self, run=run.id)


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


def advance(queue: RunQueue, view: DayView, runs: Iterable[Run], *, is_busy: bool) -> Turn:
    """Return the queue's next turn. `is_busy`: a Run lives, or a start is not answered yet."""
    before = next((run for run in runs if run.id == queue.run), None)
    if before and has_failed(before):
        return Turn(None, None, view.find(before.request.step))
    if is_busy or (queue.begun and before is None):  # begun, and not seen on disk yet
        return Turn(None, queue)
    left = [v for name in queue.left if (v := view.find(name)) and not v.is_done and not _ran(v)]
    if not left:
        return Turn(None, None)
    rest = tuple(v.full_id for v in left[1:])
    return Turn(left[0], RunQueue(queue.day, rest, begun=left[0].full_id))


def _ran(view: StepView) -> bool:
    return view.run is not None and view.run.succeeded
