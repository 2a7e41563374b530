"""Checks of a document's form: `sections-written`, `table-filled`, `no-template-text`."""

from typing import Annotated

import msgspec

from lab_tasks.checks.document_file import DocumentFile, opened
from lab_tasks.checks.question import Answer, Proved, Question
from lab_tasks.checks.verdict import Fail
from lab_tasks.documents import guidance
from lab_tasks.documents.tables import Table, tables
from lab_tasks.documents.word_count import more_words, standings

Count = Annotated[int, msgspec.Meta(ge=1)]


class SectionsWritten(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file, and the headings it must have with the fewest words below each."""

    path: str
    sections: dict[str, Annotated[int, msgspec.Meta(ge=0)]]


class TableFilled(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file, the heading that the table stands under, its fewest rows and its columns."""

    path: str
    heading: str
    rows: Count
    columns: tuple[str, ...] = ()


class NoTemplateText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file that the Day begins with a template."""

    path: str


def sections_written(question: Question, asked: SectionsWritten) -> Answer:
    """Pass when each section is there and has its words, those of the template not counted."""
    document = opened(question, asked.path)
    if isinstance(document, Fail):
        return document
    found = standings(document.text, asked.sections, document.template)
    if absent := next((each for each in found if each.words is None), None):
        lacking = document.section(absent.heading)
        assert isinstance(lacking, Fail)  # it has no words because it is not there
        return lacking
    short = [each for each in found if not each.is_done]
    if short:
        first, others = short[0], len(short) - 1
        more = f" {_more(others, 'section')} too short." if others else ""
        why = f"{asked.path}: the section {first.heading!r} is too short.{more}"
        lacks = more_words(first.wanted - (first.words or 0))
        remedy = f"Write {lacks} of your own: the template's text does not count."
        return Fail(why, remedy, f"at least {first.wanted} words", f"{first.words} words")
    shown = f"{asked.path}: {len(found)} sections, {sum(each.words or 0 for each in found)} words"
    return Proved("detected", shown, (document.file,))


def table_filled(question: Question, asked: TableFilled) -> Answer:
    """Pass when the first table under the heading has its rows, and no cell says nothing."""
    document = opened(question, asked.path)
    if isinstance(document, Fail):
        return document
    below = document.section(asked.heading)
    if isinstance(below, Fail):
        return below
    table = next((t for t in tables(document.text) if t.line > below.line), None)
    if table is None or table.line > below.line + len(below.body.splitlines()):
        why = f"{asked.path}: there is no table under {asked.heading!r}."
        head = " | ".join(asked.columns or ("what", "value"))
        return Fail(why, f"Write one: `| {head} |`, a line of `---` below it, then its rows.")
    return _table_problem(document, asked, table) or Proved(
        "detected", f"{asked.path}: {len(table.rows)} rows under {asked.heading}", (document.file,)
    )


def no_template_text(question: Question, asked: NoTemplateText) -> Answer:
    """Pass when nothing of the template's guidance is left in the file."""
    document = opened(question, asked.path)
    if isinstance(document, Fail):
        return document
    left = guidance.left(document.text, document.template)
    if not left:
        return Proved("detected", f"{asked.path}: all in your own words", (document.file,))
    lines = ", ".join(str(each.line) for each in left)
    why = f"{asked.path}: text of the template is left, line {lines}."
    remedy = f"Replace “{left[0].text}” by what it asks for, or delete it; then the others."
    return Fail(why, remedy, "your own words", f"line {left[0].line}: {left[0].text}")


def _table_problem(document: DocumentFile, asked: TableFilled, table: Table) -> Fail | None:
    known = {column.casefold() for column in table.columns}
    absent = [column for column in asked.columns if column.casefold() not in known]
    if absent:
        why = f"{document.path}, line {table.line}: the table lacks the column {absent[0]!r}."
        return Fail(why, "Add it, or write its name as asked.", absent[0], ", ".join(table.columns))
    empty = table.empty_cells()
    if empty:
        line, column = empty[0]
        why = f"{document.path}, line {line}: the cell under {column!r} is empty."
        more = f" {_more(len(empty) - 1, 'cell')} empty." if len(empty) > 1 else ""
        return Fail(why, f"Fill it; write – where there is nothing to say.{more}")
    if len(table.rows) < asked.rows:
        why = f"{document.path}, line {table.line}: the table under {asked.heading!r} is too short."
        counts = f"at least {asked.rows} rows", f"{len(table.rows)} rows"
        lacks = asked.rows - len(table.rows)
        return Fail(why, f"Write {lacks} more row{'' if lacks == 1 else 's'}.", *counts)
    return None


def _more(count: int, noun: str) -> str:
    return f"{count} more {noun} is" if count == 1 else f"{count} more {noun}s are"
