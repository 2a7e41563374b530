"""The lift: how far a policy comes beyond a baseline in best reward, start by start.

The best reward of an episode says how far it came. Where few or none are solved, it tells two apart
that success cannot.
"""

from collections.abc import Sequence
from statistics import fmean

import msgspec

from lab_tasks.evidence.records import EvaluationRecord
from lab_tasks.paired import are_paired
from lab_tasks.problem import Problem
from lab_tasks.statistics import FEWEST_FOR_STUDENT, student


class Lift(msgspec.Struct, frozen=True):
    """The mean difference over `n` starts, with Student's 95 % interval of the paired ones."""

    mean: float
    low: float
    high: float
    n: int

    @property
    def separates(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0

    @property
    def words(self) -> str:
        """The difference with its sign, interval and number of starts."""
        interval = f"95 % interval {self.low:+.2f} to {self.high:+.2f}"
        return f"{self.mean:+.2f} ({interval}, n = {self.n}, paired)"


def lift(own: Sequence[EvaluationRecord], baseline: EvaluationRecord) -> Lift | Problem:
    """Return how far above the baseline; a Problem where episodes do not pair up.

    Over several trainings each start counts once, by the mean of their best rewards there: starts
    are what the interval generalises to, not trainings.
    """
    if not all(are_paired(each, baseline) for each in own):
        return Problem("they were evaluated on different starts")
    if baseline.n_episodes < FEWEST_FOR_STUDENT:
        return Problem(f"{baseline.n_episodes} episodes are too few for an interval of their mean")
    reached = map(fmean, zip(*(each.max_rewards for each in own), strict=True))
    above = [x - y for x, y in zip(reached, baseline.max_rewards, strict=True)]
    return Lift(fmean(above), *student(above), len(above))


def mean_best(records: Sequence[EvaluationRecord]) -> float:
    """Return the mean over all episodes of each one's best reward."""
    return fmean(reward for each in records for reward in each.max_rewards)
