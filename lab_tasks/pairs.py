"""Pairs: policies two and two on one task, tested, corrected by Holm, and told in words.

The comparison and the retro say the same of two policies, because it is said here.
"""

import statistics
from collections.abc import Iterable, Sequence

import msgspec

from lab_tasks.checks.evaluations import Sound
from lab_tasks.paired import Corrected, Played, contrast, corrected, explained, played
from lab_tasks.statistics import SIGNIFICANCE, p_words, pairs_words, wilson
from lab_tasks.success_rate import rate_words

ALIKE = (
    "The interval takes all episodes of a row as alike; with several seeds the spread over seeds "
    "(±) says more."
)
_SPEAKS_OF = (
    "With several trainings a p speaks of these trainings on such starts; between trainings rates "
    "differ by the ± above."
)


class Policy(msgspec.Struct, frozen=True):
    """One policy by its sound evaluations, one a training."""

    policy: str
    evaluations: tuple[Sound, ...]

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
    def rate_words(self) -> str:
        """All seeds together as a sentence shows it: count first."""
        return rate_words(self.successes, self.episodes)

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
        """Wilson's 95 % interval of all episodes together, as if they were alike."""
        return wilson(self.successes, self.episodes)

    @property
    def rewards(self) -> tuple[float, ...]:
        """The mean best reward of each seed."""
        return tuple(statistics.fmean(each.record.max_rewards) for each in self.evaluations)

    @property
    def task(self) -> str:
        """What was evaluated: environment and task."""
        return ", ".join(sorted({each.record.task for each in self.evaluations}))


class Pair(msgspec.Struct, frozen=True):
    """Two policies on one task, over all their trainings, as one of several pairs."""

    a: Policy
    b: Policy
    test: Corrected

    @property
    def separates(self) -> bool:
        """Whether chance alone would seldom give such a difference."""
        return self.test.separates

    @property
    def n(self) -> str:
        """How many trials the test had: of several trainings starts, each counted once."""
        is_single = len(self.a.evaluations) == len(self.b.evaluations) == 1
        return f"{self.test.starts}{'' if is_single else ' starts'}"

    @property
    def words(self) -> str:
        """What the records say of the two, in a sentence, and by which test."""
        counts = f"{self.a.rate_words} and {self.b.rate_words}"
        if self.separates:
            told = f"{counts}, {p_words(self.test.holm_p)}, {self.test.name}"
            return f"**{self.a.policy}** and **{self.b.policy}** separate: {told}."
        told = f"{counts}, p = {self.test.holm_p:.2f}, {self.test.name}"
        return f"**{self.a.policy}** and **{self.b.policy}**: cannot tell at n = {self.n} ({told})."


def compared(asked: Iterable[tuple[Policy, Policy]]) -> tuple[Pair, ...]:
    """Test those that were evaluated on one task; p is corrected for the number of these."""
    both = [(a, b) for a, b in asked if a.task == b.task]
    tests = corrected([contrast(_played(a), _played(b)) for a, b in both])
    return tuple(Pair(a, b, test) for (a, b), test in zip(both, tests, strict=True))


def rule(pairs: Sequence[Pair]) -> str:
    """Say below a table how its pairs were tested, and of what that speaks; '' where are none."""
    if not pairs:
        return ""
    tests = "; ".join(dict.fromkeys(explained(pair.test.name) for pair in pairs))
    told = (
        f"Pairs on one task: {tests}. p is corrected by Holm for {pairs_words(len(pairs))}; "
        f"a pair separates below {SIGNIFICANCE:g}."
    )
    is_several = any(len(each.evaluations) > 1 for pair in pairs for each in (pair.a, pair.b))
    return f"{told} {_SPEAKS_OF}" if is_several else told


def _played(policy: Policy) -> list[Played]:
    return [played(each.record) for each in policy.evaluations]
