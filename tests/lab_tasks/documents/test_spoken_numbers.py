"""Numbers in words are read as a plan means them, and left where they mean something else."""

import pytest

from lab_tasks.documents.plans import hypothesis, planned_trials
from lab_tasks.documents.spoken_numbers import in_digits


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("Twenty trials of each policy.", "20 trials of each policy."),
        ("twenty-five trials, three seeds", "25 trials, 3 seeds"),
        ("a hundred episodes", "100 episodes"),
        ("seven of ten succeed", "7 of 10 succeed"),
        ("two of the trials", "two of the trials"),
        ("one more trial", "one more trial"),
        ("a two-armed robot, often at noon", "a two-armed robot, often at noon"),
        ("thirty-second cut", "thirty-second cut"),
    ],
)
def test_a_number_in_words_is_read(words: str, digits: str) -> None:
    assert in_digits(words) == digits


def test_a_plan_in_words_is_a_plan() -> None:
    planned = planned_trials("Twenty trials of each policy, for each of three seeds.")
    assert planned is not None
    assert planned.count == 60
    said = hypothesis("A success rate of at least seventy percent.")
    assert [claim.value for claim in said.bounds] == [0.7]
