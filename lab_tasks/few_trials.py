"""Few trials: what five episodes would have said, told from an evaluation of twenty.

Two views of the same recorded episodes. In the order they were played they make sets of five, each
of which somebody might have published. And every way to draw five of them can be counted, so how
often five episodes put two policies in which order is exact: no drawing of lots, no repeats.
"""

from collections.abc import Sequence
from itertools import combinations
from math import comb

import msgspec

from course.model import Course, Day, Step
from lab_tasks import references
from lab_tasks.checks.evaluations import Sound, sound_evaluation
from lab_tasks.checks.question import Question
from lab_tasks.documents import regions
from lab_tasks.documents.asked import FEW_TRIALS, asked_of
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.evidence.rehearsals import REHEARSED, WORD
from lab_tasks.paired import are_paired
from lab_tasks.problem import Problem
from lab_tasks.results import Filled
from lab_tasks.workspace import Workspace

REGION = "few-trials"
FULL_SHARE = 0.001
"""A share below it is told as such, and not as 0 %."""


class Spread(msgspec.Struct, frozen=True):
    """One policy's episodes; where it has no sound evaluation, `note` says why."""

    policy: str
    step_id: str
    trials: int
    successes: tuple[bool, ...] = ()
    note: str = ""
    is_rehearsal: bool = False
    """Its episodes are none of a result: they stand in the table and in no pair."""

    @property
    def sets(self) -> tuple[int, ...]:
        """Successes of each whole set of `trials`, in the order the episodes were played."""
        ends = range(self.trials, len(self.successes) + 1, self.trials)
        return tuple(sum(self.successes[end - self.trials : end]) for end in ends)

    @property
    def shares(self) -> tuple[float, ...]:
        """How often a draw of `trials` episodes has 0, 1, … successes."""
        return drawn(sum(self.successes), len(self.successes), self.trials)


class Order(msgspec.Struct, frozen=True):
    """How often a draw of the same starts puts policy `a` ahead, both level, or `b` ahead."""

    a: str
    b: str
    trials: int
    episodes: int
    ahead: int
    level: int
    behind: int
    """Numbers of draws; together all there are."""

    @property
    def draws(self) -> int:
        """Ways to draw the trials."""
        return self.ahead + self.level + self.behind


class FewTrials(msgspec.Struct, frozen=True):
    """Every policy's spread, and every pair that played the same starts."""

    trials: int
    spreads: tuple[Spread, ...]
    orders: tuple[Order, ...]

    @property
    def missing(self) -> tuple[Spread, ...]:
        """Policies without a sound evaluation."""
        return tuple(each for each in self.spreads if each.note)


def drawn(successes: int, episodes: int, trials: int) -> tuple[float, ...]:
    """Return the chance of 0, 1, … successes in `trials` of the `episodes`, none drawn twice."""
    ways = comb(episodes, trials)
    return tuple(
        comb(successes, k) * comb(episodes - successes, trials - k) / ways
        for k in range(trials + 1)
    )


def order(a: tuple[str, Sequence[bool]], b: tuple[str, Sequence[bool]], trials: int) -> Order:
    """Count the draws of `trials` starts in which each of two policies is ahead."""
    pairs = list(zip(a[1], b[1], strict=True))
    only_a = sum(x and not y for x, y in pairs)
    only_b = sum(y and not x for x, y in pairs)
    rest = len(pairs) - only_a - only_b
    ahead = level = behind = 0
    for i in range(min(trials, only_a) + 1):
        for j in range(min(trials - i, only_b) + 1):
            ways = comb(only_a, i) * comb(only_b, j) * comb(rest, trials - i - j)
            ahead, level, behind = (
                ahead + ways * (i > j),
                level + ways * (i == j),
                behind + ways * (i < j),
            )
    return Order(a[0], b[0], trials, len(pairs), ahead, level, behind)


def gather(evidence: Evidence, day: Day, steps: Sequence[str], trials: int) -> FewTrials:
    """Work it out from the newest sound evaluation of each evaluate Step."""
    found = [place for each in steps if (place := references.find(evidence.course, day, each))]
    sounds = [(step, sound_evaluation(Question(evidence, d, step), d, step)) for d, step in found]
    spreads = tuple(
        _spread(evidence.step_id(its_day, step), step, sound, trials)
        for (its_day, _), (step, sound) in zip(found, sounds, strict=True)
    )
    played = [
        (spread.policy, sound.record)
        for spread, (_, sound) in zip(spreads, sounds, strict=True)
        if isinstance(sound, Sound) and not spread.note and not sound.rehearsal
    ]
    orders = tuple(
        order((name_a, a.successes), (name_b, b.successes), trials)
        for (name_a, a), (name_b, b) in combinations(played, 2)
        if are_paired(a, b)
    )
    return FewTrials(trials, spreads, orders)


def to_markdown(few: FewTrials) -> str:
    """Return the block that is written into the student's file, markers included."""
    n = few.trials
    head = (
        f"| policy | all | sets of {n}, as played | a draw of {n} gives | all {n} solved |",
        "|---|---|---|---|---|",
    )
    rows = [_row(each) for each in few.spreads]
    lines = [f"- {words(each)}" for each in few.orders]
    rule = (
        f"A draw takes {n} of the recorded episodes, none twice, the same starts for both of a "
        "pair. All draws there are were counted."
    )
    notes = [REHEARSED] if any(each.is_rehearsal for each in few.spreads) else []
    block = [*head, *rows, "", *lines, *([""] if lines else []), rule, *notes]
    return "\n".join([regions.begin(REGION), *block, regions.end(REGION)])


def words(found: Order) -> str:
    """Say how often few trials give which order, in a sentence."""
    ahead, level, behind = (share(n, found.draws) for n in (found.ahead, found.level, found.behind))
    return (
        f"**{found.a}** and **{found.b}**: of the {found.draws:,} ways to draw {found.trials} of "
        f"the {found.episodes} starts, {ahead} put {found.a} ahead, {level} make them level, "
        f"{behind} put {found.b} ahead."
    )


def share(part: float, whole: float = 1.0) -> str:
    """Return a share as `12 %`; what is small and not nothing as `< 0.1 %`."""
    found = part / whole
    if 0 < found < FULL_SHARE:
        return "< 0.1 %"
    if 1 - FULL_SHARE < found < 1:
        return "> 99.9 %"
    return f"{100 * found:.1f} %"


def fill(course: Course, day: Day, step: Step, workspace: Workspace) -> Filled | Problem:
    """Write the table that the Step's `few-trials-written` Deliverable asks for.

    Raises OSError when the file cannot be written.
    """
    check = asked_of(step, FEW_TRIALS)
    if check is None:
        return Problem(f"‘{step.title}’ has no table of few trials.", "Read its text.")
    evidence = Evidence(course, workspace)
    args = check.args_for(evidence.profile)
    few = gather(evidence, day, args["steps"], args["trials"])
    written = regions.write(workspace, args["path"], REGION, to_markdown(few))
    if isinstance(written, Problem):
        return written
    return Filled(written, len(few.spreads), len(few.missing))


def _spread(step_id: str, step: Step, sound: object, trials: int) -> Spread:
    name = references.policy_name(step)
    if not isinstance(sound, Sound):
        return Spread(name, step_id, trials, note=str(getattr(sound, "why", "")))
    if sound.record.n_episodes < trials:
        note = f"{sound.run.id} has only {sound.record.n_episodes} episodes"
        return Spread(name, step_id, trials, note=note)
    played = sound.record.successes
    return Spread(name, step_id, trials, played, is_rehearsal=bool(sound.rehearsal))


def _row(spread: Spread) -> str:
    if spread.note:
        return f"| {spread.policy} | – | – | – | {spread.note} |"
    n, shares = spread.trials, spread.shares
    possible = [k for k, chance in enumerate(shares) if chance]
    low, high = possible[0], possible[-1]
    cells = (
        f"{spread.policy} ({WORD})" if spread.is_rehearsal else spread.policy,
        f"{sum(spread.successes)}/{len(spread.successes)}",
        ", ".join(f"{k}/{n}" for k in spread.sets),
        f"{low}/{n} to {high}/{n}" if low < high else f"{low}/{n} always",
        f"in {share(shares[-1])}",
    )
    return "| " + " | ".join(cells) + " |"
