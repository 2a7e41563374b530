"""Preview: the curve of a large log, sampled at a few thousand places before it is read."""

import os
import time
from itertools import zip_longest

from lab_tasks.logs.curves import Curve
from lab_tasks.logs.layout import ANY, pairs, values
from lab_tasks.logs.rounded import span

PLACES = 4096
WINDOW_BYTES = 640
"""Enough for a line of metrics wherever the window begins."""
WITHIN_S = 0.06
"""Most that it may take: on a slow disk there are fewer places."""


def sampled(descriptor: int, size_bytes: int) -> dict[str, Curve]:
    """Return values by the name of their metric, at steps as rounded as they are shown."""
    found = _lines(descriptor, size_bytes)
    curves: dict[str, Curve] = {}
    newest = -1
    for (step, numbers), following in zip_longest(found, found[1:]):
        # Several places show the same rounded step: a value stands where it begins to be shown.
        step = max(step, newest)
        begins_again = following is not None and following[0] < newest
        newest = -1 if begins_again else step
        for name, value in numbers.items():
            curve = curves.setdefault(name, Curve())
            curve.steps.append(step)
            curve.values.append(value)
    return curves


def _lines(descriptor: int, size_bytes: int) -> list[tuple[int, dict[str, float]]]:
    until = time.monotonic() + WITHIN_S
    found: dict[int, tuple[int, dict[str, float]]] = {}
    # Every 16th place first, so that one that runs out of time has seen all of the file.
    for first in (0, 8, 4, 12, 2, 6, 10, 14, 1, 3, 5, 7, 9, 11, 13, 15):
        for place in range(first, PLACES, 16):
            at = size_bytes * place // PLACES
            line = _line(os.pread(descriptor, WINDOW_BYTES, at))
            if line:
                found[place] = line
        if time.monotonic() > until:
            break
    return [found[place] for place in sorted(found)]


def _line(window: bytes) -> tuple[int, dict[str, float]] | None:
    match = ANY.search(window)
    if match is None or match.end() == len(window):
        return None  # none, or one that is cut off
    shown = span(match[1])
    numbers = dict(values(pairs(match[5]) or ()))
    return (shown.middle, numbers) if shown and "loss" in numbers else None
