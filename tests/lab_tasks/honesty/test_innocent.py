"""What is a plan is left alone; a policy whose name looks like a plan's word is none."""

import pytest

from lab_tasks.honesty.innocent import without_plans


@pytest.mark.parametrize(
    "claim",
    [
        "VQ-BeT beats ACT.",
        "VQ-BeT is the best of the four.",
        "VQ BeT reached 99 %.",
        "Diffusion beats BeT.",
        "ACT loses to vq-bet.",
    ],
)
def test_a_policy_called_bet_is_no_guess(claim: str) -> None:
    assert without_plans(claim) == claim


@pytest.mark.parametrize(
    "guess", ["I bet VQ-BeT beats ACT.", "We’d bet on 99 %.", "My bet is 0.9."]
)
def test_who_bets_claims_nothing(guess: str) -> None:
    assert without_plans(guess).strip() == ""
