"""Smoothing: the debiased exponential mean that TensorBoard draws."""

from collections.abc import Sequence

LEVELS = (0.0, 0.6, 0.8, 0.9, 0.95, 0.99)
"""What the keys step through: the share of the past in each point."""


def smoothed(
    points: Sequence[tuple[float, float]], weight: float
) -> tuple[tuple[float, float], ...]:
    """Return the points with each value replaced by a mean of itself and all before it.

    `weight`, 0 to below 1, is the share of what came before. The first values are not drawn
    towards zero: each is divided by the share of it that is filled.
    """
    if not 0 <= weight < 1:
        raise ValueError(f"weight must be from 0 to below 1, not {weight}")
    mean, filled, found = 0.0, 0.0, []
    for step, value in points:
        mean = weight * mean + (1 - weight) * value
        filled = weight * filled + (1 - weight)
        found.append((step, mean / filled))
    return tuple(found)


def next_level(weight: float, by: int) -> float | None:
    """Return the level `by` places on; None when there is none."""
    place = LEVELS.index(weight) + by
    return LEVELS[place] if 0 <= place < len(LEVELS) else None
