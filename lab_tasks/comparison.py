"""Comparison: the table of evaluated policies with intervals, and which of them separate.

A policy that was trained over seeds is one row, its trainings pooled. Rates come with Wilson's
95 % interval. Pairs are compared episode by episode (equal seeds, hence
equal starts) with McNemar's exact test, corrected by Holm for the number of pairs. Baselines stand
in the table and not among the pairs: `beats-baseline` asks that, and Holm would spend power on it.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from statistics import stdev

import msgspec

from course.model import Course, Day, Profile, Step
from lab_tasks import references
from lab_tasks.checks.evaluations import Sound, sound_evaluation, sound_seeds
from lab_tasks.checks.question import Question
from lab_tasks.documents import regions
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.evidence.rehearsals import REHEARSED, WORD
from lab_tasks.lift import Lift, lift
from lab_tasks.paired import p_over
from lab_tasks.problem import Problem
from lab_tasks.statistics import SIGNIFICANCE, holm, p_words, pairs_words, wilson
from lab_tasks.workspace import Workspace

REGION = "comparison"
BEGIN, END = regions.begin(REGION), regions.end(REGION)
EVALUATION, BASELINE = "evaluation-recorded", "baseline-recorded"
BEATS, BEST_REWARD = "beats-baseline", "best-reward"
ABOVE_RULE = (
    "Against a baseline: Student's interval of the differences in best reward, start by start; "
    "it separates where the interval leaves out 0."
)


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


class Above(msgspec.Struct, frozen=True):
    """How far a policy is above a baseline in best reward, where the Day asks for that."""

    policy: str
    baseline: str
    separates: bool
    words: str


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
        if not isinstance(sound, str) and not row.is_baseline and not row.is_rehearsal
    ]
    found = {
        step.id: sound
        for row, (_, step, sound) in zip(rows, wanted, strict=True)
        if not isinstance(sound, str) and not row.is_rehearsal
    }
    return Comparison(rows, _pairs(policies), tuple(_above(day, found)))


def to_markdown(comparison: Comparison) -> str:
    """Return the block that is written into the student's file, markers included."""
    head = (
        "| policy | solved | rate | 95 % interval | mean best reward | trained | checkpoint |",
        "|---|---|---|---|---|---|---|",
    )
    rows = [_markdown_row(row) for row in comparison.rows]
    pairs = [f"- {pair.words}" for pair in comparison.pairs]
    rule = f"{_over(comparison)}Intervals: Wilson, 95 %."
    if pairs:
        rule += (
            " Pairs: McNemar's exact test on the same seeds, p corrected by Holm for "
            f"{pairs_words(len(pairs))}; a pair separates below {SIGNIFICANCE:g}."
        )
    notes = [REHEARSED] if comparison.rehearsals else []
    if comparison.above:
        pairs += [f"- {above.words}" for above in comparison.above]
        notes.append(ABOVE_RULE)
    return "\n".join([BEGIN, *head, *rows, "", *pairs, "", rule, *notes, END])


def _over(comparison: Comparison) -> str:
    if all(row.spread is None for row in comparison.rows):
        return ""
    return "Trainings over seeds are pooled; ±: the rates' sample standard deviation over them. "


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


def _sound(evidence: Evidence, day: Day, step: Step) -> tuple[Sound, ...] | str:
    """Return a Step's evaluation, one a training seed, or why it cannot stand in the table."""
    question = Question(evidence, day, step)
    if step.training_seeds(evidence.profile) and (seeds := sound_seeds(question, day, step)):
        return tuple(seeds.values())
    sound = sound_evaluation(question, day, step)
    return (sound,) if isinstance(sound, Sound) else sound.why


def _row(evidence: Evidence, day: Day, step: Step, sound: tuple[Sound, ...] | str) -> Row:
    name = references.policy_name(step)
    is_baseline = any(d.check.name == BASELINE for d in step.deliverables)
    step_id = evidence.step_id(day, step)
    if isinstance(sound, str):
        return Row(name, step_id, is_baseline, note=sound)
    trainings = [each.training[1] for each in sound if each.training]
    solved, episodes = _count(sound)
    low, high = wilson(solved, episodes)
    rates = [each.successes / each.record.n_episodes for each in sound]
    return Row(
        name,
        step_id,
        is_baseline,
        run_id=sound[0].run.id,
        successes=solved,
        episodes=episodes,
        low=low,
        high=high,
        mean_max_reward=sum(sum(each.record.max_rewards) for each in sound) / episodes,
        train_steps=trainings[0].step if trainings else None,
        train_s=sum(training.duration_s for training in trainings) if trainings else None,
        checkpoints=tuple(training.sha256[:12] for training in trainings),
        spread=stdev(rates) if len(rates) > 1 else None,
        is_rehearsal=any(each.rehearsal for each in sound),
    )


def _count(sound: Sequence[Sound]) -> tuple[int, int]:
    return sum(s.successes for s in sound), sum(s.record.n_episodes for s in sound)


def _pairs(policies: Sequence[tuple[str, Sequence[Sound]]]) -> tuple[Pair, ...]:
    both = list(combinations(policies, 2))
    found = [p_over([x.record for x in a], [y.record for y in b])[0] for (_, a), (_, b) in both]
    corrected = holm(found)
    return tuple(
        _pair((name_a, a), (name_b, b), p)
        for ((name_a, a), (name_b, b)), p in zip(both, corrected, strict=True)
    )


def _above(day: Day, found: Mapping[str, Sequence[Sound]]) -> Iterator[Above]:
    """Yield each policy beside the baseline that it is to beat by best reward."""
    for step in day.steps:
        for args in (d.check.args for d in step.deliverables if d.check.name == BEATS):
            own, other = found.get(step.id), found.get(args["baseline"])
            if args.get("measure") != BEST_REWARD or not own or not other:
                continue
            by = lift([each.record for each in own], other[0].record)
            if isinstance(by, Lift):
                names = references.policy_name(step), args["baseline"].removeprefix("evaluate-")
                told = f"**{names[0]}** against **{names[1]}**: mean best reward {by.words}."
                yield Above(*names, by.separates, told)


def _pair(a: tuple[str, Sequence[Sound]], b: tuple[str, Sequence[Sound]], p: float) -> Pair:
    (name_a, sound_a), (name_b, sound_b) = a, b
    (solved_a, n_a), (solved_b, n_b) = _count(sound_a), _count(sound_b)
    counts = f"{_rate(solved_a, n_a)} and {_rate(solved_b, n_b)}"
    separates = p < SIGNIFICANCE
    if separates:
        words = f"**{name_a}** and **{name_b}** separate: {counts}, {p_words(p)}."
    else:
        n = min(n_a, n_b)
        words = f"**{name_a}** and **{name_b}**: cannot tell at n = {n} ({counts}, p = {p:.2f})."
    return Pair(name_a, name_b, p, separates, words)


def _rate(solved: int, n: int) -> str:
    return f"{solved}/{n} ({100 * solved / n:.0f} %)"


def _markdown_row(row: Row) -> str:
    if row.run_id is None or row.episodes is None or row.successes is None:
        return f"| {row.policy} | – | – | – | – | – | {row.note} |"
    interval = f"{100 * (row.low or 0):.0f}–{100 * (row.high or 0):.0f} %"
    trained = "–"
    if row.train_steps is not None and row.train_s is not None:
        unit = "step" if row.train_steps == 1 else "steps"
        times = f"{len(row.checkpoints)} × " if len(row.checkpoints) > 1 else ""
        trained = f"{times}{row.train_steps:,} {unit}, {row.train_s:.0f} s"
    spread = "" if row.spread is None else f" ± {100 * row.spread:.0f}"
    cells = (
        row.policy + row.kind,
        f"{row.successes}/{row.episodes}",
        f"{100 * row.successes / row.episodes:.0f} %{spread}",
        interval,
        f"{row.mean_max_reward:.2f}",
        trained,
        ", ".join(f"`{digits}`" for digits in row.checkpoints) or "–",
    )
    return "| " + " | ".join(cells) + " |"
