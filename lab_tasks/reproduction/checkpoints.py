"""Stage `checkpoint`: each recorded evaluation and its checkpoint are in the clone, unchanged.

An adapter's checkpoint is half a policy: the base model that it names must be there, too.
"""

from dataclasses import dataclass
from pathlib import Path

from course.model import Course, Day
from lab_tasks import references
from lab_tasks.evidence import adapters
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.evidence.records import CheckpointRecord, EvaluationRecord, missing_files
from lab_tasks.problem import Problem
from lab_tasks.reproduction.record import StageResult, StageVerdict
from lab_tasks.runs.model import RECORD, Run
from lab_tasks.workspace import Workspace


@dataclass(frozen=True)
class Recorded:
    """An evaluation as the clone records it."""

    step: str
    policy: str
    run: Run
    record: EvaluationRecord


def find_recorded(
    course: Course, day: Day, references_: tuple[str, ...], clone: Path
) -> tuple[Recorded, ...] | StageResult:
    """Return the recorded evaluations with their checkpoints intact, or what the clone lacks."""
    evidence = Evidence(course, Workspace(clone))
    found = []
    for reference in references_:
        one = _find(evidence, day, reference)
        if isinstance(one, StageResult):
            return one
        found.append(one)
    return tuple(found)


def _find(evidence: Evidence, day: Day, reference: str) -> Recorded | StageResult:
    place = references.find(evidence.course, day, reference)
    if place is None:
        return _result(f"the course names a Step {reference!r} that it does not have", "", "error")
    step_id = evidence.step_id(*place)
    run = evidence.successful_run(*place)
    if run is None:
        return _no_run(evidence, step_id, evidence.runs_of(*place))
    record = evidence.record(run)
    if not isinstance(record, EvaluationRecord):
        why = record.what if isinstance(record, Problem) else "it is no evaluation's record"
        return _result(f"{_in_clone(run)}/{RECORD}: {why}", f"Evaluate again: {step_id}.")
    wrong = _checkpoint_wrong(evidence, run, record)
    return wrong or Recorded(step_id, references.policy_name(place[1]), run, record)


def _no_run(evidence: Evidence, step_id: str, runs: tuple[Run, ...]) -> StageResult:
    if runs:
        path = f"{_in_clone(runs[-1])}/{RECORD}"
        return _result(f"{path} is not in the commit.", _add(path))
    return _result(
        f"The commit holds no finished Run of {step_id}.",
        f"Run it, or commit its folder: `git add -f .robolab/runs/{step_id.rpartition('/')[2]}-*` "
        "and commit (the commit step of the app does so).",
    )


def _checkpoint_wrong(evidence: Evidence, run: Run, record: EvaluationRecord) -> StageResult | None:
    if record.checkpoint is None or record.checkpoint.sha256 is None:
        return None  # the expert's, or one of the hub, which the job downloads
    trainings = evidence.trainings_of(record.checkpoint.sha256)
    if not trainings:
        path = record.checkpoint.path
        why = (
            f"The checkpoint that {run.id} evaluated is not in the commit: no Run recorded {path}."
        )
        return _result(why, _add(str(Path(path).parent)))
    training = trainings[0]
    return _files_wrong(evidence, training) or _base_wrong(evidence, training)


def _base_wrong(evidence: Evidence, training: Run) -> StageResult | None:
    """Return why the base of an adapter cannot be found in the clone; None: it can, or has none."""
    base = adapters.base_of(evidence, training)
    if base is None:
        return None
    again = "Train again with --policy.path as the recipe gives it, evaluate, and commit."
    if isinstance(base, Problem):
        return _result(f"{training.id}: {base.what}.", again)
    if adapters.is_of_one_machine(base):
        why = f"The adapter of {training.id} names its base by a path of one machine: {base}."
        return _result(why, again)
    if adapters.base_run_id(base) is None:
        return None  # one of the hub, or the student's own: the job says so where it is missing
    run = adapters.base_run(evidence, training)
    if run is None:
        why = f"The base model of {training.id} is not in the commit: {base}."
        return _result(why, _add(base))
    return _files_wrong(evidence, run)


def _files_wrong(evidence: Evidence, training: Run) -> StageResult | None:
    """Return which file of a checkpoint the clone lacks, or which is not as recorded."""
    made = evidence.record(training)
    if not isinstance(made, CheckpointRecord):
        return _result(f"{_in_clone(training)} holds no checkpoint.", _add(_in_clone(training)))
    absent = missing_files(training.folder, made)
    if absent:
        path = f"{_in_clone(training)}/{absent[0]}"
        more = f" (and {len(absent) - 1} more)" if len(absent) > 1 else ""
        return _result(f"{path} is not in the commit{more}.", _add(path))
    problems = evidence.file_problems(training)
    if problems:
        first = problems[0]
        why = f"{training.id}: {first.what} (expected {first.expected}, found {first.found})."
        return _result(why, "Commit the files as the Run left them, or train again.")
    return None


def _in_clone(run: Run) -> str:
    return f".robolab/runs/{run.id}"


def _add(path: str) -> str:
    return f"`git add -f {path}`, commit, and start the fresh-clone test again."


def _result(why: str, remedy: str, verdict: StageVerdict = "failed") -> StageResult:
    return StageResult(stage="checkpoint", verdict=verdict, why=why, remedy=remedy)
