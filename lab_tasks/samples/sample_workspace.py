"""Workspaces of a whole Course: one in which nothing was done, one begun, one in which all is done.

The last is one student's who has done every Day in order: so Days that spoil one another's proof
are found out, and git is asked once and not once a Day.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from course.model import Course, Day, Profile, Step
from course.quiz_questions import Choice, Number, Ordering, QuizQuestion, ShortText
from lab_tasks import comparison, filling, references
from lab_tasks.commits.committing import GITIGNORE
from lab_tasks.documents.asked import asked_filling
from lab_tasks.documents.templates import write_template
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.evidence.evidence_files import day_files, reproductions
from lab_tasks.problem import Problem
from lab_tasks.progress import progress_document
from lab_tasks.quiz.answering import answer
from lab_tasks.quiz.marking import Given as GivenAnswer
from lab_tasks.samples import sample_repository, sample_reproduction
from lab_tasks.samples.given import Given, solved_counts
from lab_tasks.samples.made_runs import MadeRuns
from lab_tasks.workspace import Workspace

ATTESTED_AT = "2026-03-02T18:00:00Z"
ANSWERED_BEFORE_DAYS = (90, 88, 75, 30)
"""When each quiz question was answered right, days ago: often enough to be known."""


def fresh_workspace(root: Path, course: Course, profile: Profile) -> Workspace:
    """Make the Workspace of a student who has opened the app once. Raises FileExistsError."""
    root.mkdir(parents=True)
    workspace = Workspace(root)
    sample_repository.init(workspace)
    (root / ".gitignore").write_text(GITIGNORE)
    workspace.requirements_path.write_text("# a sample needs no package\n")
    _write_progress(workspace, course, profile, steps=())
    return workspace


def begun_workspace(root: Path, course: Course, profile: Profile) -> Workspace:
    """Make the Workspace of one who has let the app begin every document, and written nothing."""
    workspace = fresh_workspace(root, course, profile)
    for day in course.days:
        for step in day.steps:
            write_template(workspace, course, day, step)
    return workspace


def solved_workspace(
    root: Path, course: Course, profile: Profile, given: Mapping[str, Given]
) -> Workspace:
    """Make the Workspace of one who has done every Day. `given`: each Day's samples, by its id.

    Raises GitMissing, GitFailed, OSError.
    """
    workspace = fresh_workspace(root, course, profile)
    made = MadeRuns(course, workspace, profile, solved_counts(course, given))
    for day in course.days:
        for step in day.steps:
            made.make(day, step)
        _copy_documents(workspace, given[day.id])
    _write_progress(workspace, course, profile, steps=_attested(course))
    evidence = Evidence(course, workspace)
    for day in course.days:
        for step in day.steps:
            _write_regions(evidence, day, step)
            _answer(workspace, day, step)
    files = [path for day in _committed(course) for path in day_files(evidence, day)]
    files.append(workspace.progress_path)
    sample_repository.commit(workspace, files, f"{course.title}, every Day of it")
    _reproduce(evidence)
    return workspace


def _reproduce(evidence: Evidence) -> None:
    """Leave each Day's fresh clone of what is committed, and commit what it left."""
    places = [(day, s) for day in evidence.course.days for s in day.steps if s.reproduction]
    for day, step in places:
        sample_reproduction.leave(evidence, day, step, number=day.number)
    if files := [path for day, _ in places for path in reproductions(evidence, day)]:
        title = f"{evidence.course.title}, reproduced"
        sample_repository.commit(evidence.workspace, files, title)


def right_answer(question: QuizQuestion) -> tuple[GivenAnswer, tuple[str, ...]]:
    """Return a right answer, and the key points that a student says it has."""
    match question:
        case Choice():
            return question.right, ()
        case Number():
            return f"{question.answer} {question.unit}".strip(), ()
        case ShortText():
            return question.explanation, tuple(question.key_points)
        case Ordering():
            return tuple(question.items), ()


def _copy_documents(workspace: Workspace, given: Given) -> None:
    for path in given.documents:
        content = given.content(path)
        if isinstance(content, Problem):
            raise OSError(f"{given.file(path)}: {content.what}")
        target = workspace.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _write_regions(evidence: Evidence, day: Day, step: Step) -> None:
    """Let the app write its tables and reports, as its keys do."""
    course, workspace = evidence.course, evidence.workspace
    if step.why_not_needed(evidence.profile):
        return
    if asked_filling(step):
        filling.fill(course, day, step, workspace)
    for check in (deliverable.check for deliverable in step.deliverables):
        if check.name == "comparison-written":
            args = check.args_for(evidence.profile)
            table = comparison.compare(
                course, day, workspace, steps=args["steps"], evidence=evidence
            )
            comparison.write(workspace, table, args["path"])


def _answer(workspace: Workspace, day: Day, step: Step) -> None:
    if not step.questions:
        return
    is_to_be_known = any(d.check.args.get("standing") == "known" for d in step.deliverables)
    now = datetime.now(UTC)
    for days_ago in ANSWERED_BEFORE_DAYS if is_to_be_known else ANSWERED_BEFORE_DAYS[:1]:
        for question in step.questions:
            given, points = right_answer(question)
            at = now - timedelta(days=days_ago)
            answer(workspace, day, step, question, given, now=at, points=points)


def _attested(course: Course) -> tuple[str, ...]:
    """Return the Steps that a student ticks by their word, by full id."""
    return tuple(
        references.full_id(course, day, step)
        for day in course.days
        for step in day.steps
        if any(deliverable.check.name == "attested" for deliverable in step.deliverables)
    )


def _write_progress(
    workspace: Workspace, course: Course, profile: Profile, *, steps: tuple[str, ...]
) -> None:
    tick = {"done_at": ATTESTED_AT, "level": "attested"}
    document = progress_document.empty(course.id, profile) | {"steps": dict.fromkeys(steps, tick)}
    workspace.progress_path.write_bytes(progress_document.render(document))


def _committed(course: Course) -> tuple[Day, ...]:
    """Return the Days that have a Step which commits."""
    return tuple(day for day in course.days if any(step.kind == "commit" for step in day.steps))
