"""Blocks of a metric's points, which all metrics of one log have in common as far as they can."""

from array import array
from collections.abc import Iterable

import pytest

from lab_tasks.metric_blocks import BLOCK, Block, Stretch, empty, merged, sealed
from lab_tasks.metrics import Series


def block(steps: Iterable[int], value: float) -> Block:
    told = array("q", steps)
    return sealed(Stretch(told, array("d", [value] * len(told))), empty())


def test_metrics_that_are_told_together_keep_their_steps_once() -> None:
    loss, rate = (block(range(1, BLOCK + 1), value) for value in (0.5, 1e-5))

    assert loss.points.steps is rate.points.steps
    assert (loss.points.values[0], rate.points.values[0]) == (0.5, 1e-5)


def test_long_metrics_that_are_told_at_once_keep_their_steps_once() -> None:
    steps = range(20 * BLOCK)
    loss, rate = Series(), Series()
    for series in (loss, rate):
        series.extend(steps, [0.5] * len(steps))

    pairs = zip(loss._blocks, rate._blocks, strict=True)
    assert [one.points.steps is other.points.steps for one, other in pairs] == [True] * 20


def test_steps_that_differ_in_one_are_kept_apart() -> None:
    one, other = block(range(BLOCK), 0.5), block([*range(BLOCK - 1), BLOCK], 0.5)

    assert one.points.steps[-1] == BLOCK - 1
    assert other.points.steps[-1] == BLOCK


@pytest.mark.parametrize("later", [range(BLOCK, 2 * BLOCK), range(BLOCK)])
def test_two_blocks_that_become_one_leave_those_alone_that_had_their_steps(later: range) -> None:
    loss, rate = block(range(BLOCK), 0.5), block(range(BLOCK), 1e-5)

    whole = merged(loss, block(later, 0.5))

    assert len(whole.points.steps) == BLOCK
    assert rate.points.steps.tolist() == list(range(BLOCK))
