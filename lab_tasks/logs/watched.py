"""Watched: the alarms of a training that is read from a log."""

from collections.abc import Mapping
from itertools import islice

from lab_tasks.logs.curves import Curve
from lab_tasks.logs.measures import Measures
from lab_tasks.runs.alarms import AlarmWatch

MOST_AT_ONCE = 2_000
"""Values that are looked at when a long log has been read: more would hold up the screen."""


def take_measures(watch: AlarmWatch, measures: Measures, newest_s: float | None) -> None:
    """Let the losses of some lines be watched. `newest_s`: Unix time of the newest line."""
    losses = {name: column for name, column in measures.values.items() if name.endswith("loss")}
    last = len(measures.steps) - 1
    for index, step in enumerate(measures.steps):
        values = {name: column[index] for name, column in losses.items()}
        watch.take(step, values, newest_s if index == last else None)


def take_curves(watch: AlarmWatch, curves: Mapping[str, Curve]) -> None:
    """Let a whole training be watched; of a long one, values evenly spread over it."""
    loss = curves.get("loss")
    if loss is None:
        return
    # Which names stood beside a loss tells what was optimised then, as VQ-BeT's change.
    others = {
        name: (curve.steps[0], curve.steps[-1])
        for name, curve in curves.items()
        if name.endswith("loss") and name not in ("loss", "eval_loss") and curve.steps
    }
    every = max(1, len(loss.steps) // MOST_AT_ONCE)
    for step, value in islice(zip(loss.steps, loss.values, strict=True), 0, None, every):
        beside = {name: 0.0 for name, (low, high) in others.items() if low <= step <= high}
        watch.take(step, beside | {"loss": value})
