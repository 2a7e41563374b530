"""Results: what the recorded evaluations say of each policy, over its seeds, and of each pair.

A policy's row pools the episodes of its trainings, one evaluation a training: the newest, never
the best. Pairs are compared on the same task only, and corrected by Holm for their number: so a
Day that names its questions beforehand pays for those alone.
"""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import msgspec

from course.model import Course, Day, Step
from lab_tasks import references
from lab_tasks.checks.evaluations import Sound, sound_evaluation, sound_run
from lab_tasks.checks.question import Question
from lab_tasks.documents import regions
from lab_tasks.documents.asked import asked_table
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.evidence.rehearsals import WORD, rehearsal_of
from lab_tasks.paired import p_over
from lab_tasks.problem import Problem
from lab_tasks.sanitise import clean_line
from lab_tasks.statistics import SIGNIFICANCE, holm, p_words, pairs_words, wilson
from lab_tasks.workspace import Workspace

REGION = "results"


class Result(msgspec.Struct, frozen=True):
    """One policy: its sound evaluations, one a training. Where there is none, `note` says why."""

    policy: str
    evaluations: tuple[Sound, ...]
    also: tuple[str, ...] = ()
    """Other names that a text may call it by."""
    note: str = ""
    is_rehearsed: bool = False
    """Whether all that is recorded of it is rehearsals, which are no results."""

    @property
    def successes(self) -> int:
        """Solved episodes of all seeds."""
        return sum(each.successes for each in self.evaluations)

    @property
    def episodes(self) -> int:
        """Episodes of all seeds; 0 where nothing is recorded."""
        return sum(each.record.n_episodes for each in self.evaluations)

    @property
    def rates(self) -> tuple[float, ...]:
        """The success rate of each seed."""
        return tuple(each.successes / each.record.n_episodes for each in self.evaluations)

    @property
    def mean(self) -> float:
        """The mean of the seeds' rates. Raises StatisticsError where nothing is recorded."""
        return statistics.fmean(self.rates)

    @property
    def spread(self) -> float | None:
        """The sample standard deviation (n - 1) of the seeds' rates; None for a single seed."""
        return statistics.stdev(self.rates) if len(self.rates) > 1 else None

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of all episodes together."""
        return wilson(self.successes, self.episodes)

    @property
    def rewards(self) -> tuple[float, ...]:
        """The mean best reward of each seed."""
        return tuple(statistics.fmean(each.record.max_rewards) for each in self.evaluations)

    @property
    def task(self) -> str:
        """What was evaluated: environment and task."""
        names = {_task(each) for each in self.evaluations}
        return ", ".join(sorted(names))


class Pair(msgspec.Struct, frozen=True):
    """Two policies on one task. `p_value` is corrected by Holm."""

    a: Result
    b: Result
    p_value: float
    is_paired: bool

    @property
    def separates(self) -> bool:
        """Whether chance alone would seldom give such a difference."""
        return self.p_value < SIGNIFICANCE

    @property
    def words(self) -> str:
        """What the records say of the two, in a sentence."""
        counts = f"{count(self.a)} and {count(self.b)}"
        if self.separates:
            p = p_words(self.p_value)
            return f"**{self.a.policy}** and **{self.b.policy}** separate: {counts}, {p}."
        n = min(self.a.episodes, self.b.episodes)
        told = f"cannot tell at n = {n} ({counts}, p = {self.p_value:.2f})"
        return f"**{self.a.policy}** and **{self.b.policy}**: {told}."


class Filled(msgspec.Struct, frozen=True):
    """What the app writes stands in the student's file."""

    path: Path
    policies: int
    missing: int
    """Policies of which nothing sound is recorded; their rows say why."""
    what: str = "the table"


class Results(msgspec.Struct, frozen=True):
    """The whole table: policies in the order asked, and the pairs of them that are compared."""

    rows: tuple[Result, ...]
    pairs: tuple[Pair, ...]

    @property
    def missing(self) -> tuple[Result, ...]:
        """Policies of which nothing sound is recorded, not even a rehearsal."""
        return tuple(row for row in self.rows if not row.evaluations and not row.is_rehearsed)

    def pair(self, a: Result, b: Result) -> Pair | None:
        """Return the comparison of two policies; None when they cannot be compared."""
        return next(
            (p for p in self.pairs if {p.a.policy, p.b.policy} == {a.policy, b.policy}), None
        )


def gather(
    evidence: Evidence,
    day: Day,
    policies: Mapping[str, Sequence[str]],
    also: Mapping[str, Sequence[str]] | None = None,
    pairs: Sequence[Sequence[str]] = (),
) -> Results:
    """Work the table out. `policies` names each row and the evaluate Steps it rests on.

    `pairs` names the policies to compare, two and two; empty: all of one task with one another.
    """
    names = also or {}
    rows = tuple(
        _row(evidence, day, name, steps, tuple(names.get(name, ())))
        for name, steps in policies.items()
    )
    recorded = {row.policy: row for row in rows if row.evaluations}
    asked = [(recorded[a], recorded[b]) for a, b in pairs if {a, b} <= recorded.keys()]
    return Results(rows, _pairs(asked if pairs else combinations(recorded.values(), 2)))


def to_markdown(results: Results) -> str:
    """Return the block that is written into the student's file, markers included."""
    head = (
        "| policy | task | seeds × episodes | solved | 95 % interval | rate over seeds "
        "| mean best reward |",
        "|---|---|---|---|---|---|---|",
    )
    pairs = [f"- {pair.words}" for pair in results.pairs]
    rule = (
        "Solved: all seeds together; interval: Wilson, 95 %. Rate over seeds: mean ± sample "
        "standard deviation; one seed has none."
    )
    if pairs:
        rule += (
            " Pairs on one task: McNemar's exact test on the same starts, else Fisher's; p "
            f"corrected by Holm for {pairs_words(len(pairs))}; "
            f"a pair separates below {SIGNIFICANCE:g}."
        )
    rows = [_markdown_row(row) for row in results.rows]
    block = [*head, *rows, "", *pairs, *([""] if pairs else []), rule]
    return "\n".join([regions.begin(REGION), *block, regions.end(REGION)])


def write(workspace: Workspace, results: Results, path: str) -> Path | Problem:
    """Write the table into the file `path`; the student's text around it stays.

    Raises OSError when the file cannot be written.
    """
    return regions.write(workspace, path, REGION, to_markdown(results))


def fill(course: Course, day: Day, step: Step, workspace: Workspace) -> Filled | Problem:
    """Write the table that the Step's `results-filled` Deliverable asks for into its document.

    Raises OSError when the file cannot be written.
    """
    check = asked_table(step)
    if check is None:
        return Problem(f"‘{step.title}’ has no table of results.", "Read its text.")
    evidence = Evidence(course, workspace)
    args = check.args_for(evidence.profile)
    results = gather(evidence, day, args["policies"], args.get("also"), args.get("pairs", ()))
    written = write(workspace, results, args["path"])
    if isinstance(written, Problem):
        return written
    return Filled(written, len(results.rows), len(results.missing))


def count(row: Result) -> str:
    """Return the success rate as a sentence shows it: count first."""
    return f"{row.successes}/{row.episodes} ({100 * row.successes / row.episodes:.0f} %)"


def _row(
    evidence: Evidence, day: Day, name: str, steps: Sequence[str], also: tuple[str, ...]
) -> Result:
    found: dict[tuple[str, int | None], Sound] = {}
    why = rehearsed = ""
    places = [place for each in steps if (place := references.find(evidence.course, day, each))]
    for its_day, step in places:
        question = Question(evidence, its_day, step)
        for run in reversed(evidence.runs_of(its_day, step)):
            if not run.succeeded or run.request.profile != evidence.profile:
                continue
            if reason := rehearsal_of(evidence, run):
                rehearsed = rehearsed or f"{WORD}, not a result: {clean_line(reason)}"
                continue
            sound = sound_run(question, its_day, step, run)
            if isinstance(sound, Sound):
                found.setdefault(_training(sound), sound)
        if not found and not why:
            sound = sound_evaluation(question, its_day, step)
            why = "" if isinstance(sound, Sound) else sound.why
    called = (*also, *(references.policy_name(step) for _, step in places))
    ordered = sorted(found.items(), key=lambda each: (each[0][0], each[0][1] or 0))
    note = (
        ""
        if found
        else rehearsed or why or f"nothing is recorded in the profile {evidence.profile}"
    )
    return Result(
        name,
        tuple(sound for _, sound in ordered),
        tuple(dict.fromkeys(called)),
        note,
        is_rehearsed=bool(rehearsed) and not found,
    )


def _training(sound: Sound) -> tuple[str, int | None]:
    """Return which training was evaluated: its Step and its seed. The expert's is none."""
    if sound.training is None:
        return "", None
    run, record = sound.training
    return run.request.step, run.request.seed if record.seed is None else record.seed


def _task(sound: Sound) -> str:
    env = sound.record.env
    return " ".join(str(env[key]) for key in ("type", "task") if env.get(key))


def _pairs(asked: Iterable[tuple[Result, Result]]) -> tuple[Pair, ...]:
    both = [(a, b) for a, b in asked if a.task == b.task]
    tested = [_p_of(a, b) for a, b in both]
    corrected = holm([p for p, _ in tested])
    return tuple(
        Pair(a, b, p, is_paired)
        for (a, b), p, (_, is_paired) in zip(both, corrected, tested, strict=True)
    )


def _p_of(a: Result, b: Result) -> tuple[float, bool]:
    """Return the two-sided exact p and whether episodes were compared one by one."""
    return p_over([x.record for x in a.evaluations], [y.record for y in b.evaluations])


def _markdown_row(row: Result) -> str:
    if not row.evaluations:
        return f"| {row.policy} | – | – | – | – | – | {row.note} |"
    low, high = row.interval
    counts = sorted({each.record.n_episodes for each in row.evaluations})
    spread = "" if row.spread is None else f" ± {row.spread:.2f}"
    cells = (
        row.policy,
        row.task,
        f"{len(row.evaluations)} × {', '.join(map(str, counts))}",
        f"{row.successes}/{row.episodes}",
        f"{100 * low:.0f}–{100 * high:.0f} %",
        f"{row.mean:.2f}{spread}",
        f"{statistics.fmean(row.rewards):.2f}",
    )
    return "| " + " | ".join(cells) + " |"
