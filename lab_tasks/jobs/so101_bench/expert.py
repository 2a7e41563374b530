"""The bench's expert: a law of the observed state that picks the block up and places it.

It remembers nothing. An expert that counts steps or keeps a phase does things its observation does
not explain, and policies cloned from it close the jaw centimetres too early. Each situation below
is recognised from the sight alone, so what went wrong is seen, and put right, in the next step.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lab_tasks.jobs.so101_bench.observation import Sight, Vector

STEP_M = 0.025  # metres of one action unit
HOVER_M, GRASP_M, LIFT_M = 0.07, 0.015, 0.06  # heights above the block's rest height
CAREFUL, FULL = 0.4, 1.0  # largest action unit
OPEN, CLOSED = 1.0, 0.0


@dataclass(frozen=True)
class Wish:
    """Where to go, in metres from here, how fast at most, and what the jaw should do."""

    move: Vector
    limit: float
    jaw: float


def act(sight: Sight, rest_height_m: float) -> NDArray[np.float32]:
    """Return the action for a sight: move x, y, z in units of 25 mm, then the jaw (1 open)."""
    wish = _wish(sight, rest_height_m)
    move = np.clip(wish.move / STEP_M, -wish.limit, wish.limit)
    return np.array([*move, wish.jaw], np.float32)


def _wish(sight: Sight, rest_height_m: float) -> Wish:
    rise, above = sight.block[2] - rest_height_m, sight.grasp[2] - rest_height_m
    to_block, to_goal = (sight.block - sight.grasp)[:2], (sight.goal - sight.block)[:2]
    off, left = float(np.linalg.norm(to_block)), float(np.linalg.norm(to_goal))
    if rise > 0.004 and off < 0.02 and sight.opening < 0.6:
        return _carry(to_goal, left, rise)
    if left < 0.02 and rise < 0.01:
        return _let_go(sight.opening)
    if off < 0.013 and -0.014 < above - GRASP_M < 0.004:
        return _close(sight.opening)
    if sight.opening < 0.6:
        return _open_again(above)
    return _approach(to_block, off, above)


def _carry(to_goal: Vector, left: float, rise: float) -> Wish:
    """Held: up first, then across, then down onto the goal."""
    if left <= 0.008:
        return Wish(np.array([*to_goal, -rise]), CAREFUL, CLOSED)
    across = to_goal if rise > 0.035 else np.zeros(2)
    return Wish(np.array([*across, LIFT_M - rise]), CAREFUL if rise < 0.03 else FULL, CLOSED)


def _let_go(opening: float) -> Wish:
    """On the goal: open the jaw, and once it is open go up."""
    return Wish(np.array([0, 0, 0.0 if opening < 0.8 else 0.03]), FULL, OPEN)


def _close(opening: float) -> Wish:
    """Around the block: close the jaw, and once it holds lift."""
    if opening < 0.45:
        return Wish(np.array([0, 0, 0.01]), CAREFUL, CLOSED)
    return Wish(np.zeros(3), FULL, CLOSED)


def _open_again(above: float) -> Wish:
    """Closed on nothing: open before going anywhere."""
    return Wish(np.array([0, 0, max(0.0, 0.03 - above)]), FULL, OPEN)


def _approach(to_block: Vector, off: float, above: float) -> Wish:
    """Above the block, then down around it; low down, sideways only slowly."""
    if off <= 0.015:
        return Wish(np.array([*to_block, GRASP_M - above]), CAREFUL, OPEN)
    across = to_block if above >= 0.045 else to_block * 0.2
    return Wish(np.array([*across, HOVER_M - above]), FULL, OPEN)
