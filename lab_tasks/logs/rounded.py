"""Numbers as lerobot's console rounds them: `12K` stands for every step from 11,500 to 12,500."""

import re
from functools import lru_cache
from typing import NamedTuple

UNITS = {b"": 1, b"K": 10**3, b"M": 10**6, b"B": 10**9, b"T": 10**12, b"Q": 10**15}
_ROUNDED = re.compile(rb"(\d{1,18})([KMBTQ]?)")


class Span(NamedTuple):
    """The whole numbers between which a number lies, both included."""

    low: int
    high: int

    @property
    def is_exact(self) -> bool:
        """Whether only one is possible."""
        return self.low == self.high

    @property
    def middle(self) -> int:
        """The number in the middle, rounded down."""
        return (self.low + self.high) // 2


@lru_cache(maxsize=65536)
def span(text: bytes) -> Span | None:
    """Return the whole numbers that lerobot prints as `text`; None when it prints no such text."""
    match = _ROUNDED.fullmatch(text)
    if match is None:
        return None
    number, unit = int(match[1]), UNITS[match[2]]
    if unit == 1:
        return Span(number, number)
    # f"{x:.0f}" rounds a half to the even neighbour, so an even number takes both its ends.
    odd = number % 2
    low, high = number * unit - unit // 2 + odd, number * unit + unit // 2 - odd
    return Span(max(low, unit), min(high, 1000 * unit - 1))


def common(one: Span, other: Span) -> Span | None:
    """Return the numbers that lie in both; None when there is none."""
    both = Span(max(one.low, other.low), min(one.high, other.high))
    return both if both.low <= both.high else None
