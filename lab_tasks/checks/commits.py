"""Check `committed`: what proves the Day is in HEAD, byte for byte."""

from pathlib import Path

import msgspec

from lab_tasks.checks.question import Answer, Proved, Question, named
from lab_tasks.checks.verdict import Error, Fail
from lab_tasks.commits import plumbing
from lab_tasks.evidence.evidence_files import day_files, documents, small_enough


class Committed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """No arguments."""


def committed(question: Question, asked: Committed) -> Answer:
    """Pass when every file the Day's proof rests on is in HEAD as it is on disk.

    Of a Day that runs something that is a Run at least, of one that only writes a document.
    The progress file and the journal do not count: ticking this very Step changes them.
    """
    evidence = question.evidence
    root = evidence.workspace.root
    files = small_enough(day_files(evidence, question.day))
    step = named(question, question.day, question.step)
    try:
        commit = plumbing.head_commit(root)
        left = evidence.uncommitted(files) if commit else files
    except plumbing.GitMissing as missing:
        return Error(str(missing))
    except (plumbing.NotARepository, plumbing.GitFailed) as failed:
        return Fail(str(failed), f"Commit the Day: {step}.", "a git repository", "none")
    if commit is None:
        return Fail("Nothing has been committed yet.", f"Commit: {step}.", "a commit", "none")
    if left:
        names = sorted(path.relative_to(root).as_posix() for path in left)
        why = f"{len(left)} of {len(files)} files are not in HEAD as they are here."
        return Fail(why, f"Commit them: {step}.", f"{names[0]} in HEAD", _state(question, names[0]))
    if lacking := _lacking(question, files):
        return lacking
    return Proved("committed", f"{len(files)} files in {commit[:12]}", files)


def _lacking(question: Question, files: tuple[Path, ...]) -> Fail | None:
    evidence, day = question.evidence, question.day
    step = named(question, day, question.step)
    if any(each.recipe or each.reproduction for each in day.steps):
        if any(evidence.workspace.private in path.parents for path in files):
            return None
        return Fail("HEAD holds no Run of this Day.", f"Do the Day's Runs, then {step}.")
    if documents(evidence, day):
        return None
    return Fail("HEAD holds nothing that you wrote today.", f"Do the Day's writing, then {step}.")


def _state(question: Question, name: str) -> str:
    return "another version" if name in question.evidence.head_blobs else "not committed"
