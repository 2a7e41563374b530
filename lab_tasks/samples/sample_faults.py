"""What is wrong with a proof by samples, as an author reads it: file, line, problem, remedy."""

from collections.abc import Iterator
from pathlib import Path

from course import decoding
from course.errors import CourseError
from course.findings import Finding, dotted
from course.lint import Fault
from course.model import Course, Profile
from lab_tasks.checks.verdict import Blocked, Error, Fail, Inconclusive, Pass, Verdict
from lab_tasks.samples.given import COUNTS, SAMPLES, SOLVED, Given
from lab_tasks.samples.to_prove import ToProve, Verdicts
from lab_tasks.samples.unsolved_words import is_expected

OWN_WORDS = "Ask for what the student makes: what the app writes must not pass"

BROKEN = "Mend the check's arguments, or the check itself in lab_tasks/checks"

FIRST_THINGS = "Let it say what is missing: this tells a beginner the wrong thing"


def of_error(error: CourseError) -> Fault:
    """Return a `samples.yaml` that cannot be read as a fault."""
    return Fault(error.file, error.line, error.key, error.problem, error.remedy)


def of_counts(given: Given, finding: Finding) -> Fault:
    """Return what is wrong in a `samples.yaml`."""
    path = Path(given.folder) / COUNTS
    line = decoding.nearest_line(decoding.lines(decoding.read(path)), finding.path)
    return Fault(str(path), line, dotted(finding.path), finding.problem, finding.remedy)


def of_stray(given: Given, path: str) -> Fault:
    """Return a sample that nothing asks for."""
    problem = "no Step of the Day asks for this document"
    remedy = "Name it as the path of a Step's document or check, or remove it"
    return Fault(str(given.file(path)), None, "", problem, remedy)


def of_unreadable(given: Given, path: str, why: str) -> Fault:
    """Return a sample that is no file of the Course's own."""
    return Fault(str(given.file(path)), None, "", why, "Put the document itself there")


def of_verdicts(
    course: Course, profile: Profile, given: Given, one: ToProve, said: Verdicts
) -> Iterator[Fault]:
    """Yield what is wrong with the proof of one Deliverable."""
    file = Path(course.folder) / one.day.id / "day.yaml"

    def fault(problem: str, remedy: str) -> Fault:
        line = decoding.nearest_line(decoding.lines(decoding.read(file)), one.path)
        where = "" if profile == "quick" else f" (profile {profile})"
        return Fault(str(file), line, one.name.partition("/")[2] + where, problem, remedy)

    if not isinstance(said.solved, Pass):
        problem = f"solved, it must pass, and {one.deliverable.check.name} says: "
        is_broken = isinstance(said.solved, Error)
        yield fault(problem + _words(said.solved), BROKEN if is_broken else _to_solve(given, one))
    for verdict, state in ((said.fresh, "nothing done"), (said.begun, "only templates begun")):
        if isinstance(verdict, Pass):
            yield fault(f"with {state} it must fail, and passes: {verdict.evidence}", OWN_WORDS)
            return
        if not isinstance(verdict, Fail | Blocked):
            yield fault(f"with {state} it must fail, and says: {_words(verdict)}", BROKEN)
            return
        if not is_expected(one.deliverable.check.name, verdict.why):
            yield fault(f"with {state} it fails for another reason: {verdict.why}", FIRST_THINGS)
            return
    yield from _other_words(given, one, said)


def _other_words(given: Given, one: ToProve, said: Verdicts) -> Iterator[Fault]:
    expected = given.counts.unsolved.get(one.step.id, {}).get(one.deliverable.id, "")
    if not any(expected in _words(verdict) for verdict in (said.fresh, said.begun)):
        path = ("unsolved", one.step.id, one.deliverable.id)
        problem = f'unsolved, its check does not say "{expected}" but: {_words(said.begun)}'
        yield of_counts(given, Finding(path, problem, "Expect what it says, or mend the check"))


def _to_solve(given: Given, one: ToProve) -> str:
    path = one.deliverable.check.args.get("path")
    if not isinstance(path, str):
        counts = f"{one.day.id}/{SAMPLES}/{COUNTS}"
        return (
            "Let the recipe make what its check asks for; how many episodes the sample solves "
            f"may stand in {counts}"
        )
    sample = f"{one.day.id}/{SAMPLES}/{SOLVED}/{path}"
    if path in given.documents:
        return f"Mend {sample}, or what is asked of it"
    return f"Write {sample}, as a good student would"


def _words(verdict: Verdict) -> str:
    match verdict:
        case Fail(why, _, expected, found):
            more = f" (expected {expected}; found {found})" if expected or found else ""
            return f"{why.rstrip('.')}{more}"
        case Blocked(by, why, _):
            return f"{why.rstrip('.')} (blocked by {by})"
        case Inconclusive(why, _) | Error(why):
            return why.rstrip(".")
        case Pass(_, evidence):
            return evidence
