"""Marking: whether an answer is right. Pure: the same answer is marked the same a year later."""

import hashlib
import json
import math
from typing import assert_never

from course.quiz_questions import Choice, Number, Ordering, QuizQuestion, ShortText
from lab_tasks.problem import Problem
from lab_tasks.quiz.quantity import read_number

Given = tuple[str, ...] | str
"""An answer: ids of options or items, else the words or the number as they were typed."""


def is_right(question: QuizQuestion, given: Given, points: tuple[str, ...] = ()) -> bool:
    """Whether the answer is right. `points`: the key points a student says their text has."""
    match question:
        case Choice():
            return not isinstance(given, str) and set(given) == set(question.right)
        case Number():
            return isinstance(given, str) and _is_near(question, read_number(given, question.unit))
        case ShortText():
            is_said = isinstance(given, str) and bool(given.strip())
            return is_said and set(points) >= set(question.key_points)
        case Ordering():
            return given == tuple(question.items)
        case _:
            assert_never(question)


def is_self_marked(question: QuizQuestion) -> bool:
    """Whether only the student can mark it: such an answer is attested, never detected."""
    return isinstance(question, ShortText)


def key_of(question: QuizQuestion) -> str:
    """Return the name of what answers are marked against: 12 hex digits.

    Mending a text keeps it; another right answer changes it, and then what was answered before
    counts neither for nor against the student.
    """
    what: object
    match question:
        case Choice():
            what = ["choice", sorted(question.options), sorted(question.right)]
        case Number():
            what = ["number", question.answer, question.tolerance, question.unit]
        case ShortText():
            what = ["text", sorted(question.key_points)]
        case Ordering():
            what = ["ordering", *question.items]
        case _:
            assert_never(question)
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()[:12]


def _is_near(question: Number, number: float | Problem) -> bool:
    if isinstance(number, Problem):
        return False
    off = abs(number - question.answer)
    # 0.4 and 0.35 differ by a hair more than 0.05: the limit itself is within the tolerance.
    return off <= question.tolerance or math.isclose(off, question.tolerance, rel_tol=1e-9)
