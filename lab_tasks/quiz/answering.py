"""Answering: one answer marked and put on record, and how the student then stands."""

from datetime import datetime

from course.model import Day, Step
from course.quiz_questions import QuizQuestion
from lab_tasks.problem import Problem
from lab_tasks.quiz import attempts
from lab_tasks.quiz.attempts import Attempt
from lab_tasks.quiz.marking import Given, is_right, key_of
from lab_tasks.quiz.standing import Standing, standings
from lab_tasks.workspace import Workspace


def answer(
    workspace: Workspace,
    day: Day,
    step: Step,
    question: QuizQuestion,
    given: Given,
    *,
    now: datetime,
    points: tuple[str, ...] = (),
) -> Attempt:
    """Mark an answer, record it, and return the record. Raises OSError when it cannot be kept."""
    attempt = Attempt(
        at=now.replace(microsecond=0),
        question=question.id,
        answer=given,
        right=is_right(question, given, points),
        key=key_of(question),
        points=points,
    )
    attempts.append(workspace, day, step, attempt)
    return attempt


def stands(workspace: Workspace, day: Day, step: Step, now: datetime) -> tuple[Standing, ...]:
    """Return how a student stands with each question; an unreadable record counts for nothing."""
    read = attempts.read(workspace, day, step)
    return standings(step, () if isinstance(read, Problem) else read.recorded, now)
