"""Check `dataset-recorded`: the demonstrations were made, and are those that were recorded."""

from typing import Annotated

import msgspec

from lab_tasks.checks.finished import files_wrong, recorded
from lab_tasks.checks.question import Answer, Proved, Question, named
from lab_tasks.checks.verdict import Fail
from lab_tasks.evidence import records
from lab_tasks.evidence.records import DatasetRecord


class DatasetRecorded(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """At least how many episodes, and where a Day compares them, by whom and how disturbed."""

    episodes: Annotated[int, msgspec.Meta(ge=1)]
    demonstrator: str | None = None
    noise: float | None = None


def dataset_recorded(question: Question, asked: DatasetRecorded) -> Answer:
    """Pass when a Run recorded enough episodes and no file that is there was changed.

    A dataset stays out of the repository (its seed makes it again), so in a clone none of its files
    is there, and its hash stands in the record.
    """
    found = recorded(question, question.day, question.step, DatasetRecord)
    if isinstance(found, Fail):
        return found
    run, record = found
    again = f"Run {named(question, question.day, question.step)} again (enter)."
    if record.episodes < asked.episodes:
        sizes = f"at least {asked.episodes} episodes", f"{record.episodes} episodes"
        return Fail(f"{run.id} holds too few demonstrations.", again, *sizes)
    other = _other(record, asked)
    if other:
        return Fail(f"{run.id} holds other demonstrations than were asked for.", again, *other)
    untrue = records.verify_digest(record)
    if untrue:
        return Fail(f"{run.id}: {untrue[0].what}", again, untrue[0].expected, untrue[0].found)
    is_absent = len(records.missing_files(run.folder, record)) == len(record.files)
    wrong = None if is_absent else files_wrong(question, run, question.day, question.step)
    if wrong:
        return wrong
    where = "named by its hash, not in this copy" if is_absent else f"sha256 {record.sha256[:12]}"
    shown = f"{run.id}: {record.episodes} episodes, {record.frames:,} frames, {where}"
    return Proved("executed", shown, question.evidence.run_files(run))


def _other(record: DatasetRecord, asked: DatasetRecorded) -> tuple[str, str] | None:
    """Return what was asked of the demonstrations and what is recorded, where they differ."""
    for name in ("demonstrator", "noise"):
        expected, found = getattr(asked, name), getattr(record, name)
        if expected is not None and expected != found:
            return f"{name} {expected}", f"{name} {'not recorded' if found is None else found}"
    return None
