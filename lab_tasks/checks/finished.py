"""Finished Runs: the newest one of a Step that left the record a Check asks for."""

from typing import assert_never

from course.model import Day, Step
from lab_tasks.checks.agreement import record_problem
from lab_tasks.checks.question import Question, named
from lab_tasks.checks.verdict import Blocked, Fail
from lab_tasks.evidence.records import (
    CheckpointRecord,
    DatasetRecord,
    EvaluationRecord,
    MeasurementRecord,
)
from lab_tasks.problem import Problem
from lab_tasks.runs.model import (
    Finished,
    Killed,
    Lost,
    Run,
    Running,
    RunState,
    Starting,
    Stopped,
)

ENV_FLAG = "--env.type="
KINDS = {
    CheckpointRecord: "a training's",
    EvaluationRecord: "an evaluation's",
    DatasetRecord: "a dataset's",
    MeasurementRecord: "a measurement's",
}


def recorded[R: (CheckpointRecord, EvaluationRecord, DatasetRecord, MeasurementRecord)](
    question: Question, day: Day, step: Step, kind: type[R]
) -> tuple[Run, R] | Fail:
    """Return a Step's newest successful Run with its record, or why there is none."""
    run = question.evidence.successful_run(day, step)
    if run is None:
        return _not_finished(question, day, step)
    return recorded_by(question, day, step, run, kind)


def recorded_by[R: (CheckpointRecord, EvaluationRecord, DatasetRecord, MeasurementRecord)](
    question: Question, day: Day, step: Step, run: Run, kind: type[R]
) -> tuple[Run, R] | Fail:
    """Return a successful Run of the Step with its record, or what is wrong with that."""
    record = question.evidence.record(run)
    if isinstance(record, kind):
        wrong = record_problem(run, record, _env_type(question, step))
        if wrong is None:
            return run, record
        return Fail(f"{run.id}: {wrong.what}", wrong.remedy, wrong.expected, wrong.found)
    again = f"Run {named(question, day, step)} again (enter)."
    if isinstance(record, Problem):
        return Fail(f"{run.id}: {record.what}", again)
    why = f"{run.id}/record.json is not {KINDS[kind]} record."
    return Fail(why, again, KINDS[kind], KINDS[type(record)] if record else "none")


def files_wrong(question: Question, run: Run, day: Day, step: Step) -> Fail | None:
    """Return why a Run's files are not those it recorded; None when they are."""
    problems = question.evidence.file_problems(run)
    if not problems:
        return None
    first, others = problems[0], len(problems) - 1
    more = f" (and {others} more)" if others else ""
    where = question.evidence.workspace.relative(run.folder)
    remedy = (
        f"Bring the files back (`git checkout -- {where}` when they were committed), "
        f"or run {named(question, day, step)} again (enter)."
    )
    return Fail(f"{run.id}: {first.what}{more}", remedy, first.expected, first.found)


def _env_type(question: Question, step: Step) -> str | None:
    """Return the environment that the Step's Recipe names for the student's Profile."""
    recipe = step.recipe.profiles.get(question.evidence.profile) if step.recipe else None
    named = (
        arg.removeprefix(ENV_FLAG)
        for arg in (recipe.args if recipe else ())
        if arg.startswith(ENV_FLAG)
    )
    return next(named, None)


def blocked_by(question: Question, day: Day, step: Step, why: str, remedy: str = "") -> Blocked:
    """Return a Blocked by the first Deliverable of the Step that must be mended first."""
    step_id = question.evidence.step_id(day, step)
    by = f"{step_id}/{step.deliverables[0].id}" if step.deliverables else step_id
    return Blocked(by, why, remedy or f"First run {named(question, day, step)}.")


def _not_finished(question: Question, day: Day, step: Step) -> Fail:
    runs = question.evidence.runs_of(day, step)
    start = f"Run {named(question, day, step)} (enter)."
    if not runs and (others := question.evidence.runs_of_any_profile(day, step)):
        profile, found = question.evidence.profile, others[-1].request.profile
        why = f"It has been run in the profile {found}, and not in the profile {profile}."
        return Fail(why, start, f"a Run in the profile {profile}", f"one in {found}")
    if not runs:
        return Fail("It has not been run yet.", start, "a finished Run", "none")
    newest = runs[-1]
    if newest.is_alive:
        wait = "Wait for it to end: l shows its log."
        return Fail(f"{newest.id} is still running.", wait, "a finished Run", "a running one")
    return Fail(
        f"{newest.id} left no result.",
        f"Read {question.evidence.workspace.relative(newest.folder)}/output.log, then: {start}",
        "ended with status 0",
        ended(newest.state),
    )


def ended(state: RunState) -> str:
    """Return in words how a Run without a result ended."""
    match state:
        case Finished(code):
            return "ended with status 0 without a record" if code == 0 else f"status {code}"
        case Killed(signal):
            return f"killed by signal {signal}"
        case Stopped():
            return "stopped by you"
        case Lost(why):
            return f"lost: {why}"
        case Starting() | Running():
            return "running"
        case _:
            assert_never(state)
