"""What to plan or to claim where the planned trials cannot show the claims.

Each remedy was tried on the whole plan before it is told: who follows it passes.
"""

from bisect import bisect_left
from collections.abc import Iterator

from lab_tasks import power
from lab_tasks.checks.shown_claims import are_shown, tried
from lab_tasks.documents.plans import Hypothesis
from lab_tasks.documents.rates import Rate

MOST_TRIALS = 1000
"""More of each policy is no plan for a robot: then another claim is named."""
_MORE = (20, 50, 100, 200, 500, MOST_TRIALS)
_BELOW = 0.8
"""Part of the estimated trials from which the exact ones are looked for."""


def remedy(said: Hypothesis, trials: int) -> str:
    """Return what would make the plan pass: more trials, else another claim, else both."""
    if enough := fewest_trials(said, trials):
        return f"Plan {enough:,} trials of each policy"
    if claim := _nearest_claim(said, trials):
        return f"Claim {claim}"
    for more in _MORE:
        if more > trials and (claim := _nearest_claim(said, more)):
            return f"Plan {more:,} trials of each policy, and claim {claim}"
    return "Claim one rate, and less than you expect"


def fewest_trials(said: Hypothesis, trials: int) -> int | None:
    """Return the fewest trials of each, above the planned, that show every claim; None: none do."""
    estimates = [
        *(_trials_for(claim, said.expected) for claim in said.bounds),
        *(power.trials_to_separate(*gap) for gap in said.gaps),
    ]
    known = [each for each in estimates if each is not None]
    if len(known) < len(estimates):
        return None
    at_bounds = [int(_BELOW * each) for each in known[: len(said.bounds)]]
    at_gaps = [_fewest_apart(*gap) for gap in said.gaps]
    first = max(trials + 1, *at_bounds, *at_gaps)
    return next((n for n in range(first, MOST_TRIALS + 1) if are_shown(said, n)), None)


def _trials_for(claim: Rate, expected: float | None) -> int | None:
    return power.trials_to_show(*tried(claim, expected))


def _fewest_apart(high: float, low: float) -> int:
    """Return how many trials separate two rates, by halving: the exact power is slow."""

    def is_enough(n: int) -> bool:
        return power.fisher_power(high, low, n) >= power.POWER

    return bisect_left(range(MOST_TRIALS), True, key=is_enough, lo=1)


def _nearest_claim(said: Hypothesis, trials: int) -> str | None:
    """Return the claim nearest to one of the plan's that so many trials show with the others."""
    claims = dict.fromkeys([*(each.value for each in said.bounds), *(gap[0] for gap in said.gaps)])
    for old in claims:
        for new in sorted((k / 100 for k in range(1, 100)), key=lambda rate: abs(rate - old)):
            if f"{new:.2f}" != f"{old:.2f}" and are_shown(_claiming(said, old, new), trials):
                return " ".join(_told(said, old, new))
    return None


def _claiming(said: Hypothesis, old: float, new: float) -> Hypothesis:
    """Return the hypothesis with one rate claimed otherwise."""
    bounds = (Rate(new, b.bound, b.is_reference) if b.value == old else b for b in said.bounds)
    gaps = ((new, low) if high == old else (high, low) for high, low in said.gaps)
    return Hypothesis(tuple(bounds), tuple(gaps), said.expected, said.words)


def _told(said: Hypothesis, old: float, new: float) -> Iterator[str]:
    bound = next((claim for claim in said.bounds if claim.value == old), None)
    if bound:
        yield bound.bound or "at least"
    yield f"{new:.2f}"
    references = [f"{low:.2f}" for high, low in said.gaps if high == old]
    if references:
        yield f"against {' and '.join(references)}"
    yield f"instead of {old:.2f}"
