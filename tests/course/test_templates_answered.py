"""A student who answers every prompt of a shipped template, and touches nothing else, is done."""

import re
from pathlib import Path

import pytest

from course.loader import SHIPPED, load_course
from course.model import Course, Day, Step
from lab_tasks.checks.question import Question
from lab_tasks.checks.run import check_deliverable
from lab_tasks.checks.verdict import CheckResult, Pass
from lab_tasks.documents.templates import Written, write_template
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.workspace import Workspace

PROMPT = re.compile(r"^> .*$", re.MULTILINE)
ASKED = [
    (course, day, step)
    for course in map(load_course, SHIPPED)
    for day in course.days
    for step in day.steps
    if step.document and any(d.check.name == "no-template-text" for d in step.deliverables)
]


@pytest.mark.parametrize(
    ("course", "day", "step"), ASKED, ids=[f"{c.id}-{day.id}-{step.id}" for c, day, step in ASKED]
)
def test_nothing_of_a_template_is_left_when_each_prompt_is_answered(
    course: Course, day: Day, step: Step, tmp_path: Path
) -> None:
    evidence = Evidence(course, Workspace(tmp_path))
    written = write_template(evidence.workspace, evidence.course, day, step)
    assert isinstance(written, Written)
    assert not all(_is_passed(each) for each in _own(evidence, day, step))

    written.path.write_text(PROMPT.sub("I saw what I had not expected.", written.path.read_text()))

    assert all(_is_passed(each) for each in _own(evidence, day, step)), _own(evidence, day, step)


def _own(evidence: Evidence, day: Day, step: Step) -> list[CheckResult]:
    question = Question(Evidence(evidence.course, evidence.workspace), day, step)
    own = [each for each in step.deliverables if each.check.name == "no-template-text"]
    return [check_deliverable(question, each) for each in own]


def _is_passed(result: CheckResult) -> bool:
    return isinstance(result.verdict, Pass)
