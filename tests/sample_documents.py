"""Workspaces of Days that are read and written: begun, written, ticked, committed.

Works for any Course: what a Day's Checks `words-written`, `quiz-passed` and `attested` ask for is
what is made. The words are filler; the templates and the questions are the Course's own.
"""

import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from course.model import Course, Day, Step
from course.quiz_questions import Choice, Number, Ordering, QuizQuestion, ShortText
from lab_tasks.documents.templates import Written, write_template
from lab_tasks.progress import progress
from lab_tasks.quiz.answering import answer
from lab_tasks.quiz.marking import Given
from lab_tasks.workspace import Workspace

ANSWERED_AT = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
PROMPT = re.compile(r"^> .*$", re.MULTILINE)


def begun_workspace(root: Path, course: Course, day: Day) -> Workspace:
    """Make a Workspace as the app leaves it: every template of the Day, and nothing written."""
    root.mkdir(parents=True, exist_ok=True)
    for command in (
        ["init", "-q", "-b", "main"],
        ["config", "user.name", "Ada Student"],
        ["config", "user.email", "ada@example.org"],
    ):
        subprocess.run(["git", *command], cwd=root, check=True)
    workspace = Workspace(root)
    progress.start(workspace, course.id, "quick")
    for step in day.steps:
        if step.document:
            assert isinstance(write_template(workspace, course, day, step), Written)
    return workspace


def written_workspace(root: Path, course: Course, day: Day) -> Workspace:
    """Make a Workspace in which the Day is written and ticked, and nothing committed."""
    workspace = begun_workspace(root, course, day)
    for _, args in writings(day):
        file = root / args["path"]
        prompts = len(PROMPT.findall(file.read_text()))
        share = words(-(-args["words"] // prompts))
        file.write_text(PROMPT.sub(share, file.read_text()))
    for step in day.steps:
        for question in step.questions:
            given, points = right_answer(question)
            answer(workspace, day, step, question, given, now=ANSWERED_AT, points=points)
        if any(each.check.name == "attested" for each in step.deliverables):
            progress.tick(workspace, f"{course.id}/{day.id}/{step.id}", "attested")
    return workspace


def solved_workspace(root: Path, course: Course, day: Day) -> Workspace:
    """Make a Workspace in which the Day is done, the commit included."""
    workspace = written_workspace(root, course, day)
    commit_all(workspace, day.commit_message)
    return workspace


def writings(day: Day) -> Iterator[tuple[Step, dict[str, Any]]]:
    """Yield each Step that asks for words, with the arguments of its Check."""
    for step in day.steps:
        for deliverable in step.deliverables:
            if deliverable.check.name == "words-written":
                yield step, deliverable.check.args


def right_answer(question: QuizQuestion) -> tuple[Given, tuple[str, ...]]:
    """Return a right answer, and the key points that a student says it has."""
    match question:
        case Choice():
            return question.right, ()
        case Number():
            return f"{question.answer} {question.unit}", ()
        case ShortText():
            return words(20), tuple(question.key_points)
        case Ordering():
            return tuple(question.items), ()


def words(count: int) -> str:
    """Return so many words, as a student's own."""
    return " ".join(f"thought{n}" for n in range(count)) + "."


def commit_all(workspace: Workspace, message: str) -> None:
    """Commit everything there is."""
    subprocess.run(["git", "add", "-A", "."], cwd=workspace.root, check=True)
    subprocess.run(["git", "commit", "-q", "-m", message], cwd=workspace.root, check=True)
