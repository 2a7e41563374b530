"""Clipping: what of a curve lies between two steps."""

from bisect import bisect_left, bisect_right

from tui.charts.plot import Points


def clipped(part: Points, first: float, last: float) -> Points:
    """Return what lies from `first` to `last`, with the lines that lead out cut at the edge."""
    if not part or (first <= part[0][0] and part[-1][0] <= last):
        return part
    steps = [step for step, _ in part]
    start, end = bisect_left(steps, first), bisect_right(steps, last)
    inside = list(part[start:end])
    if 0 < start < len(part) and steps[start] > first:
        inside.insert(0, _crossing(part[start - 1], part[start], first))
    if 0 < end < len(part) and steps[end - 1] < last:
        inside.append(_crossing(part[end - 1], part[end], last))
    return tuple(inside)


def _crossing(
    before: tuple[float, float], after: tuple[float, float], step: float
) -> tuple[float, float]:
    share = (step - before[0]) / (after[0] - before[0])
    return step, before[1] + share * (after[1] - before[1])
