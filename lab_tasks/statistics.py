"""Small-sample statistics: Wilson, Fisher, McNemar, Holm for counts, Student's t for means.

Permutation tests where a start counts by a mean over trainings, and so is no count.

The standard library only. scipy has them all, and would cost 200 ms and 40 MB in the app and in
every `--check` for sums of a few binomial coefficients.
"""

from collections import Counter
from collections.abc import Sequence
from math import comb, erfc, sqrt

SIGNIFICANCE = 0.05
FEWEST_FOR_STUDENT = 10
MOST_FLIPPED_STARTS = 200
"""Up to it every flip is counted; beyond, a normal curve gives the p to within 0.01."""
MOST_DEALT_STARTS = 100
"""The same, of two groups: some 0.8 s for 100 starts of six values."""
_NORMAL_QUANTILES = {0.90: 1.6448536269514722, 0.95: 1.959963984540054, 0.99: 2.5758293035489004}
"""Two-sided, by confidence; the standard library's NormalDist takes 15 ms to import."""


def wilson(successes: int, episodes: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the Wilson score interval of a success rate, both ends within 0 to 1.

    Wilson (1927), J. Am. Stat. Assoc. 22. Confidence 0.90, 0.95 or 0.99.
    Raises ValueError where the counts are none.
    """
    _require_counts(successes, episodes)
    z = _NORMAL_QUANTILES[confidence]
    rate, n = successes / episodes, episodes
    centre = (rate + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(rate * (1 - rate) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    low = 0.0 if successes == 0 else centre - half
    high = 1.0 if successes == episodes else centre + half
    return low, high


def fisher(successes_a: int, episodes_a: int, successes_b: int, episodes_b: int) -> float:
    """Return Fisher's exact two-sided p for two independent counts.

    Two-sided by the sum of all tables no likelier than the one seen, as R and scipy do. Whole
    numbers throughout, so that equally likely tables compare as equal.
    """
    _require_counts(successes_a, episodes_a)
    _require_counts(successes_b, episodes_b)
    both, total = successes_a + successes_b, episodes_a + episodes_b
    possible = range(max(0, both - episodes_b), min(both, episodes_a) + 1)
    weights = {k: comb(episodes_a, k) * comb(episodes_b, both - k) for k in possible}
    seen = weights[successes_a]
    return sum(w for w in weights.values() if w <= seen) / comb(total, both)


def mcnemar(only_a: int, only_b: int) -> float:
    """Return McNemar's exact two-sided p from the episodes that only one of two policies solved."""
    _require_counts(min(only_a, only_b), max(only_a + only_b, 1))
    discordant = only_a + only_b
    tail = sum(comb(discordant, k) for k in range(min(only_a, only_b) + 1))
    return float(min(1.0, 2 * tail / 2**discordant))


def sign_flips(differences: Sequence[int]) -> float:
    """Return the two-sided p of paired differences whose signs chance alone had chosen.

    Fisher's randomisation test (The Design of Experiments, 1935, section 21): all ways to flip the
    signs are counted. Of differences -1, 0 and 1 it is McNemar's exact test.
    """
    sizes = Counter(abs(each) for each in differences if each)
    reached, flipped = abs(sum(differences)), sizes.total()
    if flipped > MOST_FLIPPED_STARTS:
        return _normal_p(reached, sum(count * size**2 for size, count in sizes.items()))
    ways = {0: 1}
    for size, count in sizes.items():
        after: Counter[int] = Counter()
        for k in range(count + 1):
            more, patterns = size * (count - 2 * k), comb(count, k)
            for total, n in ways.items():
                after[total + more] += n * patterns
        ways = after
    extreme = sum(n for total, n in ways.items() if abs(total) >= reached)
    return float(extreme / 2**flipped)


def shuffles(a: Sequence[int], b: Sequence[int]) -> float:
    """Return the two-sided p of a difference in means, had chance dealt the values into two groups.

    Pitman (1937), Suppl. J. R. Stat. Soc. 4: all ways to deal them are counted. Raises ValueError
    where a group is empty.
    """
    if not a or not b:
        raise ValueError("a group without values has no mean")
    values, n = Counter((*a, *b)), len(a) + len(b)
    total = sum(a) + sum(b)
    reached = abs(n * sum(a) - len(a) * total)
    if n > MOST_DEALT_STARTS:
        squares = sum(count * (n * value - total) ** 2 for value, count in values.items())
        return _normal_p(reached, squares * len(a) * len(b) / (n * (n - 1)))
    dealt: dict[tuple[int, int], int] = {(0, 0): 1}
    for value, count in values.items():
        after: Counter[tuple[int, int]] = Counter()
        for (taken, so_far), ways in dealt.items():
            for k in range(min(count, len(a) - taken) + 1):
                after[taken + k, so_far + k * value] += ways * comb(count, k)
        dealt = after
    extreme = sum(
        ways
        for (taken, so_far), ways in dealt.items()
        if taken == len(a) and abs(n * so_far - len(a) * total) >= reached
    )
    return extreme / comb(n, len(a))


def p_words(p: float) -> str:
    """Return a p as a sentence shows it: `p = 0.012`, and never that it is zero."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def pairs_words(count: int) -> str:
    """Return `1 pair`, or `3 pairs`: for how many a p is corrected."""
    return f"{count} pair{'' if count == 1 else 's'}"


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Return p values corrected for their number, in the order given (Holm 1979)."""
    count = len(p_values)
    corrected = [0.0] * count
    largest = 0.0
    for rank, index in enumerate(sorted(range(count), key=lambda i: p_values[i])):
        largest = max(largest, min(1.0, (count - rank) * p_values[index]))
        corrected[index] = largest
    return tuple(corrected)


def student(values: Sequence[float], confidence: float = 0.95) -> tuple[float, float]:
    """Return Student's interval of a mean (1908); of paired differences, the paired one.

    The quantile is the expansion 26.7.5 of Abramowitz and Stegun (1964), whose terms here give four
    digits from ten values on. Confidence 0.90, 0.95 or 0.99. Raises ValueError below ten values.
    """
    n = len(values)
    if n < FEWEST_FOR_STUDENT:
        raise ValueError(f"{n} values are too few: {FEWEST_FOR_STUDENT} at least")
    mean = sum(values) / n
    deviation = sqrt(sum((value - mean) ** 2 for value in values) / (n - 1))
    half = _t_quantile(_NORMAL_QUANTILES[confidence], n - 1) * deviation / sqrt(n)
    return mean - half, mean + half


def _t_quantile(z: float, freedom: int) -> float:
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / float(freedom) ** k for k, term in enumerate(terms, start=1))


def _normal_p(reached: float, variance: float) -> float:
    return erfc(reached / sqrt(2 * variance)) if variance else 1.0


def _require_counts(successes: int, episodes: int) -> None:
    if not 0 <= successes <= episodes or episodes < 1:
        raise ValueError(f"{successes} of {episodes} is no count of successes")
