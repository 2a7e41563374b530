"""Power against figures that were worked out elsewhere, and against counting it out."""

import random

import pytest

from lab_tasks.power import (
    MOST_EXACT_TRIALS,
    chance,
    fewest_successes,
    fisher_power,
    trials_to_separate,
    trials_to_show,
)
from lab_tasks.statistics import fisher, wilson


@pytest.mark.parametrize(
    ("rate", "trials", "fewest"),
    [(0.7, 20, 19), (0.7, 9, 9), (0.7, 8, None), (0.5, 10, 9), (0.6, 20, 17), (1.0, 500, None)],
)
def test_the_fewest_successes_are_those_whose_interval_clears_the_rate(
    rate: float, trials: int, fewest: int | None
) -> None:
    assert fewest_successes(rate, trials) == fewest
    if fewest is not None:
        assert wilson(fewest, trials)[0] >= rate > wilson(fewest - 1, trials)[0]


@pytest.mark.parametrize(
    ("rates", "powers"),
    [
        ((0.5, 0.7), (0.05, 0.16, 0.46)),
        ((0.65, 0.85), (0.06, 0.21, 0.57)),
        ((0.85, 0.92), (0.0, 0.04, 0.11)),
        ((0.2, 0.8), (0.64, 0.96, 1.0)),
    ],
)
def test_the_power_of_fishers_test_is_the_published_one(
    rates: tuple[float, float], powers: tuple[float, ...]
) -> None:
    found = [fisher_power(*rates, trials) for trials in (10, 20, 50)]
    assert found == pytest.approx(powers, abs=0.0051)


def test_the_power_of_fishers_test_is_how_often_it_separates() -> None:
    drawn, n = random.Random(1), 12
    counts = [[sum(drawn.random() < p for _ in range(n)) for p in (0.9, 0.4)] for _ in range(4000)]
    separated = sum(fisher(a, n, b, n) < 0.05 for a, b in counts) / len(counts)
    assert fisher_power(0.9, 0.4, n) == pytest.approx(separated, abs=0.03)


def test_from_the_exact_power_to_the_approximate_one_is_no_jump() -> None:
    exact = fisher_power(0.5, 0.65, MOST_EXACT_TRIALS)
    assert fisher_power(0.5, 0.65, MOST_EXACT_TRIALS + 1) == pytest.approx(exact, abs=0.06)


@pytest.mark.parametrize("rates", [(0.6, 0.2), (0.5, 0.75), (0.9, 0.6), (0.3, 0.1)])
def test_so_many_trials_separate_two_rates_in_about_80_of_100_series(
    rates: tuple[float, float],
) -> None:
    needed = trials_to_separate(*rates)
    assert needed is not None
    assert fisher_power(*rates, needed) == pytest.approx(0.83, abs=0.07)


@pytest.mark.parametrize("true_rate", [0.8, 0.85, 0.9])
def test_so_many_trials_show_a_rate_in_about_80_of_100_series(true_rate: float) -> None:
    needed = trials_to_show(0.7, true_rate)
    assert needed is not None
    least = fewest_successes(0.7, needed)
    assert least is not None
    assert chance(least, needed, true_rate) == pytest.approx(0.8, abs=0.06)


def test_what_is_not_so_no_number_of_trials_shows() -> None:
    assert trials_to_show(0.7, 0.7) is None
    assert trials_to_separate(0.4, 0.4) is None


def test_a_thousand_trials_and_more_are_counted() -> None:
    assert chance(600, 1200, 0.5) == pytest.approx(0.5, abs=0.02)
    assert fewest_successes(0.7, 2000) == 1441
    assert chance(3, 3, 1.0) == 1.0
    assert chance(1, 3, 0.0) == 0.0
