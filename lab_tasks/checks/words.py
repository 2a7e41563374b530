"""Check `words-written`: the student wrote something of their own, under the headings asked for."""

from typing import Annotated

import msgspec

from lab_tasks import foreign
from lab_tasks.checks.document_file import unread
from lab_tasks.checks.question import Answer, Proved, Question, named
from lab_tasks.checks.verdict import Fail
from lab_tasks.documents.sections import sections
from lab_tasks.documents.templates import template_of
from lab_tasks.documents.word_count import more_words, own_words
from lab_tasks.problem import Problem


class WordsWritten(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file, at least how many words, and the headings it must have."""

    path: str
    words: Annotated[int, msgspec.Meta(ge=1)]
    headings: tuple[str, ...] = ()


def words_written(question: Question, asked: WordsWritten) -> Answer:
    """Pass when the file has the headings and enough words beside what was generated or pasted."""
    text = question.evidence.document(asked.path, foreign.LARGEST_TEXT_BYTES)
    step = named(question, question.day, question.step)
    if isinstance(text, Problem):
        return unread(question, asked.path, text)
    missing = missing_headings(text, asked.headings)
    if missing:
        found = ", ".join(_headings(text)) or "no headings"
        why = f"{asked.path} lacks the heading {missing[0]!r}."
        return Fail(why, f"Add a line `## {missing[0]}` and write below it.", missing[0], found)
    count = own_words(text, template_of(question.course, question.day, asked.path))
    if count < asked.words:
        why = f"{asked.path} is too short: headings, tables and pasted code do not count."
        remedy = f"Write {more_words(asked.words - count)}: {step}."
        return Fail(why, remedy, f"at least {asked.words} words", f"{count} words")
    written = question.evidence.workspace.root / asked.path
    return Proved("detected", f"{asked.path}: {count} words", (written,))


def missing_headings(text: str, wanted: tuple[str, ...]) -> list[str]:
    """Return the wanted headings that the text has at no level, whatever their case."""
    there = {heading.casefold() for heading in _headings(text)}
    return [heading for heading in wanted if heading.casefold() not in there]


def _headings(text: str) -> list[str]:
    return [each.heading for each in sections(text)]
