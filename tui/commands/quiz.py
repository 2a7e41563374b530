"""`robolab-tui quiz`: answers a quiz line by line, asks what is due, or lists the quizzes."""

import json
import sys
from argparse import Namespace
from datetime import datetime

from course.model import Course, Day, Step
from lab_tasks import references
from lab_tasks.problem import Problem
from lab_tasks.quiz import attempts
from lab_tasks.quiz.standing import Standing, standings
from lab_tasks.sanitise import clean_line
from lab_tasks.workspace import Workspace
from tui import given_course, quiz_dialogue
from tui.cli import complain, find_workspace
from tui.exit_code import ExitCode
from tui.quiz_dialogue import ToAsk
from tui.words import quiz_text

type Quiz = tuple[Day, Step]
type Stood = tuple[Day, Step, tuple[Standing, ...]]
"""A quiz and how the student stands with its questions."""


class RecordUnreadable(Exception):
    """A quiz's record cannot be read, so nothing is added to it."""


def run(words: Namespace) -> int:
    """Ask the questions of a Step or all that are due; without either list the quizzes."""
    workspace = Workspace(find_workspace(words))
    course = given_course.read(words.course)
    quizzes = named_quizzes(course, words.step)
    if not quizzes:
        known = ", ".join(f"{d.id}/{s.id}" for d, s in named_quizzes(course, None)) or "none"
        name = f" {clean_line(words.step)!r}" if words.step else ""
        complain(f"{course.id} has no quiz{name}.", f"Its quizzes: {known}.")
        return ExitCode.USAGE
    if not workspace.progress_path.exists():
        complain(f"{workspace.root} is no workspace yet.", "Open the app there once: robolab-tui.")
        return ExitCode.ENVIRONMENT
    now = datetime.now().astimezone()
    try:
        stood = [(*quiz, _standings(workspace, *quiz, now)) for quiz in quizzes]
    except RecordUnreadable as unreadable:
        complain(str(unreadable), "Bring it back, or move it away to begin anew.")
        return ExitCode.ENVIRONMENT
    if not words.step and not words.due:
        _list(stood, now, words.quiz_format)
        return ExitCode.PASS
    return _ask(course, workspace, stood, now, only_due=words.due)


def named_quizzes(course: Course, name: str | None) -> list[Quiz]:
    """Return the quizzes that `checkpoint`, `day84/checkpoint` or `day84` names; None: all."""
    return [
        (day, step)
        for day in course.days
        for step in day.steps
        if step.questions
        and (name is None or name == day.id or references.is_meant(course, day, step, name))
    ]


def _standings(workspace: Workspace, day: Day, step: Step, now: datetime) -> tuple[Standing, ...]:
    read = attempts.read(workspace, day, step)
    path = attempts.record_path(workspace, day, step).relative_to(workspace.root)
    if isinstance(read, Problem):
        raise RecordUnreadable(f"{path}: {read.what}.")
    if read.unreadable:
        lines = ", ".join(str(line) for line in read.unreadable[:5])
        complain(f"{path}: lines that cannot be read do not count, and stay there: {lines}.")
    return standings(step, read.recorded, now)


def _list(stood: list[Stood], now: datetime, form: str) -> None:
    if form == "json":
        facts = [
            {"step": f"{day.id}/{step.id}", **quiz_text.counts(stand, now)}
            for day, step, stand in stood
        ]
        sys.stdout.write(json.dumps({"quizzes": facts}, indent=1) + "\n")
        return
    for day, step, stand in stood:
        sys.stdout.write(f"{day.id}/{step.id}  {quiz_text.counts_text(stand, now)}\n")
    sys.stderr.write(f"{quiz_text.KNOWN_RULE}\n")


def _ask(
    course: Course,
    workspace: Workspace,
    stood: list[Stood],
    now: datetime,
    *,
    only_due: bool,
) -> int:
    questions = [
        ToAsk(day, step, one)
        for day, step, stand in stood
        for one in stand
        if one.is_due(now) or not only_due
    ]
    if not questions:
        sys.stdout.write("Nothing is due.\n")
        return ExitCode.PASS
    try:
        outcome = quiz_dialogue.ask_all(course, workspace, questions)
    except OSError as error:
        where = workspace.quiz_dir
        complain(f"The answer could not be kept in {where}: {error.strerror}.", "Free some space.")
        return ExitCode.ENVIRONMENT
    sys.stdout.write(f"{outcome.answered} answered, {outcome.right} right.\n")
    for day, step, _ in stood:
        after = _standings(workspace, day, step, datetime.now().astimezone())
        sys.stdout.write(f"{day.id}/{step.id}  {quiz_text.counts_text(after, now)}\n")
    return ExitCode.PASS
