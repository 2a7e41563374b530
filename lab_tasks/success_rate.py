"""A success rate in words: the count first, whole percent, Wilson's 95 % interval.

Divided last, so that a half is rounded alike on the screen and in the files that Checks compare.
"""

from lab_tasks.statistics import wilson


def percent_words(successes: int, episodes: int) -> str:
    """Return `35 %`. Raises ZeroDivisionError without an episode."""
    return f"{100 * successes / episodes:.0f} %"


def rate_words(successes: int, episodes: int) -> str:
    """Return `7/20 (35 %)`, as a sentence shows it."""
    return f"{successes}/{episodes} ({percent_words(successes, episodes)})"


def interval_words(low: float, high: float) -> str:
    """Return an interval of shares of 1, `18–57 %`."""
    return f"{100 * low:.0f}–{100 * high:.0f} %"


def wilson_words(successes: int, episodes: int) -> str:
    """Return `18–57 %`, the interval of a count. Raises ValueError where the counts are none."""
    return interval_words(*wilson(successes, episodes))
