"""How far a document is while it is typed: its sections, its words, what its Checks say."""

from collections.abc import Iterator
from dataclasses import dataclass

from course.errors import CourseError
from course.model import Course, Day, Deliverable, Profile, Step
from lab_tasks.checks.question import Question
from lab_tasks.checks.run import check_deliverable
from lab_tasks.checks.verdict import CheckResult
from lab_tasks.documents.templates import template_of
from lab_tasks.documents.word_count import Standing, own_words, standings
from lab_tasks.evidence.evidence import Evidence
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
    """Judges one document again and again; what is recorded is read once. One thread at a time."""

    def __init__(self, course: Course, day: Day, workspace: Workspace, path: str) -> None:
        """Read nothing yet."""
        self._course, self._day, self._path = course, day, path
        self._evidence = Evidence(course, workspace)

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
