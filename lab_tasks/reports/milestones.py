"""Milestones: the chosen steps of a training, each with the step that was really logged."""

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
    """Return what was logged nearest to each step asked for; by default, steps spread over it.

    By default only steps that were logged are asked for.

    Nothing is interpolated: each value is one that the training wrote, at the step named with it.
    """
    points = sorted(training.logged(LOSS), key=lambda point: point.step)
    if not points:
        return ()
    if asked:
        return tuple(Milestone(step, _nearest(points, step)) for step in sorted(set(asked)))
    nearest = [_nearest(points, step) for step in spread(points[-1].step)]
    by_step = {point.step: point for point in nearest if point}
    return tuple(Milestone(step, by_step[step]) for step in sorted(by_step))


def spread(last: int) -> list[int]:
    """Return steps spread over a training that came to step `last`."""
    return sorted({step for share in SHARES if (step := round(last * share)) > 0} | {last})


def _nearest(points: Sequence[Logged], step: int) -> Logged | None:
    if step > points[-1].step:
        return None
    at = bisect_left(points, step, key=lambda point: point.step)
    return min(points[max(0, at - 1) : at + 1], key=lambda point: abs(point.step - step))
