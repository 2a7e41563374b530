"""What a number of trials can show: power of Wilson's interval and of Fisher's test.

To show that a rate is at least r means here: Wilson's 95 % interval lies above r. That is the score
test of r, hence the closed forms. `POWER` is how often a plan should succeed if its author is
right: 80 of 100 series, as is usual (Cohen 1988).
"""

from bisect import bisect_left
from functools import lru_cache
from itertools import groupby
from math import ceil, comb, exp, floor, lgamma, log, log1p, sqrt

from lab_tasks.statistics import SIGNIFICANCE, wilson

POWER = 0.8
_Z, _Z_POWER = 1.959963984540054, 0.8416212335729143
"""Normal quantiles of 0.975 and of POWER."""
_ROUNDING = 1e-12
MOST_EXACT_TRIALS = 150
"""Above, the power of Fisher's test is taken from the normal approximation: exact, it costs a
second at 400 trials."""


def fewest_successes(rate: float, trials: int) -> int | None:
    """Return how many of `trials` must succeed to show at least `rate`; None: all are too few."""
    possible = range(trials + 1)
    fewest = bisect_left(possible, rate - _ROUNDING, lo=1, key=lambda k: wilson(k, trials)[0])
    return fewest if fewest <= trials else None


def chance(at_least: int, trials: int, true_rate: float) -> float:
    """Return the probability of so many successes or more."""
    return sum(chance_of(k, trials, true_rate) for k in range(max(at_least, 0), trials + 1))


def trials_to_show(rate: float, true_rate: float) -> int | None:
    """Return about how many trials show at least `rate` in 80 of 100 series; None: none do."""
    if true_rate <= rate:
        return None
    spread = _Z * sqrt(rate * (1 - rate)) + _Z_POWER * sqrt(true_rate * (1 - true_rate))
    return ceil((spread / (true_rate - rate)) ** 2)


@lru_cache(maxsize=1024)
def fisher_power(rate_a: float, rate_b: float, trials: int) -> float:
    """Return how often Fisher's exact test separates two rates, `trials` of each."""
    if trials > MOST_EXACT_TRIALS:
        return _approximate_power(rate_a, rate_b, trials)
    of_a = [chance_of(k, trials, rate_a) for k in range(trials + 1)]
    of_b = [chance_of(k, trials, rate_b) for k in range(trials + 1)]
    likely = _likely_sums(rate_a, rate_b, trials)
    return sum(of_a[k] * of_b[both - k] for both in likely for k in _rejected(both, trials))


def chance_of(successes: int, trials: int, true_rate: float) -> float:
    """Return the probability of exactly so many successes."""
    failures = trials - successes
    if not 0 < true_rate < 1:
        return float(successes == trials * true_rate)
    # Logarithms: of a thousand trials the binomial coefficient is larger than a float may be.
    ways = lgamma(trials + 1) - lgamma(successes + 1) - lgamma(failures + 1)
    return exp(ways + successes * log(true_rate) + failures * log1p(-true_rate))


def trials_to_separate(rate_a: float, rate_b: float) -> int | None:
    """Return about how many trials of each separate two rates in 80 of 100 series; None: none.

    The normal approximation with its correction for Fisher's test (Fleiss, Tytun, Ury 1980).
    """
    gap = abs(rate_a - rate_b)
    if gap < _ROUNDING:
        return None
    mean = (rate_a + rate_b) / 2
    spread = _Z * sqrt(2 * mean * (1 - mean))
    spread += _Z_POWER * sqrt(rate_a * (1 - rate_a) + rate_b * (1 - rate_b))
    plain = (spread / gap) ** 2
    return ceil(plain / 4 * (1 + sqrt(1 + 4 / (plain * gap))) ** 2)


def _likely_sums(rate_a: float, rate_b: float, trials: int) -> range:
    """Return the sums of both successes that occur at all: within 6 standard deviations."""
    mean = trials * (rate_a + rate_b)
    away = 6 * sqrt(trials * (rate_a * (1 - rate_a) + rate_b * (1 - rate_b))) + 1
    return range(max(0, floor(mean - away)), min(2 * trials, ceil(mean + away)) + 1)


def _rejected(both: int, trials: int) -> list[int]:
    """Return the counts of the first that Fisher's test calls different, of `both` successes."""
    possible = range(max(0, both - trials), min(both, trials) + 1)
    weights = {k: comb(trials, k) * comb(trials, both - k) for k in possible}
    limit, total = SIGNIFICANCE * comb(2 * trials, both), 0
    rejected: list[int] = []
    # Equally likely tables go together: the p of each counts them all.
    for weight, tied in groupby(sorted(possible, key=weights.__getitem__), weights.__getitem__):
        counts = list(tied)
        total += weight * len(counts)
        if total >= limit:
            break
        rejected += counts
    return rejected


def _approximate_power(rate_a: float, rate_b: float, trials: int) -> float:
    from statistics import NormalDist  # 15 ms that only this needs

    mean, gap = (rate_a + rate_b) / 2, abs(rate_a - rate_b)
    under_null = _Z * sqrt(2 * mean * (1 - mean) / trials)
    error = sqrt((rate_a * (1 - rate_a) + rate_b * (1 - rate_b)) / trials)
    # 1/n: the correction for Fisher's test, without which the power would jump here.
    short = gap - 1 / trials - under_null
    return NormalDist().cdf(short / error) if error else float(gap > 0)
