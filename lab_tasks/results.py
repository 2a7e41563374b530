"""Results: what the recorded evaluations say of each policy, over its seeds, and of each pair.

A policy's row pools the episodes of its trainings, one evaluation a training: the newest, never
the best. Pairs are compared on the same task only, and corrected by Holm for their number: so a
Day that names its questions beforehand pays for those alone.
"""

import statistics
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import msgspec

from course.model import Course, Day, Step
from lab_tasks import references
from lab_tasks.checks.evaluated import evaluated
from lab_tasks.checks.evaluations import Sound, sound_evaluation
from lab_tasks.checks.question import Question
from lab_tasks.documents import regions
from lab_tasks.documents.asked import asked_table
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.evidence.rehearsals import WORD
from lab_tasks.pairs import ALIKE, Pair, Policy, compared
from lab_tasks.pairs import rule as pairs_rule
from lab_tasks.problem import Problem
from lab_tasks.sanitise import clean_line
from lab_tasks.success_rate import interval_words
from lab_tasks.workspace import Workspace

REGION = "results"


class Result(Policy, frozen=True):
    """One policy's row. Where it has no sound evaluation, `note` says why."""

    also: tuple[str, ...] = ()
    """Other names that a text may call it by."""
    note: str = ""
    """Of a row with evaluations: which seeds do not count, and why."""
    is_rehearsed: bool = False
    """Whether all that is recorded of it is rehearsals, which are no results."""
    left_out: int = 0
    """How many seeds are asked for, or were evaluated, and do not count."""

    @property
    def seeds(self) -> str:
        """How many seeds count: `3`, or `2 of 3`."""
        n = len(self.evaluations)
        return f"{n} of {n + self.left_out}" if self.left_out else str(n)


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
    return Results(rows, compared(asked if pairs else combinations(recorded.values(), 2)))


def to_markdown(results: Results) -> str:
    """Return the block that is written into the student's file, markers included."""
    head = (
        "| policy | task | seeds × episodes | solved | 95 % interval | rate over seeds "
        "| mean best reward |",
        "|---|---|---|---|---|---|---|",
    )
    lines = [f"- {words}" for words in (*_left_out(results), *(p.words for p in results.pairs))]
    rule = [
        "Solved: all seeds together; interval: Wilson, 95 %. Rate over seeds: mean ± sample "
        "standard deviation; one seed has none."
    ]
    rule += [ALIKE] if any(row.spread is not None for row in results.rows) else []
    rule += [told] if (told := pairs_rule(results.pairs)) else []
    rows = [_markdown_row(row) for row in results.rows]
    block = [*head, *rows, "", *lines, *([""] if lines else []), " ".join(rule)]
    return "\n".join([regions.begin(REGION), *block, regions.end(REGION)])


def _left_out(results: Results) -> Iterator[str]:
    for row in results.rows:
        if row.evaluations and row.left_out:
            yield f"**{row.policy}**: {row.seeds} seeds. {row.note}"


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


class _Gathering(msgspec.Struct):
    """What the Steps of one row have, Step by Step."""

    found: dict[str, Sound] = {}
    """By digest of the weights: one evaluation a training. Of the expert, which has none: ''."""
    lacking: list[str] = []
    left_out: int = 0
    rehearsed: str = ""

    def add(self, question: Question) -> None:
        """Take what the question's Step has."""
        day, step = question.day, question.step
        evaluations = evaluated(question, day, step)
        self.lacking += [evaluations.note] if evaluations.note else []
        self.left_out += len(evaluations.lacking)
        for seed, sound in evaluations.sound.items():
            self._keep(sound, f"Seed {seed}: ")
        if not evaluations.sound and not evaluations.lacking:
            alone = sound_evaluation(question, day, step)
            if isinstance(alone, Sound):
                self._keep(alone, "")
            else:
                self.lacking.append(alone.why)

    def _keep(self, sound: Sound, of_seed: str) -> None:
        if not sound.rehearsal:
            self.found.setdefault(sound.weights, sound)
            return
        why = f"{WORD}, not a result: {clean_line(sound.rehearsal)}"
        self.rehearsed = self.rehearsed or why
        self.lacking.append(f"{of_seed}{why}.")
        self.left_out += 1


def _row(
    evidence: Evidence, day: Day, name: str, steps: Sequence[str], also: tuple[str, ...]
) -> Result:
    places = [place for each in steps if (place := references.find(evidence.course, day, each))]
    gathered = _Gathering()
    for place in places:
        gathered.add(Question(evidence, *place))
    found = tuple(gathered.found.values())
    called = (*also, *(references.policy_name(step) for _, step in places))
    why = gathered.rehearsed or next(iter(gathered.lacking), "")
    nothing = f"nothing is recorded in the profile {evidence.profile}"
    return Result(
        name,
        found,
        tuple(dict.fromkeys(called)),
        " ".join(gathered.lacking) if found else why or nothing,
        is_rehearsed=bool(gathered.rehearsed) and not found,
        left_out=gathered.left_out,
    )


def _markdown_row(row: Result) -> str:
    if not row.evaluations:
        return f"| {row.policy} | – | – | – | – | – | {row.note} |"
    counts = sorted({each.record.n_episodes for each in row.evaluations})
    spread = "" if row.spread is None else f" ± {row.spread:.2f}"
    cells = (
        row.policy,
        row.task,
        f"{row.seeds} × {', '.join(map(str, counts))}",
        f"{row.successes}/{row.episodes}",
        interval_words(*row.interval),
        f"{row.mean:.2f}{spread}",
        f"{statistics.fmean(row.rewards):.2f}",
    )
    return "| " + " | ".join(cells) + " |"
