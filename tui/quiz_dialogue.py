"""A quiz asked line by line: plain text out, one line in for each answer; no screen.

Works in a pipe and for screen readers. Each answer is on the disk before the next question.
"""

import shutil
import sys
import textwrap
from collections.abc import Sequence
from datetime import datetime
from io import TextIOWrapper

import msgspec
from msgspec import structs

from course.model import Course, Day, Step
from course.quiz_questions import ShortText
from lab_tasks.problem import Problem
from lab_tasks.quiz.answering import answer, stands
from lab_tasks.quiz.round import again
from lab_tasks.quiz.sheet import Sheet, sheet_of
from lab_tasks.quiz.standing import Standing
from lab_tasks.workspace import Workspace
from tui.words import quiz_text

LONGEST_LINE = 100
"""Columns; longer lines are hard to read."""
INDENT = 5
"""Columns before the text of a lettered part."""


class Left(Exception):
    """The student leaves, or there is no more input."""


class ToAsk(msgspec.Struct, frozen=True):
    """One question to ask, and the Step it belongs to."""

    day: Day
    step: Step
    standing: Standing


class Outcome(msgspec.Struct):
    """How many answers were given, and how many of them were right."""

    answered: int = 0
    right: int = 0


def ask_all(course: Course, workspace: Workspace, questions: Sequence[ToAsk]) -> Outcome:
    """Ask each question, and at the end what was missed, until that is right or skipped.

    The end of the input ends it. Raises OSError: an answer cannot be kept.
    """
    outcome, to_ask = Outcome(), list(questions)
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a terminal of another encoding is no crash
    try:
        for number, asked in enumerate(to_ask, start=1):  # it grows meanwhile
            sheet = sheet_of(asked.standing.question, asked.standing.answered)
            _say(quiz_text.question_text(sheet, number, len(to_ask)))
            is_right = _answer(course, workspace, asked, sheet)
            if is_right is not None:
                outcome.answered += 1
                outcome.right += is_right
            if is_right is False:
                to_ask.append(structs.replace(asked, standing=again(asked.standing)))
    except Left:
        pass
    return outcome


def _answer(course: Course, workspace: Workspace, asked: ToAsk, sheet: Sheet) -> bool | None:
    """Read, mark, record and comment one answer; None: skipped."""
    while True:
        typed = _line()
        if not typed.strip():
            _say("Skipped.\n")
            return None
        given = sheet.read(typed)
        if not isinstance(given, Problem):
            break
        _refuse(given)
    points = _points(sheet) if isinstance(sheet.question, ShortText) else ()
    day, step, now = asked.day, asked.step, datetime.now().astimezone()
    attempt = answer(workspace, day, step, sheet.question, given, now=now, points=points)
    found = stands(workspace, day, step, now)
    state = next(each.state for each in found if each.question is sheet.question)
    _say(quiz_text.outcome_text(sheet, attempt.right, state, now))
    _say(quiz_text.source_text(course, day, sheet.question) + "\n")
    return attempt.right


def _points(sheet: Sheet) -> tuple[str, ...]:
    _say(quiz_text.key_points_text(sheet))
    try:
        while isinstance(points := sheet.read_points(_line()), Problem):
            _refuse(points)
    except Left:
        _say("You have not marked it, so it is not kept.")
        raise
    return points


def _refuse(problem: Problem) -> None:
    _say(f"{problem.what[:1].upper()}{problem.what[1:]}. {problem.remedy}")


def _line() -> str:
    """Return one line without its end. Raises Left."""
    if sys.stdin.isatty():
        sys.stdout.write("> ")
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line or line.strip().casefold() == quiz_text.LEAVE:
        raise Left
    return line.rstrip("\n")


def _say(text: str) -> None:
    """Write a text; on a terminal its lines are folded between words."""
    lines = text.split("\n")
    if sys.stdout.isatty():
        columns = min(shutil.get_terminal_size().columns, LONGEST_LINE)
        indents = [" " * INDENT if line.startswith("  ") else "" for line in lines]
        folded = (
            textwrap.fill(line, columns, subsequent_indent=indent)
            for line, indent in zip(lines, indents, strict=True)
        )
        lines = list(folded)
    sys.stdout.write("\n".join(lines) + "\n")
