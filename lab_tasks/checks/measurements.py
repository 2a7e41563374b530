"""Check `measurement-recorded`: times that a job measured, their medians worked out again."""

import statistics
from typing import Annotated

import msgspec

from lab_tasks import foreign
from lab_tasks.checks.finished import files_wrong, recorded
from lab_tasks.checks.question import Answer, Proved, Question, named
from lab_tasks.checks.verdict import Fail
from lab_tasks.evidence.records import MeasurementRecord
from lab_tasks.problem import Problem
from lab_tasks.runs.model import Run

ROUNDING = 1e-9


class MeasurementRecorded(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was measured, by the names of the times, and how often each at least."""

    measured: tuple[str, ...]
    rounds: Annotated[int, msgspec.Meta(ge=1)]


class _Times(msgspec.Struct, frozen=True):
    times_s: dict[str, tuple[float, ...]]


def measurement_recorded(question: Question, asked: MeasurementRecorded) -> Answer:
    """Pass when each time was taken so often and the recorded medians follow from the times."""
    found = recorded(question, question.day, question.step, MeasurementRecord)
    if isinstance(found, Fail):
        return found
    run, record = found
    again = f"Run {named(question, question.day, question.step)} again (enter)."
    wrong = files_wrong(question, run, question.day, question.step)
    if wrong:
        return wrong
    times = _times(run, record)
    if isinstance(times, Problem):
        return Fail(f"{run.id}: {times.what}", again)
    for name in asked.measured:
        taken = times.get(name, ())
        if len(taken) < asked.rounds:
            counts = f"at least {asked.rounds} times", f"{len(taken)} times"
            return Fail(f"{run.id} did not measure {name} often enough.", again, *counts)
        median = statistics.median(taken)
        if abs(median - record.medians.get(name, -1.0)) > ROUNDING:
            told = f"{record.medians.get(name, 0.0):.6f} s"
            why = f"{run.id}: the median of {name} does not follow from its times."
            return Fail(why, again, f"{median:.6f} s", told)
    shown = ", ".join(f"{name} {_milliseconds(record.medians[name])}" for name in asked.measured)
    files = question.evidence.run_files(run)
    return Proved("executed", f"{run.id}: medians of {record.rounds}: {shown}", files)


def _milliseconds(seconds: float) -> str:
    return f"{1e3 * seconds:,.0f} ms" if seconds >= 0.1 else f"{1e3 * seconds:.3g} ms"


def _times(run: Run, record: MeasurementRecord) -> dict[str, tuple[float, ...]] | Problem:
    path = foreign.inside(run.folder, record.path)
    read = path if isinstance(path, Problem) else foreign.read_json(path, _Times)
    return read if isinstance(read, Problem) else read.times_s
