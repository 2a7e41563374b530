"""The devlog of a Day: the newest trainings of its Steps, reported into the file it asks for."""

from pathlib import PurePosixPath

from course.model import Course, Day, Step
from lab_tasks import foreign
from lab_tasks.documents.asked import DEVLOG, asked_of
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.problem import Problem
from lab_tasks.reports.devlog import DevlogRefused, write_devlog
from lab_tasks.reports.told_trainings import told_trainings
from lab_tasks.results import Filled
from lab_tasks.workspace import Workspace


def write(course: Course, day: Day, step: Step, workspace: Workspace) -> Filled | Problem:
    """Write what `robolab-tui report` would: the trainings that the Step's Check names.

    Raises OSError when a file cannot be written.
    """
    asked = asked_of(step, DEVLOG)
    if asked is None:
        return Problem(f"‘{step.title}’ asks for no devlog.", "Read its text.")
    evidence = Evidence(course, workspace)
    args = asked.args_for(evidence.profile)
    target = foreign.inside(workspace.root, str(PurePosixPath(args["path"]).parent))
    if isinstance(target, Problem):
        return target
    told = told_trainings(evidence, day, args["steps"])
    if told.missing:
        what = f"The devlog tells of trainings, and {told.missing[0]} has left none yet."
        return Problem(what, "Run it first (enter there).")
    try:
        written = write_devlog(target, told.trainings)
    except DevlogRefused as refused:
        return Problem(refused.what, refused.remedy)
    return Filled(written[0], len(told.trainings), 0, what="the report")
