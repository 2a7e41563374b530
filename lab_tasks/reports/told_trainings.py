"""The trainings that a Day's devlog tells of: the newest successful Run of each Step it names."""

from collections.abc import Sequence

import msgspec

from course.model import Day
from lab_tasks import references
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.evidence.rehearsals import rehearsal_of
from lab_tasks.reports.run_training import read_training
from lab_tasks.reports.training import Training
from lab_tasks.runs.model import Run


class ToldTrainings(msgspec.Struct, frozen=True):
    """Runs and what a report tells of them; `missing` names the Steps that have none."""

    runs: tuple[Run, ...]
    trainings: tuple[Training, ...]
    missing: tuple[str, ...] = ()
    """As `‘Train ACT’ (train-act)`."""


def told_trainings(evidence: Evidence, day: Day, steps: Sequence[str]) -> ToldTrainings:
    """Read the newest successful training of each Step, in the order the Course names them."""
    runs: list[Run] = []
    missing: list[str] = []
    for reference in steps:
        found = references.find(evidence.course, day, reference)
        run = evidence.successful_run(*found) if found else None
        if run:
            runs.append(run)
        else:
            missing.append(f"‘{found[1].title}’ ({reference})" if found else reference)
    root, around = evidence.workspace.root, evidence.runs
    trainings = tuple(
        read_training(run, run.id, around, root, rehearsal_of(evidence, run)) for run in runs
    )
    return ToldTrainings(tuple(runs), trainings, tuple(missing))
