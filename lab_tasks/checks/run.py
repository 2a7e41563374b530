"""Running the Checks of a Day: one result for each Deliverable, in the Day's order."""

from collections.abc import Sequence

from course.model import Course, Day, Deliverable
from lab_tasks import references
from lab_tasks.checks.question import Proved, Question
from lab_tasks.checks.registry import CHECKS
from lab_tasks.checks.verdict import (
    Blocked,
    CheckResult,
    Error,
    Fail,
    Inconclusive,
    Level,
    Pass,
    Verdict,
)
from lab_tasks.commits import plumbing
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.evidence.evidence_files import small_enough
from lab_tasks.evidence.rehearsals import rehearsal_of
from lab_tasks.sanitise import clean_line
from lab_tasks.workspace import Workspace

LEVELS: tuple[Level, ...] = ("attested", "detected", "executed", "committed")
"""Weakest first."""
LONGEST_TEXT = 400
REHEARSED = " (a rehearsal, not a result)"


def check_day(
    course: Course, day: Day, workspace: Workspace, evidence: Evidence | None = None
) -> tuple[CheckResult, ...]:
    """Judge every Deliverable of a Day, without Steps that the student's Profile does not need.

    Give the same Evidence to check several Days at once.
    """
    seen = evidence or Evidence(course, workspace)
    return tuple(
        check_deliverable(Question(seen, day, step), deliverable)
        for step in day.steps
        if not step.why_not_needed(seen.profile)
        for deliverable in step.deliverables
    )


def check_deliverable(question: Question, deliverable: Deliverable) -> CheckResult:
    """Judge one Deliverable. A Check that breaks is an Error, never a Fail."""
    try:
        verdict = _judge(question, deliverable)
    except Exception as broken:  # noqa: BLE001  # the one wide catch: whatever it is, it is ours
        verdict = Error(f"the Check broke: {type(broken).__name__}: {broken}")
    return CheckResult(
        step=references.full_id(question.course, question.day, question.step),
        deliverable=deliverable.id,
        title=deliverable.title,
        check=deliverable.check.name,
        verdict=_cleaned(verdict),
    )


def step_level(results: Sequence[CheckResult]) -> Level | None:
    """Return how strongly a Step is proved: its weakest pass; None when something does not pass."""
    levels = [r.verdict.level for r in results if isinstance(r.verdict, Pass)]
    if not levels or len(levels) < len(results):
        return None
    return min(levels, key=LEVELS.index)


def _judge(question: Question, deliverable: Deliverable) -> Verdict:
    check = CHECKS.get(deliverable.check.name)
    if check is None:
        return Error(f"the course names a Check {deliverable.check.name!r} that does not exist")
    if outside := question.evidence.link_out:
        remedy = "Put what it names in its place: only what lies in this folder is yours to commit."
        return Fail(f"{outside.what}.", remedy)
    asked = deliverable.check.args_for(question.evidence.profile)
    answer = check.answer(question, asked)
    if not isinstance(answer, Proved):
        return answer
    said = f"{answer.evidence}{REHEARSED}" if _is_rehearsal(question) else answer.evidence
    return Pass(_level(question.evidence, answer), said)


def _is_rehearsal(question: Question) -> bool:
    """Whether one of the Step's own Runs, or of those that it reproduces, is a rehearsal."""
    evidence, day, step = question.evidence, question.day, question.step
    named = step.reproduction.evaluations if step.reproduction else ()
    places = [(day, step), *filter(None, (references.find(evidence.course, day, n) for n in named))]
    runs = [run for place in places for run in evidence.successful_runs(*place)]
    return any(rehearsal_of(evidence, run) for run in runs)


def _level(evidence: Evidence, proved: Proved) -> Level:
    """Lift the level to `committed` when HEAD holds all the proof, byte for byte.

    What is not even saved is not committed.
    """
    if proved.level == "attested" or not proved.files or evidence.unsaved:
        return proved.level
    try:
        is_committed = not evidence.uncommitted(small_enough(proved.files))
    except (plumbing.GitMissing, plumbing.NotARepository, plumbing.GitFailed):
        return proved.level  # the Check `committed` is the one that says so
    return "committed" if is_committed else proved.level


def _cleaned(verdict: Verdict) -> Verdict:
    """Return the verdict with every text that came from a file made safe to show."""

    def text(value: str) -> str:
        return clean_line(value, LONGEST_TEXT)

    match verdict:
        case Pass(level, evidence):
            return Pass(level, text(evidence))
        case Fail(why, remedy, expected, found):
            return Fail(text(why), text(remedy), text(expected), text(found))
        case Blocked(by, why, remedy):
            return Blocked(text(by), text(why), text(remedy))
        case Inconclusive(why, remedy):
            return Inconclusive(text(why), text(remedy))
        case Error(why):
            return Error(text(why))
