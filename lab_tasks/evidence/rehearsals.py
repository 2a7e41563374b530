"""Rehearsals: which Runs show only that a path works, and are no result.

A Run is one by its own request, by what the Course says of its Step today, or because it rests on
one: the evaluation of a rehearsed training can be no result either. What it rests on is not
believed of its request alone: the paths it was given name Runs, and a digest names who made it.
"""

import re
from collections.abc import Iterator

from lab_tasks.evidence.adapters import RUNS, base_run
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.evidence.records import EvaluationRecord
from lab_tasks.runs.model import Run

WORD = "rehearsal"
REHEARSED = "A rehearsal shows that the path works: its numbers are no result and stand in no pair."
_NAMED = re.compile(rf"{re.escape(RUNS)}([^/\s]+)")


def rehearsal_of(evidence: Evidence, run: Run) -> str:
    """Return why a Run is a rehearsal; empty when it counts."""
    return _rests_on_one(evidence, run, set())


def _rests_on_one(evidence: Evidence, run: Run, seen: set[str]) -> str:
    seen.add(run.id)
    if why := run.request.rehearsal or _said_by_course(evidence, run):
        return why
    for other in _read_by(evidence, run):
        if other.id not in seen and (why := _rests_on_one(evidence, other, seen)):
            return why
    return _made_by_one(evidence, run, seen)


def _read_by(evidence: Evidence, run: Run) -> Iterator[Run]:
    """Yield the Runs whose products a Run read, as its request and its adapter name them."""
    words = " ".join(run.request.args)
    named = {*run.request.inputs, run.request.resumes, *_NAMED.findall(words)}
    yield from (each for each in evidence.runs if each.id in named)
    if base := base_run(evidence, run):
        yield base


def _made_by_one(evidence: Evidence, run: Run, seen: set[str]) -> str:
    """Return why an evaluated Checkpoint is a rehearsal's, wherever its path leads.

    Of several Runs that made the same bytes all must be rehearsals.
    """
    record = evidence.record(run)
    if not isinstance(record, EvaluationRecord) or record.checkpoint is None:
        return ""
    made_by = evidence.trainings_of(record.checkpoint.sha256)
    reasons = [_rests_on_one(evidence, each, set(seen)) for each in made_by]
    return reasons[0] if reasons and all(reasons) else ""


def _said_by_course(evidence: Evidence, run: Run) -> str:
    found = evidence.course.find_step(run.request.step)
    recipe = found[1].recipe if found else None
    own = [
        r for name, r in (recipe.profiles if recipe else {}).items() if name == run.request.profile
    ]
    return own[0].rehearsal if own else ""
