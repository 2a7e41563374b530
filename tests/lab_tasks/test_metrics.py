"""A metric in bounded memory: against a plain list, at each zoom, in any order."""

import math
import random
from collections.abc import Callable

import pytest

from lab_tasks import metrics
from lab_tasks.metric_blocks import BLOCK
from lab_tasks.metrics import MOST_BLOCKS, POINTS, Series

KEPT = BLOCK * 8
"""Points that a Series of `soon_folded` keeps; the true limit takes sixteen times the time."""
Plain = list[tuple[int, float]]


@pytest.fixture
def soon_folded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "MOST_BLOCKS", KEPT // BLOCK)


def series(values: list[float], every: int = 100) -> Series:
    made = Series()
    made.extend([every * n for n in range(1, len(values) + 1)], values)
    return made


def rising(dice: random.Random, count: int) -> list[int]:
    step, steps = 0, []
    for _ in range(count):
        step += dice.choice((1, 1, 1, 50))
        steps.append(step)
    return steps


def resumed(dice: random.Random, count: int) -> list[int]:
    """Steps that go back to a Checkpoint four times."""
    part = count // 5 + 1
    return [(4 * part // 5) * (n // part) + n % part for n in range(count)]


def foreign(dice: random.Random, count: int) -> list[int]:
    """Steps of a log that makes no sense: they repeat, they go back, they are negative."""
    return [dice.randrange(-50, count) for _ in range(count)]


def test_a_short_series_is_kept_whole() -> None:
    values = [math.sin(n) for n in range(POINTS - 2)]

    points = series(values).points()

    assert points == tuple((100 * n, value) for n, value in enumerate(values, start=1))


@pytest.mark.parametrize("spike", [1e9, -1e9])
@pytest.mark.parametrize("at", [0, 777, 140_001, 149_999])
def test_every_spike_survives_any_length(spike: float, at: int) -> None:
    values = [0.5] * 150_000
    values[at] = spike

    points = series(values, every=1).points(limit=120)

    assert (at + 1, spike) in points
    assert len(points) <= 120


@pytest.mark.usefixtures("soon_folded")
@pytest.mark.parametrize("steps_of", [rising, resumed, foreign])
@pytest.mark.parametrize("count", [1, 5, 700, KEPT, 4 * KEPT + 500])
def test_each_zoom_shows_the_lowest_and_the_highest_of_its_window(
    steps_of: Callable[[random.Random, int], list[int]], count: int
) -> None:
    dice = random.Random(count)
    steps = steps_of(dice, count)
    values = [dice.gauss(1, 0.1) for _ in range(count)]
    for place in dice.sample(range(count), min(count, 5)):
        values[place] += dice.choice((-20, 20)) * dice.random()
    made, plain = Series(), list(zip(steps, values, strict=True))
    made.extend(steps, values)

    for _ in range(12):
        one, other = dice.choice(steps), dice.choice(steps)
        window = (min(one, other), max(one, other))
        check_window(made, plain, window, limit=dice.choice((4, 60, 240)))


def check_window(made: Series, plain: Plain, window: tuple[int, int], limit: int) -> None:
    inside = [point for point in plain if window[0] <= point[0] <= window[1]]
    points = made.points(limit, *window)

    assert set(points) <= set(inside)
    assert list(points) == sorted(points)
    assert len(points) <= limit
    if made.count <= KEPT:  # beyond, a fold at the edge may keep a point that lies outside
        found = [value for _, value in points]
        expected = [value for _, value in inside]
        assert (min(found), max(found)) == (min(expected), max(expected))


def test_a_one_sample_spike_is_seen_at_each_zoom() -> None:
    count, dice = 300_000, random.Random(3)
    values = [0.5] * count
    spikes = dice.sample(range(0, count, 100), 20)
    for at in spikes:
        values[at] = 9.0
    made = Series()
    made.extend(range(count), values)

    for at in spikes:
        width = count
        while width > 20:
            first = max(0, at - width // 3)
            seen = [step for step, y in made.points(240, first, first + width) if y == 9.0]
            assert any(abs(step - at) <= width / 119 for step in seen), (at, width)
            width //= 7


def test_the_last_point_is_exact_at_any_length_and_limit() -> None:
    dice = random.Random(1)
    made = Series()
    for step in range(1, 30_000):
        made.add(step, dice.random())
        if step % 613 == 0:
            for limit in (4, 5, 120, POINTS):
                points = made.points(limit)
                assert points[-1] == (made.last_step, made.last_value)
                assert points[0][0] == 1
                assert len(points) <= limit


@pytest.mark.usefixtures("soon_folded")
def test_many_at_once_or_one_by_one_makes_no_difference() -> None:
    dice = random.Random(2)
    steps, values = rising(dice, 5 * KEPT), []
    values = [math.nan if dice.random() < 0.001 else dice.random() for _ in steps]
    single, bulk, at = Series(), Series(), 0
    for step, value in zip(steps, values, strict=True):
        single.add(step, value)
    while at < len(steps):
        size = dice.choice((0, 1, 7, 4_096, 30_000))
        bulk.extend(steps[at : at + size], values[at : at + size])
        at += size

    assert bulk == single
    assert bulk.gaps == sum(math.isnan(value) for value in values)


def test_memory_does_not_grow_with_the_run() -> None:
    made = Series()
    for start in range(0, 600_000, 60_000):
        made.extend(range(start, start + 60_000), [float(n % 97) for n in range(60_000)])

    assert made.count == 600_000
    assert MOST_BLOCKS // 2 <= len(made._blocks) < MOST_BLOCKS
    size_bytes = sum(16 * len(b.points.values) + 16 * len(b.coarse.values) for b in made._blocks)
    assert size_bytes < 3_000_000


@pytest.mark.parametrize("take", [Series.extend, lambda s, x, y: [*map(s.add, x, y)]])
def test_what_cannot_be_drawn_is_counted_and_is_still_the_newest(
    take: Callable[[Series, list[int], list[float]], object],
) -> None:
    made = Series()
    take(made, [100, 2**70, 200, 300], [1.0, 2.0, math.nan, math.inf])
    take(made, [400, 500], [1.75e308, -1.75e308])

    assert (made.count, made.gaps, made.last_step) == (6, 5, 500)
    assert made.last_value == -1.75e308
    assert made.points() == ((100, 1.0),)


@pytest.mark.usefixtures("soon_folded")
@pytest.mark.parametrize("count", [10, 1_000, 3_333, 20_000, 20 * KEPT])
def test_means_are_those_of_what_was_added_however_long_it_is(count: int) -> None:
    made = Series()
    made.extend(range(count), [float(n % 10) for n in range(count)])

    means = made.means(1_000)

    assert len(means) <= 1_000
    assert means[-1][0] >= count - 2 * count // len(means)
    assert [step for step, _ in means] == sorted(step for step, _ in means)
    if count > 100_000:  # each stands for more than forty values
        assert all(4.0 < mean < 5.0 for _, mean in means[:-1])
    assert sum(mean for _, mean in means) / len(means) == pytest.approx(4.5, abs=0.1)


@pytest.mark.parametrize("steps_of", [rising, resumed, foreign])
def test_the_span_is_from_the_lowest_to_the_highest_step(
    steps_of: Callable[[random.Random, int], list[int]],
) -> None:
    steps = steps_of(random.Random(8), 9_999)
    made = Series()
    made.extend(steps, [1.0] * len(steps))

    assert made.span == (min(steps), max(steps))
    assert Series().span is None


def test_values_without_steps_are_refused_whole() -> None:
    made = Series()

    with pytest.raises(ValueError, match="1 steps for 2 values"):
        made.extend([1], [1.0, 2.0])

    assert made == Series()


def test_an_empty_series_has_no_points() -> None:
    empty = Series()
    empty.extend([], [])

    assert empty.points() == ()
    assert empty.at(5) is None
    assert (empty.count, empty.last_step, empty.last_value) == (0, None, None)


def test_steps_that_go_back_after_a_resume_are_drawn_in_order() -> None:
    made = Series()
    for step in (10, 20, 30, 20, 30, 40):
        made.add(step, float(step))

    assert made.points() == ((10, 10.0), (20, 20.0), (30, 30.0), (40, 40.0))


@pytest.mark.parametrize("steps_of", [rising, resumed, foreign])
def test_the_nearest_point_is_that_of_a_plain_list(
    steps_of: Callable[[random.Random, int], list[int]],
) -> None:
    dice = random.Random(7)
    steps = steps_of(dice, 12_000)
    made = Series()
    made.extend(steps, [float(n) for n in range(len(steps))])

    for _ in range(20):
        step = dice.randrange(-100, max(steps) + 100)
        found = made.at(step)
        assert found
        assert abs(found[0] - step) == min(abs(each - step) for each in steps)
        assert steps[int(found[1])] == found[0]


def test_a_copy_stays_as_it_was_and_equality_is_by_content() -> None:
    dice = random.Random(4)
    made = series([dice.random() for _ in range(5_001)])
    copy = made.copy()
    points = copy.points()
    assert copy == made

    made.extend(range(500_200, 1_000_000, 100), [9.0] * 4_998)

    assert copy != made
    assert copy.points() == points


def test_a_copy_shares_what_no_longer_changes() -> None:
    made = series([float(n) for n in range(5_000)])

    assert made.copy()._blocks[0] is made._blocks[0]


def test_a_series_that_ends_in_nan_equals_its_copy() -> None:
    made = series([1.0, math.nan])

    assert made.copy() == made


def test_holes_are_known_by_their_steps_however_the_values_came() -> None:
    values = [2.9, math.nan, math.inf, 1.2, math.nan, 1.0]
    steps = [10, 20, 30, 40, 50, 60]
    one_by_one, at_once = Series(), Series()
    for step, value in zip(steps, values, strict=True):
        one_by_one.add(step, value)
    at_once.extend(steps[:2], values[:2])
    early = at_once.copy()
    at_once.extend(steps[2:], values[2:])

    assert [hole[:2] for hole in one_by_one.holes] == [(20, 30), (50, 50)]
    assert [hole[:2] for hole in at_once.holes] == [(20, 30), (50, 50)]
    assert [hole[:2] for hole in early.holes] == [(20, 20)]
