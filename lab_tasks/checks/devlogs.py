"""Check `devlog-written`: the devlog is the report's own, and tells what the records say."""

from collections.abc import Sequence
from itertools import zip_longest

import msgspec

from lab_tasks.checks.document_file import DocumentFile, opened
from lab_tasks.checks.question import Answer, Proved, Question, named
from lab_tasks.checks.verdict import Blocked, Error, Fail
from lab_tasks.documents.regions import REPORT
from lab_tasks.reports.written_part import MarksWrong, WrittenPart, find


class DevlogWritten(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file `…/devlog.md`, and the Steps whose trainings it must tell of."""

    path: str
    steps: tuple[str, ...]


def devlog_written(question: Question, asked: DevlogWritten) -> Answer:
    """Pass when the report's part is untouched and its losses and evaluations are the recorded.

    Judged is what rests on committed files: which trainings and sections there are, their notes,
    losses, final loss and evaluations, and the comparison. Sizes and times of a machine are not.
    """
    document = opened(question, asked.path, REPORT)
    if isinstance(document, Fail):
        return document
    write = f"Write it again: {named(question, question.day, question.step)} (F)."
    part = find(document.text)
    if not isinstance(part, WrittenPart):
        return _no_part(document, part, write)
    if not part.is_untouched:
        why = f"{asked.path}: the report's own part was changed by hand."
        remedy = f"Move your words below its end mark, delete that part with its marks. {write}"
        return Fail(why, remedy, "the part as `robolab-tui report` wrote it", "other words")
    return _judge(question, asked, document, part, write)


def _judge(
    question: Question,
    asked: DevlogWritten,
    document: DocumentFile,
    part: WrittenPart,
    write: str,
) -> Answer:
    from lab_tasks.reports import held_lines  # what a report loads, no other Check needs
    from lab_tasks.reports.told_trainings import told_trainings

    told = told_trainings(question.evidence, question.day, asked.steps)
    if told.missing:
        step = question.evidence.step_id(question.day, question.step)
        why = f"The devlog tells of trainings, and {told.missing[0]} has left none."
        return Blocked(step, why, "Run it first (enter there).")
    for training in told.trainings:
        if not held_lines.section_of(part.inner, training.name):
            why = f"{asked.path} does not tell of {training.name}, the newest Run of its Step."
            return Fail(why, write, training.name, "no section of that name")
    expected = held_lines.recorded(told.trainings, part.inner)
    if wrong := _first_difference(expected, held_lines.told(part.inner)):
        why = f"{asked.path}: the report is not what the app writes from the records now."
        return Fail(why, f"{write} Your own text around it stays.", *wrong)
    runs = (file for run in told.runs for file in question.evidence.run_files(run))
    pictures = held_lines.picture_files(document.file, part.inner)
    shown = f"{asked.path}: {len(told.trainings)} trainings, losses and evaluations as recorded"
    return Proved("executed", shown, (document.file, *pictures, *runs))


def _no_part(document: DocumentFile, found: MarksWrong | None, write: str) -> Fail | Error:
    if found is None:
        why = f"{document.path} holds no report."
        return Fail(why, write, "a part that `robolab-tui report` wrote", "none")
    why = f"{document.path}, line {found.line}: the marks of the report are not a begin and an end."
    return Fail(why, "Keep one of each in that order, or take all of them out and write it again.")


def _first_difference(expected: Sequence[str], there: Sequence[str]) -> tuple[str, str] | None:
    """Return the first line that differs, as it should be and as it is."""
    lines = zip_longest(expected, there, fillvalue="no such line")
    return next(((a, b) for a, b in lines if a != b), None)
