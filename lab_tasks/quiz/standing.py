"""How a student stands with each question of a quiz, worked out from the recorded answers.

Known: the newest answer is right, and the scheduler would wait three weeks or more to ask again.
It takes three right answers at growing intervals (2, then 11 days) when none is missed; the same
answer given three times in an hour does not count as three. A known question is not asked again.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from course.model import Step
from course.quiz_questions import QuizQuestion
from lab_tasks.quiz.attempts import Recorded
from lab_tasks.quiz.marking import is_right, key_of
from lab_tasks.quiz.repetition import repetition

KNOWN_DAYS = 21
"""An interval at which much-used flashcard programs call a card mature."""
CLOCKS_DIFFER = timedelta(days=1)
"""An answer dated later than this from now counts for nothing."""


class Unanswered(msgspec.Struct, frozen=True):
    """Never answered, or only before the course changed what is right."""


class Missed(msgspec.Struct, frozen=True):
    """The newest answer was wrong; asked again `at`."""

    at: datetime


class Right(msgspec.Struct, frozen=True):
    """The newest answer was right; asked again `at`."""

    at: datetime


class Known(msgspec.Struct, frozen=True):
    """Right at growing intervals; not asked again."""


State = Unanswered | Missed | Right | Known


class Standing(msgspec.Struct, frozen=True):
    """One question and how the student stands with it."""

    question: QuizQuestion
    state: State
    answered: int
    """How often it was answered, what no longer counts included."""

    def is_due(self, now: datetime) -> bool:
        """Whether it is to be asked on the day of `now`, by the calendar of `now`'s zone."""
        match self.state:
            case Missed(at) | Right(at):
                return at.astimezone(now.tzinfo).date() <= now.date()
            case Known():
                return False
            case Unanswered():
                return True


def standings(step: Step, recorded: Iterable[Recorded], now: datetime) -> tuple[Standing, ...]:
    """Return how a student stands with every question of a Step, in its order."""
    lines = tuple(recorded)
    return tuple(_standing(question, lines, now) for question in step.questions)


def history(
    question: QuizQuestion, recorded: Iterable[Recorded], now: datetime
) -> tuple[tuple[datetime, bool], ...]:
    """Return time and mark of each answer that counts, marked again now, oldest line first."""
    key = key_of(question)
    return tuple(
        (one.attempt.at, is_right(question, one.attempt.answer, one.attempt.points))
        for one in _of(question, recorded)
        if one.attempt.key == key and one.attempt.at <= now + CLOCKS_DIFFER
    )


def not_borne_out(step: Step, recorded: Iterable[Recorded]) -> tuple[Recorded, ...]:
    """Return the lines that claim a right answer which, marked again, is wrong."""
    lines = tuple(recorded)
    return tuple(
        one
        for question in step.questions
        for one in _of(question, lines)
        if one.attempt.right
        and one.attempt.key == key_of(question)
        and not is_right(question, one.attempt.answer, one.attempt.points)
    )


def _standing(question: QuizQuestion, recorded: tuple[Recorded, ...], now: datetime) -> Standing:
    answers = history(question, recorded, now)
    answered = sum(1 for _ in _of(question, recorded))
    return Standing(question, _state(answers), answered)


def _state(answers: tuple[tuple[datetime, bool], ...]) -> State:
    again = repetition(answers)
    if again is None:
        return Unanswered()
    if not answers[-1][1]:
        return Missed(again.at)
    return Known() if again.after_days >= KNOWN_DAYS else Right(again.at)


def _of(question: QuizQuestion, recorded: Iterable[Recorded]) -> Iterable[Recorded]:
    names = (question.id, *question.aliases)
    return (one for one in recorded if one.attempt.question in names)
