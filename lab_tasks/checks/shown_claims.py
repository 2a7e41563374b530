"""What so many trials can do for each claim of a plan, in words."""

from collections.abc import Iterator

import msgspec

from lab_tasks import power
from lab_tasks.documents.plans import Hypothesis
from lab_tasks.documents.rates import Rate
from lab_tasks.statistics import wilson


class Judged(msgspec.Struct, frozen=True):
    """One claim: what the planned trials can do for it, and whether that is enough."""

    words: str
    is_shown: bool


def judge(said: Hypothesis, trials: int) -> tuple[Judged, ...]:
    """Return what so many trials of each policy can do for each claim, in the claims' order."""
    return tuple(_judged(said, trials))


def are_shown(said: Hypothesis, trials: int) -> bool:
    """Whether so many trials of each policy show every claim in 80 of 100 series."""
    return all(each.is_shown for each in _judged(said, trials))


def true_rate(claim: Rate, expected: float | None) -> float:
    """Return the rate that a claim is tried against: the expected one, else halfway to the end."""
    if expected is not None:
        return expected
    return claim.value / 2 if claim.bound == "at most" else (1 + claim.value) / 2


def tried(claim: Rate, expected: float | None) -> tuple[float, float]:
    """Return the claimed and the true rate, those of failures where “at most” is claimed."""
    rate, true = claim.value, true_rate(claim, expected)
    return (1 - rate, 1 - true) if claim.bound == "at most" else (rate, true)


def _judged(said: Hypothesis, trials: int) -> Iterator[Judged]:
    """Yield the claims from below and above first: those of two rates cost more."""
    for claim in said.bounds:
        yield _bound(claim, said.expected, trials)
    for high, low in said.gaps:
        yield _gap(high, low, trials)


def _bound(claim: Rate, expected: float | None, n: int) -> Judged:
    """Judge a rate that is claimed by itself; “at most” is judged by the rate of failures."""
    is_mirrored = claim.bound == "at most"
    rate, true = tried(claim, expected)

    def told(value: float) -> str:
        return f"{1 - value if is_mirrored else value:.2f}"

    least = power.fewest_successes(rate, n)
    words = f"“{'at most' if is_mirrored else 'at least'} {told(rate)}” with {n} trials"
    if true <= rate:
        words += f" cannot be shown at a true rate of {told(true)}, however many there are."
        return Judged(words, is_shown=False)
    if least is None:
        low = wilson(n, n)[0]
        words += f" cannot be shown: even {n} of {n} leaves {told(low)} possible."
        return Judged(words, is_shown=False)
    count = n - least if is_mirrored else least
    side = "or fewer" if is_mirrored else "or more"
    often = power.chance(least, n, true)
    assumed = "" if expected is not None else " (assumed: “Expected rate: …” would name yours)"
    words += f" needs {count}/{n} {side}: of 100 series {100 * often:.0f} reach it at a true rate "
    return Judged(f"{words}of {told(true)}{assumed}.", is_shown=often >= power.POWER)


def _gap(high: float, low: float, n: int) -> Judged:
    often = power.fisher_power(high, low, n)
    words = (
        f"{high:.2f} against {low:.2f} with {n} trials of each: of 100 series {100 * often:.0f} "
        "separate them (Fisher, p < 0.05)."
    )
    return Judged(words, is_shown=often >= power.POWER)
