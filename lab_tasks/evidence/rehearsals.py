"""Rehearsals: which Runs show only that a path works, and are no result.

A Run is one by its own request, by what the Course says of its Step today, or because it rests on
one: the evaluation of a rehearsed training can be no result either.
"""

from lab_tasks.evidence.evidence import Evidence
from lab_tasks.runs.model import Run

WORD = "rehearsal"


def rehearsal_of(evidence: Evidence, run: Run) -> str:
    """Return why a Run is a rehearsal; empty when it counts."""
    by_id = {each.id: each for each in evidence.runs}
    seen: set[str] = set()
    left = [run]
    while left:
        each = left.pop()
        seen.add(each.id)
        if why := each.request.rehearsal or _said_by_course(evidence, each):
            return why
        left += [by_id[name] for name in each.request.inputs if name in by_id and name not in seen]
    return ""


def _said_by_course(evidence: Evidence, run: Run) -> str:
    found = evidence.course.find_step(run.request.step)
    recipe = found[1].recipe if found else None
    own = [
        r for name, r in (recipe.profiles if recipe else {}).items() if name == run.request.profile
    ]
    return own[0].rehearsal if own else ""
