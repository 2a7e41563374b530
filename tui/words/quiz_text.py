"""A quiz in words: how a question is put, what came of an answer, and how the student stands."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

import msgspec

from course.model import Course, Day, Profile, Step
from course.quiz_questions import Choice, Number, Ordering, QuizQuestion, ShortText
from lab_tasks import references
from lab_tasks.checks.quizzes import QuizPassed
from lab_tasks.quiz.sheet import EVERY, NONE, Sheet
from lab_tasks.quiz.standing import Known, Missed, Right, Standing, State, Unanswered
from lab_tasks.sanitise import clean, clean_line

LEAVE = "q"
QUIZ_PASSED = "quiz-passed"
MARK_YOURSELF = (
    "Which of these did your answer say? Tick them by number or space; enter keeps it. It counts "
    "as your word (attested), for no program can check it."
)
KNOWN_RULE = (
    "A question is known when you have answered it right at growing intervals: after 2 days, "
    "then 11. Until then it comes back."
)


def question_text(sheet: Sheet, number: int, count: int) -> str:
    """Return a question as it is put: its words, its lettered parts, and how to answer."""
    lines = [f"Question {number} of {count}", clean(sheet.question.ask.strip())]
    if not isinstance(sheet.question, ShortText):  # its parts are the key
        lines += _parts(sheet)
    return "\n".join([*lines, f"{_how(sheet)} Empty: skip. {LEAVE}: leave."])


def how_on_screen(question: QuizQuestion) -> str:
    """Return how to answer with keys."""
    match question:
        case Choice(right=right):
            many = "One holds" if len(right) == 1 else "Several hold"
            return f"{many}: choose by number or space; enter answers."
        case Number(unit=unit):
            return f"A number{f', in {clean_line(unit)}' if unit else ''}; enter answers."
        case ShortText():
            return "A sentence or two; ctrl+s answers. Then you mark it yourself, against the key."
        case Ordering():
            return "Put them in order: shift+↑ and shift+↓, or K and J, move one; enter answers."
        case _:
            assert_never(question)


def key_points_text(sheet: Sheet) -> str:
    """Return the key of a text, and what the student is asked about it."""
    ask = f"Which of these did your answer say? Letters, {EVERY} or {NONE}."
    return "\n".join(["The key points:", *_parts(sheet), ask])


def outcome_text(sheet: Sheet, is_right: bool, state: State, now: datetime) -> str:
    """Return what came of an answer: the mark, the right answer, why, and when it comes again."""
    lines = ["Right." if is_right else "Not yet."]
    if not is_right:
        lines += _right_answer(sheet)
    lines.append(clean(sheet.question.explanation.strip()))
    lines.append(again_text(state, now))
    return "\n".join(line for line in lines if line)


def why_text(question: QuizQuestion, is_right: bool) -> str:
    """Return why an answer is right, where its parts are marked; of a number also the answer."""
    is_told = isinstance(question, Number) and not is_right
    lines = [_number(question)] if is_told and isinstance(question, Number) else []
    return "\n".join([*lines, clean(question.explanation.strip())])


def source_text(course: Course, day: Day, question: QuizQuestion) -> str:
    """Return where it can be read up: a source's title and address, or a Step's title and id."""
    for source in day.sources:
        if source.url == question.source:
            return f"Source: {clean_line(source.title)}, {clean_line(source.url)}"
    found = references.find(course, day, question.source)
    title = f"{clean_line(found[1].title)}, " if found else ""
    return f"Source: {title}{clean_line(question.source)}"


def again_text(state: State, now: datetime) -> str:
    """Return when a question comes again."""
    match state:
        case Known():
            return "Known: it is not asked again."
        case Missed():
            return "Asked again at the end of this round."
        case Right(at):
            date = at.astimezone(now.tzinfo).date()
            days = (date - now.date()).days
            return f"Asked again on {date}, in {days} day{'' if days == 1 else 's'}."
        case Unanswered():
            return ""
        case _:
            assert_never(state)


def counts(standings: Sequence[Standing], now: datetime) -> dict[str, int]:
    """Return how many questions there are, stand how, and are due."""
    kinds = Counter(type(each.state) for each in standings)
    return {
        "questions": len(standings),
        "known": kinds[Known],
        "right": kinds[Right],
        "missed": kinds[Missed],
        "unanswered": kinds[Unanswered],
        "due": sum(each.is_due(now) for each in standings),
    }


def counts_text(standings: Sequence[Standing], now: datetime) -> str:
    """Return the same in words: `8 questions: 1 known, 3 right, 4 unanswered; 4 due`."""
    of = counts(standings, now)
    parts = [f"{of[name]} {name}" for name in ("known", "right", "missed", "unanswered")]
    said = ", ".join(part for part in parts if not part.startswith("0 "))
    noun = "question" if of["questions"] == 1 else "questions"
    return f"{of['questions']} {noun}: {said}; {of['due']} due"


def wanted_text(step: Step, standings: Sequence[Standing], profile: Profile) -> str:
    """Return how many right or known questions the Day asks for, and how many are lacking."""
    for deliverable in step.deliverables:
        if deliverable.check.name == QUIZ_PASSED:
            asked = msgspec.convert(dict(deliverable.check.args_for(profile)), QuizPassed)
            kinds = (Known,) if asked.standing == "known" else (Known, Right)
            wanted = asked.of(len(standings))
            lacking = wanted - sum(isinstance(each.state, kinds) for each in standings)
            then = f"{lacking} to go; enter at the Step asks again" if lacking > 0 else "reached"
            return f"The Day asks for {wanted} {asked.standing}: {then}."
    return ""


def _parts(sheet: Sheet) -> list[str]:
    return [f"  {letter}  {clean_line(text)}" for letter, text in sheet.texts()]


def _how(sheet: Sheet) -> str:
    letters = list(sheet.letters)
    match sheet.question:
        case Choice(right=right):
            several = f"Several hold. Answer with their letters, such as: {' '.join(letters[:2])}."
            return "Answer with one letter." if len(right) == 1 else several
        case Number(unit=unit):
            return f"Answer with a number, in {clean_line(unit)}." if unit else "Answer: a number."
        case ShortText():
            return "Answer in one line, a sentence or two; then you mark it against the key."
        case Ordering():
            return f"Answer with all letters in order, such as: {' '.join(reversed(letters))}."
        case _:
            assert_never(sheet.question)


def _right_answer(sheet: Sheet) -> list[str]:
    question = sheet.question
    match question:
        case Choice(right=right):
            lines = zip(sheet.letters.values(), _parts(sheet), strict=True)
            return ["It is:", *(line for name, line in lines if name in right)]
        case Number():
            return [_number(question)]
        case Ordering(items=items):
            return [f"  {at}. {clean_line(text)}" for at, text in enumerate(items.values(), 1)]
        case ShortText():
            return []  # the key was shown for the marking
        case _:
            assert_never(question)


def _number(question: Number) -> str:
    near = f", give or take {question.tolerance:g}" if question.tolerance else ""
    unit = f" {clean_line(question.unit)}" if question.unit else ""
    return f"It is {question.answer:g}{unit}{near}."
