"""Why a key cannot act now. One function per key; a key without one can always act."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lab_tasks.documents.asked import asked_filling
from lab_tasks.runs.model import Run
from lab_tasks.seeds import recipe_seed
from tui.rules.day_view import DayView, StepView
from tui.rules.lab_state import LabState
from tui.rules.note import note_of
from tui.rules.resuming import refusal_of_second
from tui.rules.run_queue import left_to_run

ACTS_ON_WHAT_IT_NEEDS = ("run", "fresh-clone")
"""Kinds of Step that cannot begin while they are blocked; what is read or written can."""


@dataclass(frozen=True)
class Moment:
    """What the reasons are worked out from: the snapshot, the Day, the Step under the cursor."""

    state: LabState
    day: DayView
    step: StepView | None


def reason_against(action: str, moment: Moment) -> str | None:
    """Return why the action cannot act now, as a sentence with the way out; None when it can."""
    if not moment.state.is_read:
        return None if action in ("quit", "help") else "Your Workspace is still being read."
    rule = _RULES.get(action)
    return rule(moment) if rule else None


def _do_step(moment: Moment) -> str | None:
    step = moment.step
    if step is None:
        return "No Step is chosen: move to one with the arrow keys."
    if step.step.kind in ACTS_ON_WHAT_IT_NEEDS and step.waits_for and not step.is_done:
        way = " f opens the test all the same." if step.step.kind == "fresh-clone" else ""
        return _builds_on(step, step.waits_for[0], moment.day) + way
    return None


def _builds_on(step: StepView, title: str, day: DayView) -> str:
    """Return what a Step waits for, and the way there."""
    words = f"{step.step.title} builds on “{title}”"
    first = next((view for view in day.steps if view.step.title == title), None)
    if first is None:
        return f"{words}, of an earlier Day: do that first."
    if first.state in ("running", "waiting", "queued"):
        return f"{words}, which is {first.state}: a puts all that is left behind it."
    if first.state == "ran":
        return f"{words}, which ran, but a Check of it waits (w there says what for)."
    return f"{words}: do that first."


def _tick(moment: Moment) -> str | None:
    step = moment.step
    if step is None:
        return "No Step is chosen: move to one with the arrow keys."
    if not step.is_attested:
        return f"{step.step.title} is proved by Checks, not by your word: press c to check it."
    return None


def _hint(moment: Moment) -> str | None:
    if moment.step is None or not moment.step.step.hints:
        return "This Step has no hints; its text says what to do (enter opens it)."
    return None


def _why(moment: Moment) -> str | None:
    return None if moment.step else "No Step is chosen: move to one with the arrow keys."


def _run_all(moment: Moment) -> str | None:
    if not moment.state.waiting and not left_to_run(moment.day):
        return "Every Run of this Day is done or under way."
    return None


def _stop(moment: Moment) -> str | None:
    run = moment.step.run if moment.step else None
    if run is None or not run.is_alive:
        return "Nothing of this Step is running."
    return None


def _resume(moment: Moment) -> str | None:
    run = moment.step.run if moment.step else None
    return (
        why_not_resume(run, moment.state.runs)
        if run
        else "This Step never ran, so there is nothing to resume."
    )


def why_not_resume(run: Run, runs: Sequence[Run]) -> str | None:
    """Return why a Run cannot go on from a Checkpoint; None when it is worth a look."""
    if run.request.job != "train":
        return f"{run.id} trains nothing, so it has no Checkpoint: start it again (enter)."
    if run.is_alive:
        return f"{run.id} is running."
    if run.succeeded:
        return f"{run.id} reached its end."
    refusal = refusal_of_second(run, runs)
    return f"{refusal.why} {refusal.remedy}." if refusal else None


def _seeds(moment: Moment) -> str | None:
    step = moment.step
    if step is None or step.step.recipe is None:
        return "This Step runs nothing."
    if recipe_seed(step.step, moment.state.profile) is None and step.seeds is None:
        return f"{step.step.title} has no seed to vary in this profile."
    return _do_step(moment)


def _fill_table(moment: Moment) -> str | None:
    step = moment.step
    if step is None or asked_filling(step.step) is None:
        return "This Step has no document that the app writes a part of."
    return None


def _note(moment: Moment) -> str | None:
    if moment.step is None or note_of(moment.step.step) is None:
        return "This Step asks for no document of yours."
    return None


def _log(moment: Moment) -> str | None:
    if moment.step is None or moment.step.run is None:
        return "This Step never ran, so it has no log."
    return None


def _compare(moment: Moment) -> str | None:
    if not any(view.step.kind == "compare" for view in moment.day.steps):
        return "This Day compares no policies."
    return None


def _commit(moment: Moment) -> str | None:
    if not any(view.step.kind == "commit" for view in moment.day.steps):
        return "This Day has nothing to commit."
    return None


def _fresh_clone(moment: Moment) -> str | None:
    days = moment.day.course.days
    if not any(step.kind == "fresh-clone" for day in days for step in day.steps):
        return "This Course has no fresh-clone test."
    return None


def _curve(moment: Moment) -> str | None:
    if moment.step is None or moment.step.run is None:
        return "There is no curve yet: this Step never ran."
    return None


def _lab(moment: Moment) -> str | None:
    from lab_tasks.lab import lab_environment

    match moment.state.lab:
        case lab_environment.Ready(_, origin):
            return f"The lab's environment is ready ({origin})."
        case lab_environment.Installing():
            return "The lab's environment is being made."
    return None


def _previous_day(moment: Moment) -> str | None:
    first = moment.day.course.days[0]
    return "This is the first Day." if moment.day.day.id == first.id else None


def _next_day(moment: Moment) -> str | None:
    last = moment.day.course.days[-1]
    return "This is the last Day." if moment.day.day.id == last.id else None


_RULES: dict[str, Callable[[Moment], str | None]] = {
    "do_step": _do_step,
    "tick": _tick,
    "hint": _hint,
    "why": _why,
    "run_all": _run_all,
    "stop_run": _stop,
    "resume_run": _resume,
    "seeds": _seeds,
    "edit_note": _note,
    "own_editor": _note,
    "fill_table": _fill_table,
    "log": _log,
    "monitor": _curve,
    "compare": _compare,
    "commit": _commit,
    "fresh_clone": _fresh_clone,
    "log_scale": _curve,
    "install_lab": _lab,
    "previous_day": _previous_day,
    "next_day": _next_day,
}
