"""A metric in bounded memory."""

import math
import random

import pytest

from lab_tasks.metrics import BUCKETS, Series


def series(values: list[float], every: int = 100) -> Series:
    made = Series()
    for position, value in enumerate(values, start=1):
        made.add(position * every, value)
    return made


def test_a_short_series_is_kept_whole() -> None:
    values = [math.sin(n) for n in range(BUCKETS)]

    points = series(values).points()

    assert points == tuple((100 * n, value) for n, value in enumerate(values, start=1))


@pytest.mark.parametrize("spike", [1e9, -1e9])
@pytest.mark.parametrize("at", [0, 1, 777, 50_000, 99_998, 99_999])
def test_every_spike_survives_any_length(spike: float, at: int) -> None:
    values = [0.5] * 100_000
    values[at] = spike

    points = series(values, every=1).points(limit=120)

    assert (at + 1, spike) in points
    assert len(points) <= 120


def test_the_last_point_is_exact_at_any_length_and_limit() -> None:
    dice = random.Random(1)
    made = Series()
    for step in range(1, 5_000):
        made.add(step, dice.random())
        if step % 61 == 0:
            for limit in (4, 5, 120, 2 * BUCKETS + 2):
                points = made.points(limit)
                assert points[-1] == (made.last_step, made.last_value)
                assert points[0][0] == 1
                assert len(points) <= limit
                assert list(points) == sorted(points)


def test_memory_does_not_grow_with_the_run() -> None:
    made = series([float(n % 97) for n in range(200_000)])

    assert made.count == 200_000
    assert BUCKETS // 2 <= len(made._low) <= BUCKETS
    assert len(made.points()) <= 2 * BUCKETS + 2


def test_what_cannot_be_drawn_is_counted_and_is_still_the_newest() -> None:
    made = series([1.0, math.nan, math.inf])

    assert (made.count, made.gaps, made.last_step) == (3, 2, 300)
    assert made.last_value == math.inf
    assert made.points() == ((100, 1.0),)


def test_an_empty_series_has_no_points() -> None:
    empty = Series()

    assert empty.points() == ()
    assert (empty.count, empty.last_step, empty.last_value) == (0, None, None)


def test_steps_that_go_back_after_a_resume_are_drawn_in_order() -> None:
    made = Series()
    for step in (10, 20, 30, 20, 30, 40):
        made.add(step, float(step))

    assert made.points() == ((10, 10.0), (20, 20.0), (30, 30.0), (40, 40.0))


def test_a_copy_stays_as_it_was_and_equality_is_by_content() -> None:
    made = series([3.0, 1.0, 2.0])
    copy = made.copy()
    assert copy == made

    made.add(400, 9.0)

    assert copy != made
    assert copy.points() == ((100, 3.0), (200, 1.0), (300, 2.0))


def test_a_series_that_ends_in_nan_equals_its_copy() -> None:
    made = series([1.0, math.nan])

    assert made.copy() == made
