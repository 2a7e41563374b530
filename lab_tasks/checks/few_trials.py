"""Check `few-trials-written`: what few trials would have said follows from recorded episodes."""

from typing import Annotated

import msgspec

from lab_tasks import few_trials
from lab_tasks.checks.comparisons import sound_or_blocked
from lab_tasks.checks.document_file import opened
from lab_tasks.checks.evaluations import Sound
from lab_tasks.checks.question import Answer, Proved, Question, named
from lab_tasks.checks.verdict import Blocked, Error, Fail
from lab_tasks.checks.written_regions import region_wrong


class FewTrialsWritten(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file, the evaluate Steps whose episodes are drawn from, and how many a draw takes."""

    path: str
    steps: tuple[str, ...]
    trials: Annotated[int, msgspec.Meta(ge=2)]


def few_trials_written(question: Question, asked: FewTrialsWritten) -> Answer:
    """Pass when the table in the file is the one that follows from the recorded episodes."""
    document = opened(question, asked.path, few_trials.REGION)
    if isinstance(document, Fail):
        return document
    sounds = [sound_or_blocked(question, reference) for reference in asked.steps]
    if lacking := next((each for each in sounds if isinstance(each, Blocked | Error)), None):
        return lacking
    few = few_trials.gather(question.evidence, question.day, asked.steps, asked.trials)
    if few.missing:
        short = few.missing[0]
        return Fail(f"{short.policy}: {short.note}.", f"Evaluate {asked.trials} episodes or more.")
    write = f"Open {named(question, question.day, question.step)} and fill the table (F)."
    expected = few_trials.to_markdown(few)
    if wrong := region_wrong(document, few_trials.REGION, expected, write, "table of few trials"):
        return wrong
    files = {file: None for each in sounds if isinstance(each, Sound) for file in each.files}
    shown = f"{asked.path}: {len(few.spreads)} policies, draws of {asked.trials}, as recorded"
    return Proved("executed", shown, (document.file, *files))
