"""Steps rebuilt: the exact step of each line of metrics, from the rounded ones that it shows.

lerobot prints metrics every `log_freq` steps and rounds the step to `12K`. Lines that follow each
other without a gap have steps that differ by `log_freq`, so everything known of one of them (its
rounded step, a progress bar, a Checkpoint before it) bounds all of them. When only one step is
left that agrees with all bounds, the steps of the whole stretch are exact.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import msgspec

from lab_tasks.logs.evidence import NEWEST_LINES, Evidence
from lab_tasks.logs.frequency import agreeing, inferred
from lab_tasks.logs.rounded import Span, span

Run = tuple[bytes, int]
"""A rounded step, and how many lines in a row show it."""
ANYWHERE = Span(0, 10**18)


class Counted(msgspec.Struct):
    """What is known of the steps so far, carried from one block of a log to the next."""

    log_freq: int | None = None
    """Steps between two lines; None: not known yet."""
    newest: tuple[int, int] | None = None
    """Bounds of the newest line's step; None before the first, and after a jump."""


@dataclass(frozen=True)
class Stretch:
    """Lines that follow each other: their steps, and whether these are exact."""

    steps: Sequence[int]
    is_exact: bool


def rebuild(known: Counted, tokens: Sequence[bytes], evidence: Evidence) -> list[Stretch]:
    """Return the steps of lines that show `tokens`, in order, and carry on what is `known`."""
    if known.log_freq is None:
        known.log_freq = inferred(known.newest, tokens, evidence())
    if known.log_freq is None:
        return _without_frequency(known, tokens, evidence)
    return list(_stretches(known, known.log_freq, tokens, evidence))


def _stretches(
    known: Counted, freq: int, tokens: Sequence[bytes], evidence: Evidence
) -> Iterator[Stretch]:
    runs: list[Run] = [(token, sum(1 for _ in same)) for token, same in groupby(tokens)]
    at = 0
    while runs:
        bounds = Span(known.newest[0] + freq, known.newest[1] + freq) if known.newest else ANYWHERE
        taken, bounds, lines = agreeing(runs, bounds, freq)
        if not taken and known.newest is not None:
            known.newest = None  # a jump: a gap, or a training that began again
            continue
        if not taken:
            taken, lines, bounds = 1, runs[0][1], ANYWHERE
            yield Stretch(_spread(*runs[0]), False)
        else:
            missing = _missing(bounds, freq, evidence, at, lines) if bounds.is_exact else None
            if missing is not None:
                yield from _before_gap(bounds.low, freq, evidence, at, missing)
                known.newest = None
                runs, at = _without(runs, missing), at + missing
                continue
            bounds = _narrowed(bounds, freq, evidence, at, lines)
            yield from _agreed(runs, taken, bounds, freq, lines)
        behind = (lines - 1) * freq
        is_last = taken == len(runs) and bounds is not ANYWHERE
        known.newest = (bounds.low + behind, bounds.high + behind) if is_last else None
        runs, at = runs[taken:], at + lines


def _agreed(
    runs: Sequence[Run], taken: int, bounds: Span, freq: int, lines: int
) -> Iterator[Stretch]:
    first = max(bounds.low, bounds.middle // freq * freq)
    steps = range(first, first + lines * freq, freq)
    following = span(runs[taken][0]) if taken < len(runs) else None
    if following and bounds.is_exact and following.high > steps[-1]:
        # Lines are missing somewhere behind the last change of the rounded step. (A step that
        # goes back is a new beginning instead, and all before it is sound.)
        sound = lines - runs[taken - 1][1]
        yield from (Stretch(part, True) for part in (steps[:sound],) if part)
        yield Stretch(steps[sound:], False)
    else:
        yield Stretch(steps, bounds.is_exact)


def _narrowed(bounds: Span, freq: int, evidence: Evidence, at: int, lines: int) -> Span:
    low, high = bounds
    for index, shown in evidence() if low < high else ():
        if not at <= index < at + lines:
            continue
        behind = (index - at) * freq
        found = (
            max(low, -(-(shown.low - behind) // freq) * freq),
            min(high, (shown.high - behind) // freq * freq),
        )
        if found[0] <= found[1]:  # what contradicts the lines themselves proves nothing
            low, high = found
        if low == high:
            break
    return Span(low, high)


def _missing(bounds: Span, freq: int, evidence: Evidence, at: int, lines: int) -> int | None:
    """Return the first line that evidence puts behind its counted step; None when all agrees."""

    def is_behind(index: int) -> bool:
        shown = evidence.at(at + index)
        return shown is not None and shown.low > bounds.low + index * freq

    newest = range(lines - 1, max(-1, lines - 1 - NEWEST_LINES), -1)
    high = next((index for index in newest if is_behind(index)), None)
    if high is None:
        return None
    low = 0
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if is_behind(middle) else (middle + 1, high)
    return low


def _before_gap(
    first: int, freq: int, evidence: Evidence, at: int, count: int
) -> Iterator[Stretch]:
    """Lines are missing before line `count`, or a little earlier than evidence can tell."""
    shown = evidence.at(at + count)
    blind = (shown.high - shown.low) // freq + 1 if shown else count
    sound = max(0, count - blind)
    steps = range(first, first + count * freq, freq)
    if sound:
        yield Stretch(steps[:sound], True)
    if count > sound:
        yield Stretch(steps[sound:], False)


def _without(runs: Sequence[Run], count: int) -> list[Run]:
    kept = []
    for token, lines in runs:
        left = lines - max(0, count)
        count -= lines
        if left > 0:
            kept.append((token, min(left, lines)))
    return kept


def _without_frequency(
    known: Counted, tokens: Sequence[bytes], evidence: Evidence
) -> list[Stretch]:
    """Each line stands for itself: exact where it is shown so, else about where its bar is."""
    known.newest = None
    found: list[Stretch] = []
    for token, same in groupby(tokens):
        lines = sum(1 for _ in same)
        shown = span(token)
        if shown and shown.is_exact:
            found.append(Stretch((shown.low,) * lines, True))
            known.newest = (shown.low, shown.low)
            continue
        known.newest = None
        at = sum(len(stretch.steps) for stretch in found)
        bars = [evidence.at(at + index) for index in range(lines)]
        spread = _spread(token, lines)
        steps = [
            bar.low if bar and shown and shown.low <= bar.low <= shown.high else step
            for bar, step in zip(bars, spread, strict=True)
        ]
        found.append(Stretch(steps, False))
    return found


def _spread(token: bytes, lines: int) -> Sequence[int]:
    """Return steps spread evenly over all that `token` may stand for."""
    shown = span(token) or Span(0, 0)
    if shown.is_exact:
        return (shown.low,) * lines
    size = shown.high - shown.low
    return tuple(shown.low + size * (2 * index + 1) // (2 * lines) for index in range(lines))
