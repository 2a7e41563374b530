"""Checks of a design document: `hypothesis-stated`, `kill-criterion-stated`, `budget-stated`."""

import re
from collections.abc import Callable

import msgspec

from lab_tasks.checks.document_file import DocumentFile, opened
from lab_tasks.checks.question import Answer, Proved, Question
from lab_tasks.checks.verdict import Fail
from lab_tasks.documents import guidance
from lab_tasks.documents.rates import compares
from lab_tasks.documents.sections import section
from lab_tasks.documents.sentences import Sentence, sentences
from lab_tasks.documents.spoken_numbers import in_digits

_NUMBER = re.compile(r"\d|\b(?:one|half|quarter|third)\b", re.IGNORECASE)
_UNIT = re.compile(
    r"(?:[€$£]\s?\d|\d(?:[\d.,]*)\s*(?:[€$£]|EUR|USD|CHF|GPU-?\s?(?:h|hours?)|h\b|hours?|hrs?\b"
    r"|min(?:utes?)?\b|days?|weeks?|evenings?))",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\b(?:stop|abandon|give up|drop|end (?:it|the)|quit|kill|pivot|switch|change|turn to|go back"
    r"|replace|fall back|simplif|investigate|no longer|not continue|harder task|easier task"
    r"|more data)",
    re.IGNORECASE,
)


class InSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file, and the heading that the statement stands under."""

    path: str
    heading: str


def hypothesis_stated(question: Question, asked: InSection) -> Answer:
    """Pass when one sentence names a number and sets it against a bound or another policy."""
    return _stated(
        question,
        asked,
        lambda said: _has_number(said) and compares(said),
        "a sentence with a number and a comparison",
        "Say what must come out for you to be right: “at least 0.7 of 50 trials succeed, against "
        "at most 0.2 zero-shot”.",
    )


def kill_criterion_stated(question: Question, asked: InSection) -> Answer:
    """Pass when one sentence names a number, and what is given up when it is reached."""
    return _stated(
        question,
        asked,
        lambda said: _has_number(said) and bool(_ENDS.search(said)),
        "a sentence with a number and what you then stop or change",
        "Say when you stop and what you do instead: “If fewer than 3 of the first 10 trials "
        "succeed, I stop and collect more data”.",
    )


def budget_stated(question: Question, asked: InSection) -> Answer:
    """Pass when the section names an amount of time or money, in a sentence or a table."""
    return _stated(
        question,
        asked,
        lambda said: bool(_UNIT.search(in_digits(said, smallest=1))),
        "an amount with its unit, of time or money",
        "Say what it costs at most: “6 GPU-hours, two evenings of teleoperation”.",
    )


def own_sentences(document: DocumentFile, heading: str) -> tuple[Sentence, ...] | Fail:
    """Return the student's sentences under a heading, the template's guidance left out."""
    own = section(guidance.without(document.text, document.template), heading)
    if own is None:
        lacking = document.section(heading)
        assert isinstance(lacking, Fail)  # guidance holds no heading
        return lacking
    return sentences(own.body)


def _has_number(said: str) -> bool:
    return bool(_NUMBER.search(in_digits(said)))


def _stated(
    question: Question,
    asked: InSection,
    states: Callable[[str], bool],
    expected: str,
    remedy: str,
) -> Answer:
    document = opened(question, asked.path)
    if isinstance(document, Fail):
        return document
    said = own_sentences(document, asked.heading)
    if isinstance(said, Fail):
        return said
    for sentence in said:
        row = " ".join((*sentence.columns, sentence.text))
        if states(row if sentence.columns else sentence.text):
            return Proved("detected", f"{asked.path}: {sentence.text}", (document.file,))
    why = f"{asked.path}: nothing under {asked.heading!r} is {expected}."
    found = said[0].text if said else "nothing of your own"
    return Fail(why, remedy, expected, found)
