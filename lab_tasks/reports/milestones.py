"""Milestones: the chosen steps of a training, each with the step that was really logged."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from lab_tasks.reports.training import LOSS, Logged, Training

SHARES = (0.05, 0.25, 0.5, 0.75, 1.0)
"""1k, 5k, 10k, 15k and 20k of a training of 20,000 steps."""


@dataclass(frozen=True)
class Milestone:
    """A step that was asked for. `logged` is the nearest logged one; None: not reached."""

    asked: int
    logged: Logged | None


def milestones(training: Training, asked: Sequence[int] = ()) -> tuple[Milestone, ...]:
    """Return what was logged nearest to each step asked for; by default steps spread over it.

    Of those by default, no two name the same logged step.
    Nothing is interpolated: each value is one that the training wrote, at the step named with it.
    """
    points = sorted(training.logged(LOSS), key=lambda point: point.step)
    if not points:
        return ()
    if asked:
        return tuple(Milestone(step, _nearest(points, step)) for step in sorted(set(asked)))
    found = [Milestone(step, _nearest(points, step)) for step in spread(points[-1].step)]
    nearest = sorted(found, key=_distance, reverse=True)  # so that the nearest stays
    kept = {each.logged.step: each for each in nearest if each.logged}
    return tuple(sorted(kept.values(), key=lambda each: each.asked))


def spread(last: int) -> list[int]:
    """Return round steps spread over a training that came to step `last`."""
    rounded = (_rounded(last * share) for share in SHARES[:-1])
    return sorted({step for step in rounded if 0 < step < last} | {last})


def _nearest(points: Sequence[Logged], step: int) -> Logged | None:
    if step > points[-1].step:
        return None
    at = bisect_left(points, step, key=lambda point: point.step)
    return min(points[max(0, at - 1) : at + 1], key=lambda point: abs(point.step - step))


def _distance(found: Milestone) -> int:
    return abs(found.logged.step - found.asked) if found.logged else 0


def _rounded(step: float) -> int:
    """Round to two significant digits: 333 is asked for as 330."""
    digits = max(0, math.floor(math.log10(step)) - 1) if step >= 1 else 0
    return int(round(step / 10**digits) * 10**digits)
