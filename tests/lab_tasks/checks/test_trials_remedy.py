"""Who follows the remedy for too few trials passes, whatever was claimed and planned."""

import itertools
import re

import pytest

from lab_tasks.checks.shown_claims import are_shown
from lab_tasks.checks.trials_remedy import MOST_TRIALS, fewest_trials, remedy
from lab_tasks.documents.plans import hypothesis, planned_trials

CLAIMS = (
    "A success rate of at least {claim}.",
    "A success rate of at most {claim}.",
    "A success rate of at least {claim} against 0.50.",
    "It solves {claim} of the trials, against 0.20 zero-shot.",
)
RATES = ("0.05", "0.50", "0.55", "0.70", "0.95", "1.00")
EXPECTED = ("", " Expected rate: 0.60.", " Expected rate: 0.95.")
TRIALS = (3, 20, 64, 900, 1200)
_PLANNED = re.compile(r"[Pp]lan ([\d,]+) trials of each policy")
_CLAIMED = re.compile(
    r"[Cc]laim (at least |at most )?(\d\.\d\d)(?: against ([\d. and]+))? instead of (\d\.\d\d)"
)


def is_shown(claim: str, trials: str) -> bool:
    planned = planned_trials(trials)
    assert planned is not None, trials
    return are_shown(hypothesis(claim), planned.count)


def followed(claim: str, trials: str, told: str) -> tuple[str, str]:
    """Do what the remedy says, and nothing else."""
    claimed, planned = _CLAIMED.search(told), _PLANNED.search(told)
    assert claimed or planned, told
    if claimed:
        assert claimed[4] in claim
        claim = claim.replace(claimed[4], claimed[2], 1)
        assert all(each in claim for each in (claimed[1] or "", claimed[3] or "")), told
    return claim, f"{planned[1]} trials of each policy." if planned else trials


@pytest.mark.parametrize("pattern", CLAIMS)
def test_the_remedy_passes_when_it_is_followed(pattern: str) -> None:
    tried = 0
    for rate, expected, n in itertools.product(RATES, EXPECTED, TRIALS):
        claim, trials = pattern.format(claim=rate) + expected, f"{n} trials of each policy."
        if is_shown(claim, trials):
            continue
        told = remedy(hypothesis(claim), n)
        tried += 1
        assert is_shown(*followed(claim, trials, told)), (claim, trials, told)
    assert tried > 20


@pytest.mark.parametrize(
    ("claim", "trials"),
    [
        ("A success rate of at least 0.70 against 0.20. Expected rate: 0.95.", 20),
        ("A success rate of at least 0.70 against 0.50.", 20),
        ("A success rate of at least 0.50. Expected rate: 0.80.", 5),
    ],
)
def test_the_trials_that_it_names_are_the_fewest_above_the_planned(claim: str, trials: int) -> None:
    said = hypothesis(claim)
    fewest = fewest_trials(said, trials)
    assert fewest == next(n for n in range(trials + 1, MOST_TRIALS) if are_shown(said, n))


@pytest.mark.parametrize(
    ("claim", "trials", "told"),
    [
        (
            "A success rate of at least 0.70 against 0.20. Expected rate: 0.95.",
            20,
            "Plan 21 trials",
        ),
        ("A success rate of at least 0.70. Expected rate: 0.60.", 50, "Claim at least 0.4"),
        ("It solves 0.50 of the trials, against 0.50.", 50, "Claim 0.2"),
    ],
)
def test_one_remedy_is_told(claim: str, trials: int, told: str) -> None:
    assert remedy(hypothesis(claim), trials).startswith(told)
