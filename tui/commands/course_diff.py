"""`robolab-tui course diff`: what an edit of a Course does to students who have begun."""

import sys
from argparse import Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from course.model import Course
from lab_tasks.commits.plumbing import GitFailed, GitMissing, NotARepository
from lab_tasks.edits import revision
from lab_tasks.edits.carried import Dropped, dropped
from lab_tasks.edits.changes import HARM, Change, changes
from lab_tasks.edits.ticks import TickAfter, after_edit
from lab_tasks.progress import progress
from lab_tasks.progress.progress import ProgressError
from lab_tasks.workspace import Workspace
from tui import given_course
from tui.cli import complain
from tui.exit_code import ExitCode
from tui.words.edit_text import diff_text

USAGE = "Name the course before and after, or one course and --since REVISION."


class CourseDiff(msgspec.Struct, frozen=True):
    """What was found."""

    course: str
    changes: tuple[Change, ...]
    dropped: tuple[Dropped, ...]
    """What a student who had done all of the old version must do again."""
    ticks: tuple[TickAfter, ...] | None
    """What becomes of one student's ticks; None: nobody was named."""

    @property
    def is_harmless(self) -> bool:
        """Whether nothing that was done is lost or stale."""
        ticks = [tick.effect for tick in self.ticks or ()]
        return not self.dropped and not {*ticks, *(c.effect for c in self.changes)} & {*HARM}


def run(words: Namespace) -> int:
    """Report; 1 when something that students have done is lost or stale."""
    try:
        with given_course.reading():
            found = _found(words)
    except (revision.NoSuchRevision, NotARepository) as error:
        complain(str(error))
        return ExitCode.USAGE
    except (ProgressError, GitMissing, GitFailed, OSError) as error:
        complain(str(error))
        return ExitCode.ENVIRONMENT
    if found is None:
        complain(USAGE)
        return ExitCode.USAGE
    if words.diff_format == "json":
        content = msgspec.json.format(msgspec.json.encode(_document(found)), indent=1)
        sys.stdout.write(content.decode() + "\n")
    else:
        sys.stdout.write(diff_text(found.course, found.changes, found.dropped, found.ticks))
    return ExitCode.PASS if found.is_harmless else ExitCode.FAIL


def _found(words: Namespace) -> CourseDiff | None:
    """Compare what was named; None: the words do not say what."""
    if words.since is None:
        if not words.new:
            return None
        return _compare(words, given_course.read(words.old), given_course.read(words.new))
    if words.new:
        return None
    folder = given_course.folder(words.old or words.course)
    with TemporaryDirectory(prefix="robolab-course-") as scratch:
        for left in revision.lay_out(folder, words.since, Path(scratch)):
            complain(f"{words.since}, {left.path}: left out ({left.why}).")
        return _compare(words, given_course.read(scratch), given_course.read(str(folder)))


def _compare(words: Namespace, old: Course, new: Course) -> CourseDiff:
    found = changes(old, new)
    ticks = None
    if words.progress:
        folder = words.progress if words.progress.is_dir() else words.progress.parent
        told = progress.read_only(Workspace(folder))
        ticks = after_edit(told.steps, new, found)
    return CourseDiff(new.id, found, dropped(old, new), ticks)


def _document(found: CourseDiff) -> dict[str, object]:
    return {"format": 1, "harmless": found.is_harmless, **msgspec.to_builtins(found)}
