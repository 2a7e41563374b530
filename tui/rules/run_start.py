"""Starting a Step's Run: the recipe, the lab's Python, the launch; or why it cannot start."""

from course.model import Course, Day, Step
from lab_tasks import references
from lab_tasks.lab import lab_environment
from lab_tasks.lab.lab_environment import Installing
from lab_tasks.recipes import Missing as RecipeMissing
from lab_tasks.recipes import resolve
from lab_tasks.runs.launch import launch
from lab_tasks.runs.launch_errors import LaunchError
from lab_tasks.runs.model import RunRequest
from lab_tasks.workspace import Workspace
from tui.rules.lab_state import LabState
from tui.rules.start_outcome import LabMissing, NotStarted, Started, StartOutcome, TooMany

MOST_ALIVE = 2
"""Runs at once: a third would slow down all of them on a machine with two cores."""


def start(
    course: Course, day: Day, step: Step, workspace: Workspace, state: LabState
) -> StartOutcome:
    """Start the Step's Recipe as a detached Run. Slow (git, files): call it from a worker."""
    if refusal := _too_many(state, references.full_id(course, day, step)):
        return refusal
    try:
        request = resolve(course, day, step, state.profile, workspace)
    except OSError as problem:
        what = f"What {step.title} builds on cannot be read: {problem}."
        return NotStarted(what, "Mend that file, then press enter again.")
    if isinstance(request, RecipeMissing):
        return NotStarted(f"{step.title} needs: {', '.join(request.what)}.", request.remedy)
    return start_request(workspace, request)


def start_request(workspace: Workspace, request: RunRequest) -> StartOutcome:
    """Start what was resolved as a detached Run. Slow: call it from a worker."""
    lab = lab_environment.find(workspace)
    if isinstance(lab, lab_environment.Missing):
        return LabMissing(lab.why, lab.remedy)
    lock = lab.lock if isinstance(lab, Installing) else None
    try:
        run = launch(workspace, request, lab.python, wait_for=lock)
    except LaunchError as problem:
        return NotStarted(f"{problem.why}.", f"{problem.remedy}.")
    return Started(run, waits_for_lab=lock is not None)


def _too_many(state: LabState, step: str) -> TooMany | None:
    alive = state.alive
    if state.profile != "quick" or len(alive) < MOST_ALIVE:
        return None
    names = " and ".join(run.id for run in alive)
    return TooMany(f"{names} are running; a third would slow all of them down.", step)
