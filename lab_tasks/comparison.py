"""Comparison: the table of evaluated policies with intervals, and which of them separate.

Rates come with Wilson's 95 % interval. Pairs are compared episode by episode (equal seeds, hence
equal starts) with McNemar's exact test, corrected by Holm for the number of pairs. Baselines stand
in the table and not among the pairs: `beats-baseline` asks that, and Holm would spend power on it.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import msgspec

from course.model import Course, Day, Profile, Step
from lab_tasks import references
from lab_tasks.checks.evaluations import Sound, sound_evaluation
from lab_tasks.checks.question import Question
from lab_tasks.documents import regions
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.evidence.rehearsals import WORD, rehearsal_of
from lab_tasks.paired import p_of
from lab_tasks.problem import Problem
from lab_tasks.statistics import SIGNIFICANCE, holm, wilson
from lab_tasks.workspace import Workspace

REGION = "comparison"
REHEARSED = "A rehearsal shows that the path works: its numbers are no result and stand in no pair."
BEGIN, END = regions.begin(REGION), regions.end(REGION)
EVALUATION, BASELINE = "evaluation-recorded", "baseline-recorded"


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
    train_s: float | None = None
    checkpoint: str | None = None
    """First twelve digits of the checkpoint's sha256; None for the expert."""
    is_rehearsal: bool = False
    """Its numbers are none of a result: it stands in the table and in no pair."""
    note: str = ""

    @property
    def kind(self) -> str:
        """What stands behind its name: that it is a baseline, a rehearsal, both, or nothing."""
        kinds = [WORD] * self.is_rehearsal + ["baseline"] * self.is_baseline
        return f" ({', '.join(kinds)})" if kinds else ""


class Pair(msgspec.Struct, frozen=True):
    """Two policies on the same episodes. `p_value` is corrected by Holm."""

    a: str
    b: str
    p_value: float
    separates: bool
    words: str


class Comparison(msgspec.Struct, frozen=True):
    """The whole table: policies and baselines in the Day's order, and every pair of policies."""

    rows: tuple[Row, ...]
    pairs: tuple[Pair, ...]

    @property
    def rehearsals(self) -> tuple[Row, ...]:
        """Rows that are rehearsals and no results."""
        return tuple(row for row in self.rows if row.is_rehearsal)

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
    wanted = [(*place, _sound(seen, *place)) for place in _places(course, day, steps, seen.profile)]
    rows = tuple(_row(seen, *each) for each in wanted)
    policies = [
        (row.policy, sound)
        for row, (_, _, sound) in zip(rows, wanted, strict=True)
        if isinstance(sound, Sound) and not row.is_baseline and not row.is_rehearsal
    ]
    return Comparison(rows, _pairs(policies))


def to_markdown(comparison: Comparison) -> str:
    """Return the block that is written into the student's file, markers included."""
    head = (
        "| policy | solved | rate | 95 % interval | mean best reward | trained | checkpoint |",
        "|---|---|---|---|---|---|---|",
    )
    rows = [_markdown_row(row) for row in comparison.rows]
    pairs = [f"- {pair.words}" for pair in comparison.pairs]
    rule = (
        "Intervals: Wilson, 95 %. Pairs: McNemar's exact test on the same seeds, p corrected by "
        f"Holm for {len(pairs)} pairs; a pair separates below {SIGNIFICANCE:g}."
    )
    rehearsed = [REHEARSED] if comparison.rehearsals else []
    return "\n".join([BEGIN, *head, *rows, "", *pairs, "", rule, *rehearsed, END])


def write(workspace: Workspace, comparison: Comparison, path: str) -> Path | Problem:
    """Write the block into the file `path` of the Workspace; the student's text around it stays.

    Raises OSError when the file cannot be written.
    """
    return regions.write(workspace, path, REGION, to_markdown(comparison))


def split(text: str) -> tuple[str, str, str]:
    """Return the student's text before the block, the block with its markers, the text after."""
    return regions.split(text, REGION)


def _places(
    course: Course, day: Day, steps: Sequence[str], profile: Profile
) -> Iterator[tuple[Day, Step]]:
    """Yield the policies' Steps, then those of the Day's baselines."""
    named = dict.fromkeys((*(steps or _named_steps(day)), *_recording(day, BASELINE)))
    for reference in named:
        found = references.find(course, day, reference)
        if found and not found[1].why_not_needed(profile):
            yield found


def _named_steps(day: Day) -> Sequence[str]:
    for check in (d.check for step in day.steps for d in step.deliverables):
        if check.name == "comparison-written" and check.args.get("steps"):
            return tuple(check.args["steps"])
    return _recording(day, EVALUATION)


def _recording(day: Day, check: str) -> tuple[str, ...]:
    return tuple(s.id for s in day.steps if any(d.check.name == check for d in s.deliverables))


def _sound(evidence: Evidence, day: Day, step: Step) -> Sound | str:
    """Return a Step's evaluation, or why it cannot stand in the table."""
    sound = sound_evaluation(Question(evidence, day, step), day, step)
    return sound if isinstance(sound, Sound) else sound.why


def _row(evidence: Evidence, day: Day, step: Step, sound: Sound | str) -> Row:
    name = references.policy_name(step)
    is_baseline = any(d.check.name == BASELINE for d in step.deliverables)
    step_id = evidence.step_id(day, step)
    if isinstance(sound, str):
        return Row(name, step_id, is_baseline, note=sound)
    record, training = sound.record, sound.training[1] if sound.training else None
    low, high = wilson(sound.successes, record.n_episodes)
    return Row(
        name,
        step_id,
        is_baseline,
        run_id=sound.run.id,
        successes=sound.successes,
        episodes=record.n_episodes,
        low=low,
        high=high,
        mean_max_reward=sum(record.max_rewards) / record.n_episodes,
        train_steps=training.step if training else None,
        train_s=training.duration_s if training else None,
        checkpoint=training.sha256[:12] if training else None,
        is_rehearsal=bool(rehearsal_of(evidence, sound.run)),
    )


def _pairs(policies: Sequence[tuple[str, Sound]]) -> tuple[Pair, ...]:
    both = list(combinations(policies, 2))
    corrected = holm([p_of(a.record, b.record) for (_, a), (_, b) in both])
    return tuple(
        _pair((name_a, a), (name_b, b), p)
        for ((name_a, a), (name_b, b)), p in zip(both, corrected, strict=True)
    )


def _pair(a: tuple[str, Sound], b: tuple[str, Sound], p: float) -> Pair:
    (name_a, sound_a), (name_b, sound_b) = a, b
    counts = f"{sound_a.rate} and {sound_b.rate}"
    separates = p < SIGNIFICANCE
    if separates:
        words = f"**{name_a}** and **{name_b}** separate: {counts}, p = {p:.3f}."
    else:
        n = min(sound_a.record.n_episodes, sound_b.record.n_episodes)
        words = f"**{name_a}** and **{name_b}**: cannot tell at n = {n} ({counts}, p = {p:.2f})."
    return Pair(name_a, name_b, p, separates, words)


def _markdown_row(row: Row) -> str:
    if row.run_id is None or row.episodes is None or row.successes is None:
        return f"| {row.policy} | – | – | – | – | – | {row.note} |"
    interval = f"{100 * (row.low or 0):.0f}–{100 * (row.high or 0):.0f} %"
    trained = "–"
    if row.train_steps is not None and row.train_s is not None:
        unit = "step" if row.train_steps == 1 else "steps"
        trained = f"{row.train_steps:,} {unit}, {row.train_s:.0f} s"
    cells = (
        row.policy + row.kind,
        f"{row.successes}/{row.episodes}",
        f"{100 * row.successes / row.episodes:.0f} %",
        interval,
        f"{row.mean_max_reward:.2f}",
        trained,
        f"`{row.checkpoint}`" if row.checkpoint else "–",
    )
    return "| " + " | ".join(cells) + " |"
