"""The sample Course's Days checked: each verdict by its Step and Deliverable."""

import sample_workspace as sample

from course.model import Day
from lab_tasks.checks.run import check_day
from lab_tasks.checks.verdict import CheckResult, Fail
from lab_tasks.workspace import Workspace

COURSE = sample.sample_course()
DAY19, DAY21 = COURSE.days


def check(workspace: Workspace, day: Day = DAY19) -> dict[str, CheckResult]:
    """Return a Day's results by `step/deliverable`."""
    results = check_day(COURSE, day, workspace)
    return {f"{result.step.rpartition('/')[2]}/{result.deliverable}": result for result in results}


def failure(workspace: Workspace, deliverable: str) -> Fail:
    """Return the Fail of a Deliverable of Day 19, which has a remedy."""
    verdict = check(workspace)[deliverable].verdict
    assert isinstance(verdict, Fail), verdict
    assert verdict.remedy
    return verdict
