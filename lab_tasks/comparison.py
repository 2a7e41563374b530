"""Comparison: the table of evaluated policies with intervals, and which of them separate.

A policy that was trained over seeds is one row, its trainings pooled. Rates come with Wilson's
95 % interval. Pairs are compared start by start and corrected by Holm for their number. Baselines
stand in the table and not among them: `beats-baseline` asks that, and Holm would spend power on it.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import msgspec

from course.model import Course, Day, Step
from lab_tasks import pairs, references
from lab_tasks.above_baseline import RULE as ABOVE_RULE
from lab_tasks.above_baseline import Above, above_baselines
from lab_tasks.checks.evaluated import evaluated
from lab_tasks.checks.evaluations import Sound, sound_evaluation
from lab_tasks.checks.question import Question
from lab_tasks.compared_steps import BASELINE, compared_steps
from lab_tasks.documents import regions
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.evidence.rehearsals import REHEARSED, WORD
from lab_tasks.pairs import Pair, Policy
from lab_tasks.problem import Problem
from lab_tasks.success_rate import interval_words, percent_words
from lab_tasks.workspace import Workspace

REGION = "comparison"
BEGIN, END = regions.begin(REGION), regions.end(REGION)


class Row(msgspec.Struct, frozen=True):
    """One policy. Where it has no sound evaluation, `note` says why and the numbers are None."""

    policy: str
    step_id: str
    is_baseline: bool
    run_id: str | None = None
    successes: int | None = None
    episodes: int | None = None
    low: float | None = None
    high: float | None = None
    mean_max_reward: float | None = None
    train_steps: int | None = None
    """Of each training."""
    train_s: float | None = None
    """Of all trainings together."""
    checkpoints: tuple[str, ...] = ()
    """First twelve digits of each checkpoint's sha256; none for the expert."""
    spread: float | None = None
    """Sample standard deviation of the rates over trainings; None of a single one."""
    is_rehearsal: bool = False
    """Its numbers are none of a result: it stands in the table and in no pair."""
    seeds: str = ""
    """`2 of 3 seeds`, where not all count; `note` says why."""
    note: str = ""

    @property
    def kind(self) -> str:
        """What stands behind its name: that it is a baseline, a rehearsal, lacks seeds, or ''."""
        kinds = [WORD] * self.is_rehearsal + ["baseline"] * self.is_baseline
        kinds += [self.seeds] if self.seeds else []
        return f" ({', '.join(kinds)})" if kinds else ""


class Comparison(msgspec.Struct, frozen=True):
    """The whole table: policies and baselines in the Day's order, and every pair of policies."""

    rows: tuple[Row, ...]
    pairs: tuple[Pair, ...]
    above: tuple[Above, ...] = ()

    @property
    def rehearsals(self) -> tuple[Row, ...]:
        """Rows that are rehearsals and no results."""
        return tuple(row for row in self.rows if row.is_rehearsal)

    @property
    def partial(self) -> tuple[Row, ...]:
        """Rows that stand without some of their seeds."""
        return tuple(row for row in self.rows if row.seeds and row.run_id)

    @property
    def missing(self) -> tuple[Row, ...]:
        """Rows without a sound evaluation."""
        return tuple(row for row in self.rows if row.run_id is None)


def compare(
    course: Course,
    day: Day,
    workspace: Workspace,
    *,
    steps: Sequence[str] = (),
    evidence: Evidence | None = None,
) -> Comparison:
    """Work the table out from the Workspace's Runs.

    `steps` are references to evaluate Steps; by default those that the Day's `comparison-written`
    Deliverable names, else all of the Day that record an evaluation. Baselines are always there.
    """
    seen = evidence or Evidence(course, workspace)
    wanted = [
        (_standing(seen, *place), *place)
        for place in compared_steps(course, day, steps, seen.profile)
    ]
    rows = tuple(_row(seen, *each) for each in wanted)
    results = [
        (row, each)
        for row, (each, *_) in zip(rows, wanted, strict=True)
        if each.evaluations and not row.is_rehearsal
    ]
    policies = [each for row, each in results if not row.is_baseline]
    found = {row.step_id: each.evaluations for row, each in results}
    return Comparison(
        rows,
        pairs.compared(combinations(policies, 2)),
        tuple(above_baselines(seen, day, found)),
    )


def to_markdown(comparison: Comparison) -> str:
    """Return the block that is written into the student's file, markers included."""
    head = (
        "| policy | solved | rate | 95 % interval | mean best reward | trained | checkpoint |",
        "|---|---|---|---|---|---|---|",
    )
    rows = [_markdown_row(row) for row in comparison.rows]
    lines = [f"- {words}" for words in (*left_out(comparison), *_told(comparison))]
    notes = [ABOVE_RULE] if comparison.above else []
    notes += [REHEARSED] if comparison.rehearsals else []
    return "\n".join([BEGIN, *head, *rows, "", *lines, "", rule(comparison), *notes, END])


def rule(comparison: Comparison) -> str:
    """Say how the table's figures are made, and how far they carry."""
    told = ["Intervals: Wilson, 95 %."]
    if any(row.spread is not None for row in comparison.rows):
        over = "Trainings over seeds are pooled; ±: the rates' sample standard deviation over them."
        told = [over, *told, pairs.ALIKE]
    return " ".join([*told, *filter(None, [pairs.rule(comparison.pairs)])])


def left_out(comparison: Comparison) -> Iterator[str]:
    """Yield which rows lack a seed, and why."""
    for row in comparison.partial:
        yield f"**{row.policy}**: {row.seeds}. {row.note}"


def _told(comparison: Comparison) -> Iterator[str]:
    yield from (pair.words for pair in comparison.pairs)
    yield from (above.words for above in comparison.above)


def write(workspace: Workspace, comparison: Comparison, path: str) -> Path | Problem:
    """Write the block into the file `path` of the Workspace; the student's text around it stays.

    Raises OSError when the file cannot be written.
    """
    return regions.write(workspace, path, REGION, to_markdown(comparison))


def split(text: str) -> tuple[str, str, str]:
    """Return the student's text before the block, the block with its markers, the text after."""
    return regions.split(text, REGION)


class _Standing(Policy, frozen=True):
    """What a Step's Runs say of its policy, and what of it does not count."""

    seeds: str = ""
    note: str = ""


def _standing(evidence: Evidence, day: Day, step: Step) -> _Standing:
    """Return a Step's evaluation, one a training seed, or why it cannot stand in the table."""
    question, name = Question(evidence, day, step), references.policy_name(step)
    if step.training_seeds(evidence.profile):
        found = evaluated(question, day, step)
        seeds = found.count if found.lacking else ""
        return _Standing(name, tuple(found.sound.values()), seeds, found.note)
    sound = sound_evaluation(question, day, step)
    if isinstance(sound, Sound):
        return _Standing(name, (sound,))
    return _Standing(name, (), note=sound.why)


def _row(evidence: Evidence, standing: _Standing, day: Day, step: Step) -> Row:
    is_baseline = any(d.check.name == BASELINE for d in step.deliverables)
    step_id, sound = evidence.step_id(day, step), standing.evaluations
    if not sound:
        return Row(standing.policy, step_id, is_baseline, note=standing.note)
    trainings = [each.training[1] for each in sound if each.training]
    low, high = standing.interval
    return Row(
        standing.policy,
        step_id,
        is_baseline,
        run_id=sound[0].run.id,
        successes=standing.successes,
        episodes=standing.episodes,
        low=low,
        high=high,
        mean_max_reward=sum(sum(each.record.max_rewards) for each in sound) / standing.episodes,
        train_steps=trainings[0].step if trainings else None,
        train_s=sum(training.duration_s for training in trainings) if trainings else None,
        checkpoints=tuple(training.sha256[:12] for training in trainings),
        spread=standing.spread,
        is_rehearsal=any(each.rehearsal for each in sound),
        seeds=standing.seeds,
        note=standing.note,
    )


def _markdown_row(row: Row) -> str:
    if row.run_id is None or row.episodes is None or row.successes is None:
        return f"| {row.policy} | – | – | – | – | – | {row.note} |"
    trained = "–"
    if row.train_steps is not None and row.train_s is not None:
        unit = "step" if row.train_steps == 1 else "steps"
        times = f"{len(row.checkpoints)} × " if len(row.checkpoints) > 1 else ""
        trained = f"{times}{row.train_steps:,} {unit}, {row.train_s:.0f} s"
    spread = "" if row.spread is None else f" ± {100 * row.spread:.0f}"
    cells = (
        row.policy + row.kind,
        f"{row.successes}/{row.episodes}",
        f"{percent_words(row.successes, row.episodes)}{spread}",
        interval_words(row.low or 0, row.high or 0),
        f"{row.mean_max_reward:.2f}",
        trained,
        ", ".join(f"`{digits}`" for digits in row.checkpoints) or "–",
    )
    return "| " + " | ".join(cells) + " |"
