"""Recorded numbers: every figure that follows from the Runs and that a text may quote."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

import msgspec

from lab_tasks import foreign
from lab_tasks.checks.numbers import number_problem
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.evidence.records import CheckpointRecord, EvaluationRecord
from lab_tasks.evidence.rehearsals import rehearsal_of
from lab_tasks.honesty.said_numbers import Figure, Said
from lab_tasks.problem import Problem
from lab_tasks.results import Result
from lab_tasks.runs.model import METRICS, Run
from lab_tasks.statistics import wilson

LARGEST_METRICS_BYTES = 64_000_000
_ROUNDING = 1e-9


class Recorded(msgspec.Struct, frozen=True):
    """Figures of one policy, or of all that is recorded."""

    counts: frozenset[tuple[int, int]]
    shares: tuple[float, ...]
    """Success rates, of seeds, of all episodes together, and their mean."""
    failed: frozenset[tuple[int, int]]
    """Episodes that were not solved, and all."""
    others: dict[Figure, tuple[float, ...]]
    """Figures that are no rates, by what they are, 0 to 1."""
    spreads: tuple[tuple[float, float], ...] = ()
    """Mean and sample standard deviation over seeds."""
    losses: tuple[float, ...] = ()

    def backs(self, said: Said) -> bool:
        """Whether a number is one of these, rounded or cut to the digits it has."""
        if said.count is not None:
            is_failure = "failure" in said.also and said.count in self.failed
            return is_failure or said.count in self.counts
        if said.is_loss:
            return any(_equal(said, loss) for loss in self.losses)
        if said.spread is not None:
            return any(
                _equal(said, mean) and abs(spread - said.spread) <= said.unit + _ROUNDING
                for mean, spread in self.spreads
            )
        if said.is_gap:
            return any(_equal(said, gap) for gap in self.others.get("difference", ()))
        other = (figure for kind in said.also for figure in self.others.get(kind, ()))
        return any(_equal(said, figure) for figure in (*self.shares, *other))


class _Line(msgspec.Struct, frozen=True):
    values: dict[str, float | str | None] = {}


def of_rows(rows: Sequence[Result]) -> Recorded:
    """Return the figures of these rows and of their differences."""
    recorded = [row for row in rows if row.evaluations]
    each = [(e.successes, e.record.n_episodes) for row in recorded for e in row.evaluations]
    each += [(row.successes, row.episodes) for row in recorded]
    spreads = [(row.mean, row.spread) for row in recorded if row.spread is not None]
    differences = [
        gap
        for a, b in combinations(recorded, 2)
        for gap in (abs(a.mean - b.mean), abs(_rate(a) - _rate(b)))
    ]
    rewards = [r for row in recorded for r in (*row.rewards, sum(row.rewards) / len(row.rewards))]
    trainings = [e.training for row in recorded for e in row.evaluations if e.training]
    figures = _recorded(
        each,
        [row.mean for row in recorded],
        {"difference": differences, "reward": rewards, "spread": [s for _, s in spreads]},
        [loss for training in trainings for loss in losses_of(*training)],
        spreads,
    )
    return msgspec.structs.replace(figures, counts=figures.counts | _together(recorded))


def _together(rows: Sequence[Result]) -> frozenset[tuple[int, int]]:
    """Return the counts of any two policies together, and of all."""
    sides = [*combinations(rows, 2), tuple(rows)]
    return frozenset(
        (sum(r.successes for r in some), sum(r.episodes for r in some)) for some in sides
    )


def of_others(evidence: Evidence, rows: Iterable[Result]) -> Recorded:
    """Return the figures of the Workspace's Runs that stand in no row."""
    known = {e.run.id for row in rows for e in row.evaluations}
    known |= {e.training[0].id for row in rows for e in row.evaluations if e.training}
    return _of_runs(evidence, [run for run in evidence.runs if run.id not in known])


def of_rehearsals(evidence: Evidence) -> Recorded:
    """Return the figures of the Workspace's rehearsals."""
    return _of_runs(evidence, [run for run in evidence.runs if rehearsal_of(evidence, run)])


def _of_runs(evidence: Evidence, runs: Iterable[Run]) -> Recorded:
    counts: list[tuple[int, int]] = []
    rewards: list[float] = []
    losses: list[float] = []
    for run in runs:
        record = evidence.record(run) if run.succeeded else None
        if isinstance(record, CheckpointRecord):
            losses += losses_of(run, record)
        elif isinstance(record, EvaluationRecord) and _is_sound(evidence, run, record):
            counts.append((sum(record.successes), record.n_episodes))
            rewards.append(sum(record.max_rewards) / record.n_episodes)
    return _recorded(counts, [], {"reward": rewards}, losses, [])


def _recorded(
    counts: Sequence[tuple[int, int]],
    means: Sequence[float],
    others: dict[Figure, list[float]],
    losses: Sequence[float],
    spreads: Sequence[tuple[float, float]],
) -> Recorded:
    rates = (*means, *(k / n for k, n in counts))
    others["failure"] = [1 - rate for rate in rates]
    others["bound"] = [end for k, n in counts for end in wilson(k, n)]
    return Recorded(
        frozenset(counts),
        rates,
        frozenset((n - k, n) for k, n in counts),
        {figure: tuple(values) for figure, values in others.items()},
        tuple(spreads),
        tuple(losses),
    )


def _rate(row: Result) -> float:
    return row.successes / row.episodes


def losses_of(run: Run, record: CheckpointRecord) -> Iterator[float]:
    """Yield every loss that a training logged, its last first."""
    yield from (v for k, v in record.final.items() if "loss" in k and isinstance(v, float | int))
    yield from _logged(run.folder / METRICS)


def _logged(path: Path) -> tuple[float, ...]:
    content = foreign.read_bytes(path, LARGEST_METRICS_BYTES)
    found: set[float] = set()
    for line in [] if isinstance(content, Problem) else content.splitlines():
        if b"loss" not in line:
            continue
        try:
            values = msgspec.json.decode(line, type=_Line).values
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            continue
        found |= {v for k, v in values.items() if "loss" in k and isinstance(v, float | int)}
    return tuple(sorted(found))


def _is_sound(evidence: Evidence, run: Run, record: EvaluationRecord) -> bool:
    info = evidence.eval_info(run, record)
    if isinstance(info, Problem) or number_problem(record, info):
        return False
    return not evidence.file_problems(run)


def _equal(said: Said, recorded: float) -> bool:
    """Whether a recorded figure, rounded or cut, is what was said."""
    distance = recorded - said.value
    return (
        -said.unit / 2 - _ROUNDING <= distance < said.unit - _ROUNDING
        or abs(distance) <= said.unit / 2 + _ROUNDING
    )
