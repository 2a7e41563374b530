"""From Check results to ticks: what passed is ticked, a tick that no longer holds is taken back."""

from collections.abc import Iterable
from itertools import chain

from course.model import Course, Day
from lab_tasks.checks.run import check_day, step_level
from lab_tasks.checks.verdict import CheckResult, Fail
from lab_tasks.progress.course_asks import digest_of
from lab_tasks.workspace import Workspace
from tui.rules.day_view import DayView, view_day
from tui.rules.lab_state import LabState, Results, full_ids
from tui.rules.progress_edits import Edit, Tick, Untick


def check(course: Course, day: Day, workspace: Workspace) -> Results:
    """Check a Day from its Evidence; return the results by full id of the Step."""
    by_step: dict[str, tuple[CheckResult, ...]] = {}
    for result in check_day(course, day, workspace):
        by_step[result.step] = (*by_step.get(result.step, ()), result)
    return by_step


def edits_after(view: DayView, results: Results) -> tuple[Edit, ...]:
    """Return what the results change in the progress file. An unsettled Check changes nothing."""
    edits: list[Edit] = []
    for step in view.steps:
        found = results.get(step.full_id, ())
        if not found or not step.step.deliverables:
            continue
        if all(result.passed for result in found):
            level = step_level(found)
            if level is not None and (level != step.level or step.is_stale):
                edits.append(Tick(step.full_id, level, asked=digest_of(step.step)))
        elif step.is_done and any(isinstance(result.verdict, Fail) for result in found):
            edits.append(Untick(step.full_id))
    return tuple(edits)


def unsettled_days(course: Course, state: LabState, settled: Iterable[str]) -> tuple[Day, ...]:
    """Return the Days with a Run that succeeded and is not in `settled` (ids of Runs)."""
    done = set(settled)
    fresh = {run.request.step for run in state.runs if run.succeeded and run.id not in done}
    days = []
    for day in course.days:
        views = view_day(course, day, state).steps
        open_ids = (full_ids(course.id, day, v.step.id) for v in views if not v.is_done)
        if not fresh.isdisjoint(chain.from_iterable(open_ids)):
            days.append(day)
    return tuple(days)
