"""What an author gives for a Day's samples: documents as a good student wrote them, and counts.

dayNN/samples/solved/<path in the student's folder>
dayNN/samples/samples.yaml
"""

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

import msgspec

from course import decoding
from course.errors import suggestion
from course.findings import Finding
from course.model import Course, Day, Record
from lab_tasks import foreign, references
from lab_tasks.evidence.evidence_files import REPORT
from lab_tasks.problem import Problem

SAMPLES = "samples"
SOLVED = "solved"
COUNTS = "samples.yaml"


class SampleCounts(Record, frozen=True, kw_only=True):
    """`samples.yaml`: what cannot be made up for a Day, and cannot be copied either."""

    evaluations: dict[str, int | tuple[int, ...]] = msgspec.field(default_factory=dict)
    """Solved episodes of an evaluate Step, also of another Day's as `dayNN/step`: one number for
    each training, the last for the rest. Nine in ten where nothing is said."""
    unsolved: dict[str, dict[str, str]] = msgspec.field(default_factory=dict)
    """By Step and Deliverable: words that its Verdict must contain where nothing was done."""


class Given(Record, frozen=True, kw_only=True):
    """A Day's samples as they lie in the Course's folder."""

    folder: str
    counts: SampleCounts
    documents: tuple[str, ...]
    """Paths in the student's folder."""

    def file(self, path: str) -> Path:
        """Return where the sample of a student's file lies, or would lie."""
        return Path(self.folder) / SOLVED / path

    def content(self, path: str) -> bytes | Problem:
        """Return a document's bytes; a Problem where it is a link out, too large, or no file."""
        if ".git" in PurePosixPath(path.casefold()).parts:
            return Problem("git's own folder is no document")
        file = foreign.inside(Path(self.folder) / SOLVED, path)
        return file if isinstance(file, Problem) else foreign.read_bytes(file)


def read(course_folder: Path, day: Day) -> Given:
    """Read a Day's samples; a Day without any has none. Raises CourseError."""
    folder = course_folder / day.id / SAMPLES
    path = folder / COUNTS
    counts = decoding.decode(path, SampleCounts) if path.exists() else SampleCounts()
    below = folder / SOLVED
    found = below.rglob("*") if below.is_dir() else ()
    files = sorted(path for path in found if path.is_symlink() or not path.is_dir())
    names = tuple(path.relative_to(below).as_posix() for path in files)
    return Given(folder=str(folder), counts=counts, documents=names)


def solved_counts(course: Course, given: Mapping[str, Given]) -> Mapping[str, tuple[int, ...]]:
    """Return the solved episodes that the Days' samples name, by full id of the Step."""
    told = {}
    for day in course.days:
        for reference, said in given[day.id].counts.evaluations.items():
            if found := references.find(course, day, reference):
                told[references.full_id(course, *found)] = _each(said)
    return told


def findings(course: Course, day: Day, given: Mapping[str, Given]) -> Iterator[Finding]:
    """Yield what the Day's `samples.yaml` names and the Course does not have, or has otherwise."""
    counts, steps = given[day.id].counts, {step.id: step for step in day.steps}
    told = solved_counts(course, given)
    for reference, said in counts.evaluations.items():
        where, found = ("evaluations", reference), references.find(course, day, reference)
        if found is None:
            yield _no_such(where, "Step", reference, steps)
        elif told[references.full_id(course, *found)] != _each(said):
            problem = f'the samples of another Day give "{reference}" other numbers'
            yield Finding(where, problem, "Give them in one place: all Days share one workspace")
    for step_id, words in counts.unsolved.items():
        if step_id not in steps:
            yield _no_such(("unsolved", step_id), "Step", step_id, steps)
            continue
        known = {each.id: each for each in steps[step_id].deliverables}
        for name in words:
            if name not in known:
                yield _no_such(("unsolved", step_id, name), "deliverable", name, known)


def strays(day: Day, given: Given) -> Iterator[str]:
    """Yield the samples that no Step, Check or fresh clone of the Day asks for."""
    named = {step.document.path for step in day.steps if step.document} | {REPORT}
    for deliverable in (d for step in day.steps for d in step.deliverables):
        path = deliverable.check.args.get("path")
        named |= {path} if isinstance(path, str) else set()
    yield from (path for path in given.documents if path not in named)


def unreadable(given: Given) -> Iterator[tuple[str, str]]:
    """Yield each sample that is no file of the Course's own, and why."""
    for path in given.documents:
        if isinstance(content := given.content(path), Problem):
            yield path, content.what


def _each(said: int | tuple[int, ...]) -> tuple[int, ...]:
    return (said,) if isinstance(said, int) else said


def _no_such(path: tuple[str, ...], what: str, name: str, known: Mapping[str, object]) -> Finding:
    return Finding(path, f'the Day has no {what} "{name}"', suggestion(name, known))
