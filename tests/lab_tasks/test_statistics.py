"""Against published values: Wilson's and Student's intervals, Fisher's and McNemar's p, Holm's."""

import pytest

from lab_tasks.statistics import (
    fisher,
    holm,
    mcnemar,
    p_words,
    pairs_words,
    shuffles,
    sign_flips,
    student,
    wilson,
)


@pytest.mark.parametrize(
    ("successes", "episodes", "low", "high"),
    [
        (0, 5, 0.0, 0.43),
        (4, 5, 0.38, 0.96),
        (8, 10, 0.49, 0.94),
        (0, 20, 0.0, 0.16),
        (14, 20, 0.48, 0.85),
        (20, 20, 0.84, 1.0),
        (46, 50, 0.81, 0.97),
        (64, 100, 0.54, 0.73),
    ],
)
def test_wilson_agrees_with_the_published_table(
    successes: int, episodes: int, low: float, high: float
) -> None:
    assert wilson(successes, episodes) == pytest.approx((low, high), abs=0.0051)


def test_wilson_agrees_to_three_digits_at_500_episodes() -> None:
    assert wilson(319, 500) == pytest.approx((0.595, 0.679), abs=0.0005)
    assert wilson(438, 500) == pytest.approx((0.844, 0.902), abs=0.0006)


@pytest.mark.parametrize(
    ("table", "p_value"),
    [
        ((5, 5, 4, 5), 1.0),
        ((4, 5, 1, 5), 0.21),
        ((8, 10, 5, 10), 0.35),
        ((9, 10, 5, 10), 0.14),
        ((14, 20, 4, 20), 0.004),
        ((46, 50, 43, 50), 0.53),
        ((46, 50, 33, 50), 0.003),
    ],
)
def test_fisher_agrees_with_published_p_values(
    table: tuple[int, int, int, int], p_value: float
) -> None:
    assert fisher(*table) == pytest.approx(p_value, rel=0.05, abs=0.0005)


def test_fisher_does_not_mind_which_policy_comes_first() -> None:
    assert fisher(3, 20, 11, 25) == fisher(11, 25, 3, 20)


@pytest.mark.parametrize(
    ("only_a", "only_b", "p_value"), [(5, 0, 0.063), (6, 0, 0.031), (9, 1, 0.021)]
)
def test_mcnemar_agrees_with_published_p_values(only_a: int, only_b: int, p_value: float) -> None:
    assert mcnemar(only_a, only_b) == pytest.approx(p_value, abs=0.0006)
    assert mcnemar(only_b, only_a) == mcnemar(only_a, only_b)


def test_policies_that_never_differ_cannot_be_told_apart() -> None:
    assert mcnemar(0, 0) == 1.0


def test_holm_keeps_the_order_given_and_never_falls() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.06, 0.06))


def test_a_count_beyond_its_episodes_is_refused() -> None:
    with pytest.raises(ValueError, match="21 of 20"):
        wilson(21, 20)


@pytest.mark.parametrize(("n", "quantile"), [(10, 2.2622), (20, 2.0930), (50, 2.0096)])
def test_students_interval_agrees_with_the_published_quantiles(n: int, quantile: float) -> None:
    values = [float(i % 2) for i in range(n)]  # half are 0, half 1
    deviation = (n / 4 / (n - 1)) ** 0.5
    half = quantile * deviation / n**0.5
    assert student(values) == pytest.approx((0.5 - half, 0.5 + half), abs=2e-5)


def test_student_refuses_few_values() -> None:
    with pytest.raises(ValueError, match="too few"):
        student([0.0, 1.0])


def test_a_p_is_never_said_to_be_zero() -> None:
    assert [p_words(p) for p in (0.04, 0.0012, 1e-9)] == ["p = 0.040", "p = 0.001", "p < 0.001"]


def test_one_pair_is_not_pairs() -> None:
    assert [pairs_words(count) for count in (1, 6)] == ["1 pair", "6 pairs"]


def test_sign_flips_of_single_differences_are_mcnemars() -> None:
    assert sign_flips([1] * 7 + [-1] * 3 + [0] * 9) == mcnemar(7, 3)
    assert sign_flips([0, 0]) == 1.0


def test_many_starts_get_the_p_of_the_counted_ones() -> None:
    flipped = [1] * 140 + [-1] * 110
    assert sign_flips(flipped) == pytest.approx(mcnemar(140, 110), abs=0.01)
    a, b = [1] * 40 + [0] * 20, [1] * 25 + [0] * 35
    assert shuffles(a, b) == pytest.approx(fisher(40, 60, 25, 60), abs=0.01)


def test_shuffles_count_every_deal() -> None:
    # Of the 20 ways to deal 0, 1, 2, 4, 5, 6 into threes two are as far apart as these.
    assert shuffles([4, 5, 6], [0, 1, 2]) == pytest.approx(2 / 20)
