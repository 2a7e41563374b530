"""log_freq, the steps between two lines of metrics, from a log that does not say it."""

from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import groupby, pairwise
from math import ceil, floor, gcd

from lab_tasks.logs.rounded import Span, common, span

MOST_SHOWN = 1000
FEWEST_BARS = 3


def inferred(
    newest: tuple[int, int] | None,
    tokens: Sequence[bytes],
    evidence: Iterable[tuple[int, Span]],
) -> int | None:
    """Return the log_freq that the lines agree on; None when more than one is possible.

    `newest`: bounds of the step of the line before them, if that is known.
    """
    shown = [found for found in (span(token) for token in tokens[:MOST_SHOWN]) if found]
    exact = [found.low for found in shown if found.is_exact]
    count = len(exact)
    if newest and newest[0] == newest[1]:
        exact.insert(0, newest[0])
    return (
        _from_exact(exact)
        or _from_one(exact[-1:], shown[count:])
        or _from_ends(tokens, list(evidence))
    )


def agreeing(runs: Sequence[tuple[bytes, int]], bounds: Span, freq: int) -> tuple[int, Span, int]:
    """Return how many runs agree, the bounds of their first step, and how many lines they are.

    A run is a rounded step and how many lines in a row show it.
    """
    lines = 0
    for index, (token, count) in enumerate(runs):
        shown = span(token)
        if shown is None:
            return index, bounds, lines
        low = max(bounds.low, shown.low - lines * freq)
        high = min(bounds.high, shown.high - (lines + count - 1) * freq)
        low, high = -(-low // freq) * freq, high // freq * freq
        if low > high:
            return index, bounds, lines
        bounds, lines = Span(low, high), lines + count
    return len(runs), bounds, lines


def _from_exact(steps: Sequence[int]) -> int | None:
    differences = [after - before for before, after in pairwise(steps) if after > before]
    if differences and min(differences) == reduce(gcd, steps):
        return min(differences)
    return None


def _from_one(exact: Sequence[int], following: Sequence[Span]) -> int | None:
    """Steps of 500 and more: the first is shown exactly, and the next agrees with twice as much."""
    if not exact or not exact[0] or not following:
        return None
    twice = 2 * exact[0]
    return exact[0] if following[0].low <= twice <= following[0].high else None


def _from_ends(tokens: Sequence[bytes], evidence: Sequence[tuple[int, Span]]) -> int | None:
    """Far enough from each other, two lines leave one frequency only: steps by lines."""
    bounds: dict[int, Span] = {}
    for index in (0, len(tokens) - 1):
        shown = span(tokens[index])
        if shown:
            bounds[index] = shown
    for index, also in evidence:
        shown = span(tokens[index]) if index < len(tokens) else None
        both = common(shown, also) if shown else None
        if both:
            bounds[index] = both
    found = _from_bars([bounds[index].low for index, _ in evidence if index in bounds])
    if found is None and len(bounds) > 1:
        first, last = min(bounds), max(bounds)
        lines = last - first
        low = ceil((bounds[last].low - bounds[first].high) / lines)
        high = floor((bounds[last].high - bounds[first].low) / lines)
        found = low if low == high and low > 0 else None
    runs = [(token, len(list(same))) for token, same in groupby(tokens)]
    if found is None or agreeing(runs, Span(0, 10**18), found)[0] < len(runs):
        return None
    return found


def _from_bars(lows: Sequence[int]) -> int | None:
    """Bars drawn at every step stand on multiples of the frequency."""
    if len(lows) < FEWEST_BARS:
        return None
    found = _from_exact(lows)
    return found if found and found > 1 else None
