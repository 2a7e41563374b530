"""Two policies on the starts they met: a start counts once, however many trainings met it."""

import random

import pytest

from lab_tasks.paired import Played, contrast, corrected
from lab_tasks.statistics import fisher, mcnemar

STARTS = 20


def met(solved: int, *, seed: int = 1, task: str = "pusht PushT-v0") -> Played:
    return Played(task, seed, tuple(i < solved for i in range(STARTS)))


def test_one_training_each_on_the_same_starts_is_mcnemars() -> None:
    found = contrast([met(12)], [met(8)])
    assert (found.name, found.lone_p) == ("McNemar", mcnemar(4, 0))


def test_what_separates_alone_may_not_among_several() -> None:
    lone = contrast([met(12)], [met(6)])
    of_two = corrected([lone, lone])
    assert (of_two[0].name, of_two[0].holm_p) == ("McNemar", pytest.approx(2 * lone.lone_p))
    assert (lone.separates_alone, of_two[0].separates) == (True, False)


def test_three_trainings_alike_say_no_more_than_one() -> None:
    once, thrice = contrast([met(12)], [met(8)]), contrast([met(12)] * 3, [met(8)] * 3)
    assert (thrice.name, thrice.starts) == ("sign flips", STARTS)
    assert thrice.full_name == "Fisher's exact randomisation test"
    assert thrice.lone_p == pytest.approx(once.lone_p)


def test_other_numbers_of_trainings_on_the_same_starts_are_paired() -> None:
    found = contrast([met(20), met(18), met(19)], [met(4)])
    assert found.name == "sign flips"
    assert found.lone_p < 0.001


def test_other_starts_or_another_task_are_no_pair() -> None:
    for other in (met(8, seed=1001), met(8, task="pusht another")):
        found = contrast([met(12)], [other])
        assert (found.name, found.lone_p) == ("Fisher", fisher(12, STARTS, 8, STARTS))


def test_on_other_starts_trainings_alike_count_once_too() -> None:
    once = contrast([met(16)], [met(8, seed=1001)])
    thrice = contrast([met(16)] * 3, [met(8, seed=1001)] * 3)
    assert thrice.name == "permutation"
    assert thrice.lone_p == pytest.approx(once.lone_p)  # equal groups: both tails are alike


def test_trainings_that_differ_by_chance_alone_seldom_separate() -> None:
    dice = random.Random(1)

    def trained(rates: list[float]) -> list[Played]:
        return [Played("t", 1, tuple(dice.random() < rate for rate in rates)) for _ in range(3)]

    found = 0
    for _ in range(200):
        rates = [dice.choice((0.05, 0.95)) for _ in range(STARTS)]  # starts are easy or hard
        found += contrast(trained(rates), trained(rates)).lone_p < 0.05
    assert found <= 20
