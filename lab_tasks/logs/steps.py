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

from lab_tasks.logs.evidence import Evidence
from lab_tasks.logs.frequency import agreeing, inferred
from lab_tasks.logs.places import NEWEST_LINES
from lab_tasks.logs.rounded import Span, common, span

Run = tuple[bytes, int]
"""A rounded step, and how many lines in a row show it."""
ANYWHERE = Span(0, 10**18)
PROVED = 3
"""Changes of the rounded step that must agree: at one alone, missing lines look like another."""


class Counted(msgspec.Struct):
    """What is known of the steps so far, carried from one block of a log to the next."""

    log_freq: int | None = None
    """Steps between two lines; None: not known yet."""
    newest: tuple[int, int] | None = None
    """Bounds of the newest line's step; None before the first, and after a jump."""
    proof: int = 0
    """Changes of the rounded step that agreed so far; `PROVED` by other evidence at once."""

    def pin(self, step: int) -> None:
        """Take the newest line's step as known."""
        self.newest, self.proof = (step, step), PROVED

    def forget(self) -> None:
        """Lines are missing, or another training begins: nothing is known of the next line."""
        self.newest, self.proof = None, 0


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
    runs: list[Run] = [(token, len(list(same))) for token, same in groupby(tokens)]
    at = 0
    while runs:
        bounds = _beginning(known, freq, runs[0], evidence, at)
        taken, bounds, lines = agreeing(runs, bounds, freq)
        if not taken and known.newest is not None:
            known.forget()  # a jump: a gap, or a training that began again
            continue
        missing = _missing(bounds, freq, evidence, at, lines) if bounds.is_exact and lines else None
        if not taken or (missing == 0 and known.newest is None):
            yield Stretch(_spread(*runs[0]), False)  # what it shows contradicts itself
            known.forget()
            runs, at = runs[1:], at + runs[0][1]
            continue
        if missing is not None:
            yield from _before_gap(bounds.low, freq, evidence, at, missing)
            known.forget()
            runs, at = _without(runs, missing), at + missing
            continue
        known.proof += taken - 1
        bounds = _narrowed(known, bounds, freq, evidence, at, lines)
        if runs[0][0].isdigit():  # shown as it is
            known.proof = PROVED
        yield from _agreed(known, runs[: taken + 1], taken, bounds, freq, evidence, at, lines)
        behind = (lines - 1) * freq
        if taken == len(runs):
            known.newest = (bounds.low + behind, bounds.high + behind)
        else:
            known.forget()
        runs, at = runs[taken:], at + lines


def _beginning(known: Counted, freq: int, run: Run, evidence: Evidence, at: int) -> Span:
    """Return the bounds of the next line's step before any rounded one is looked at."""
    if known.newest is not None:
        return Span(known.newest[0] + freq, known.newest[1] + freq)
    shown, also = span(run[0]), evidence.at(at)
    if shown and also and common(shown, also):
        known.proof = PROVED
        return also
    return ANYWHERE


def _agreed(
    known: Counted,
    runs: Sequence[Run],
    taken: int,
    bounds: Span,
    freq: int,
    evidence: Evidence,
    at: int,
    lines: int,
) -> Iterator[Stretch]:
    first = max(bounds.low, bounds.middle // freq * freq)
    steps = range(first, first + lines * freq, freq)
    following = span(runs[taken][0]) if taken < len(runs) else None
    jumps = following is not None and following.high > steps[-1]  # else a training began again
    is_exact = bounds.is_exact and known.proof >= PROVED
    if not jumps or not is_exact or _is_proved(evidence.at(at + lines - 1), steps[-1], freq):
        yield Stretch(steps, is_exact)
        return
    # Lines are missing somewhere behind the last change of the rounded step.
    sound = lines - runs[taken - 1][1]
    if sound:
        yield Stretch(steps[:sound], True)
    yield Stretch(steps[sound:], False)


def _is_proved(shown: Span | None, step: int, freq: int) -> bool:
    return shown is not None and shown.low <= step <= shown.high < shown.low + freq


def _narrowed(
    known: Counted, bounds: Span, freq: int, evidence: Evidence, at: int, lines: int
) -> Span:
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
            known.proof = PROVED
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
    steps = range(first, first + count * freq, freq)
    shown = evidence.at(at + count)
    blind = (shown.high - shown.low) // freq + 1 if shown else count
    if count and _is_proved(evidence.at(at + count - 1), steps[-1], freq):
        blind = 0
    sound = max(0, count - blind)
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
    known.forget()
    found: list[Stretch] = []
    for token, same in groupby(tokens):
        lines = len(list(same))
        shown = span(token)
        if shown and shown.is_exact:
            found.append(Stretch((shown.low,) * lines, True))
            known.pin(shown.low)
            continue
        known.forget()
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
