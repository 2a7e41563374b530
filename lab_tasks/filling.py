"""Filling: the app's part of a Step's document: a table of results, of few trials, or a devlog."""

from course.model import Course, Day, Step
from lab_tasks import few_trials, results
from lab_tasks.documents.asked import DEVLOG, FEW_TRIALS, asked_filling
from lab_tasks.problem import Problem
from lab_tasks.results import Filled
from lab_tasks.workspace import Workspace


def fill(course: Course, day: Day, step: Step, workspace: Workspace) -> Filled | Problem:
    """Write what a Check of the Step asks of the app; the student's own text stays.

    Raises OSError when the file cannot be written.
    """
    asked = asked_filling(step)
    if asked is None:
        return Problem(f"‘{step.title}’ asks the app to write nothing.", "Read its text.")
    if asked.name == DEVLOG:
        from lab_tasks.reports.day_devlog import write  # 0.3 s of matplotlib

        return write(course, day, step, workspace)
    if asked.name == FEW_TRIALS:
        return few_trials.fill(course, day, step, workspace)
    return results.fill(course, day, step, workspace)
