"""Check `attested`: the student says so. No file can prove that something was read."""

import msgspec

from lab_tasks.checks.question import Answer, Proved, Question, named
from lab_tasks.checks.verdict import Fail
from lab_tasks.progress import progress


class Attested(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """No arguments."""


def attested(question: Question, asked: Attested) -> Answer:
    """Pass when the Step is ticked in the progress file."""
    try:
        ticked = question.evidence.is_attested(question.day, question.step)
    except progress.ProgressError as damaged:
        name = question.evidence.workspace.progress_path.name
        return Fail(f"{name} cannot be read: {damaged.why}.", damaged.remedy)
    if ticked:
        return Proved("attested", f"ticked in {question.evidence.workspace.progress_path.name}")
    step = named(question, question.day, question.step)
    return Fail("It is not ticked.", f"Do {step}, then tick it (space).", "a tick", "none")
