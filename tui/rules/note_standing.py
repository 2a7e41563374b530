"""How far a document is while it is typed: its sections, its words, what its Checks say."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from course.errors import CourseError
from course.model import Course, Day, Deliverable, Profile, Step
from lab_tasks.checks.question import Question
from lab_tasks.checks.run import check_deliverable
from lab_tasks.checks.verdict import CheckResult
from lab_tasks.documents.templates import template_of
from lab_tasks.documents.word_count import Standing, own_words, standings
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.runs.model import EXIT, RECORD
from lab_tasks.workspace import Workspace

BY_SECTION = "sections-written"
BY_WORDS = "words-written"


@dataclass(frozen=True)
class NoteStanding:
    """A text held against all that the Day asks of its file."""

    sections: tuple[Standing, ...]
    words: int
    wanted: int
    """Fewest words of the whole; 0: nobody asks."""
    results: tuple[CheckResult, ...]
    """What each Check of this file says of the text."""


class NoteJudge:
    """Judges one document again and again. One thread at a time.

    What is recorded is read once, and again when a Run has ended meanwhile.
    """

    def __init__(self, course: Course, day: Day, workspace: Workspace, path: str) -> None:
        """Read nothing yet but which Runs have ended."""
        self._course, self._day, self._path = course, day, path
        self._ended = _ended(workspace)
        self._evidence = Evidence(course, workspace)

    @property
    def is_outdated(self) -> bool:
        """Whether Runs have ended since what is recorded was read."""
        return _ended(self._evidence.workspace) != self._ended

    def count(self, text: str) -> NoteStanding:
        """Return sections and words: milliseconds."""
        try:
            template = template_of(self._course, self._day, self._path)
        except CourseError:
            template = ""  # taken away while the text is open; the Checks say so
        sections, wanted = self._wanted(self._evidence.profile)
        counted = standings(text, sections, template)
        return NoteStanding(counted, own_words(text, template), wanted, ())

    def judge(self, text: str) -> tuple[CheckResult, ...]:
        """Return what the Checks of this file say of the text."""
        workspace = self._evidence.workspace
        if (ended := _ended(workspace)) != self._ended:
            self._ended, self._evidence = ended, Evidence(self._course, workspace)
        self._evidence.unsaved[self._path] = text
        return tuple(
            check_deliverable(Question(self._evidence, self._day, step), deliverable)
            for step, deliverable in self._asked()
        )

    def _wanted(self, profile: Profile) -> tuple[dict[str, int], int]:
        sections: dict[str, int] = {}
        words = 0
        for _, deliverable in self._asked():
            args = deliverable.check.args_for(profile)
            if deliverable.check.name == BY_SECTION:
                sections |= args["sections"]
            elif deliverable.check.name == BY_WORDS:
                words = int(args["words"])
                sections = dict.fromkeys(args.get("headings", ()), 0) | sections
        return sections, words

    def _asked(self) -> Iterator[tuple[Step, Deliverable]]:
        for step in self._day.steps:
            for deliverable in step.deliverables:
                if deliverable.check.args.get("path") == self._path:
                    yield step, deliverable


def _ended(workspace: Workspace) -> dict[str, int]:
    """Return when the ends and records of Runs, and the student's progress, were written, in ns."""
    folder = workspace.runs_dir
    paths = [workspace.progress_path, *folder.glob(f"*/{EXIT}"), *folder.glob(f"*/{RECORD}")]
    written = {}
    for path in paths:
        with suppress(OSError):
            written[str(path)] = path.stat().st_mtime_ns
    return written
