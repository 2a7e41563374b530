"""Templates: a student's document begun from the Course's, and never written over."""

from pathlib import Path

import msgspec

from course.loader import template_text
from course.model import Course, Day, Document, Step
from lab_tasks import atomic, foreign
from lab_tasks.documents.asked import DEVLOG, asked_of
from lab_tasks.problem import Problem
from lab_tasks.reports.written_part import INVITATION
from lab_tasks.workspace import Workspace


class Written(msgspec.Struct, frozen=True):
    """The document is new: it holds the template."""

    path: Path


class Kept(msgspec.Struct, frozen=True):
    """Something was there already, and stays as it is."""

    path: Path


def write_template(
    workspace: Workspace, course: Course, day: Day, step: Step
) -> Written | Kept | Problem:
    """Begin the Step's document with its template, where there is nothing yet.

    Raises OSError when it cannot be written, CourseError when the Course's template has gone.
    """
    if step.document is None:
        return Problem(f"‘{step.title}’ has no document.", "Read its text: it says what to write.")
    target = foreign.inside(workspace.root, step.document.path)
    if isinstance(target, Problem):
        return target
    try:
        atomic.create_text(target, template_text(course, day, step.document))
    except FileExistsError:
        return Kept(target)
    return Written(target)


def template_of(course: Course, day: Day, path: str) -> str:
    """Return the template that the file at `path` begins with; empty where the Day names none.

    A devlog begins with the invitation that the report writes below its own part.

    Raises CourseError when the Course's file has gone.
    """
    document = _document(day, path)
    if document is None and _is_devlog(day, path):
        return INVITATION
    return template_text(course, day, document) if document else ""


def _is_devlog(day: Day, path: str) -> bool:
    asked = (asked_of(step, DEVLOG) for step in day.steps)
    return any(check is not None and check.args.get("path") == path for check in asked)


def _document(day: Day, path: str) -> Document | None:
    named = (step.document for step in day.steps if step.document)
    return next((document for document in named if document.path == path), None)
