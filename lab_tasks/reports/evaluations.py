"""Evaluations of a Checkpoint, and which of two policies' separate."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from lab_tasks import foreign
from lab_tasks.checks.numbers import number_problem
from lab_tasks.evidence import eval_info, records
from lab_tasks.evidence.records import EvaluationRecord
from lab_tasks.paired import Corrected, contrast, corrected, played
from lab_tasks.problem import Problem
from lab_tasks.reports.training import Evaluation, Training
from lab_tasks.runs.model import Run


@dataclass(frozen=True)
class TrainingPair:
    """Two trainings by name, and the test of their newest sound evaluations, one of several.

    A `Pair` is of two policies, each over its seeds.
    """

    a: str
    b: str
    test: Corrected


def evaluations_of(runs: Sequence[Run], checkpoint_sha256: str | None) -> tuple[Evaluation, ...]:
    """Return the evaluations among `runs` of the Checkpoint with this digest, oldest first."""
    if checkpoint_sha256 is None:
        return ()
    return tuple(_evaluations(runs, checkpoint_sha256))


def sound(training: Training) -> Evaluation | None:
    """Return the newest evaluation whose number stands; None when there is none."""
    return next((one for one in reversed(training.evaluations) if not one.problem), None)


def pairs(trainings: Sequence[Training]) -> tuple[TrainingPair, ...]:
    """Compare the sound evaluations on one task pair by pair: McNemar on equal starts, or Fisher.

    A rehearsal is no result and stands in no pair.
    """
    evaluated = [(t.name, found) for t in trainings if not t.rehearsal and (found := sound(t))]
    both = [(a, b) for a, b in combinations(evaluated, 2) if a[1].env == b[1].env]
    tests = corrected([contrast([a.played], [b.played]) for (_, a), (_, b) in both])
    names = [(name_a, name_b) for (name_a, _), (name_b, _) in both]
    return tuple(TrainingPair(*each, test) for each, test in zip(names, tests, strict=True))


def _evaluations(runs: Sequence[Run], sha256: str) -> Iterator[Evaluation]:
    for run in runs:
        record = records.read_record(run.folder) if run.succeeded else None
        if not isinstance(record, EvaluationRecord) or record.checkpoint is None:
            continue
        if record.checkpoint.sha256 == sha256:
            yield Evaluation(
                run_id=run.id,
                env=record.task,
                played=played(record),
                mean_max_reward=sum(record.max_rewards) / max(1, len(record.max_rewards)),
                problem=_problem(run, record),
            )


def _problem(run: Run, record: EvaluationRecord) -> str:
    """Return why the number does not follow from the evaluation's own files; empty when it does."""
    path = foreign.inside(run.folder, record.eval_info)
    info = path if isinstance(path, Problem) else eval_info.read(path)
    if isinstance(info, Problem):
        return info.what
    wrong = number_problem(record, info)
    files = records.verify_files(run.folder, record)
    return wrong.what if wrong else (files[0].what if files else "")
