"""How a report writes its numbers where one may be missing: values, counts, durations, dates."""

import math
import time

from lab_tasks import amounts

NONE = "–"


def value(number: float | None) -> str:
    """Return a metric's value with four significant digits, `0.1423`, `1.00e-05`, `NaN`."""
    if number is None:
        return NONE
    if not math.isfinite(number):
        return "NaN" if math.isnan(number) else ("∞" if number > 0 else "-∞")
    return amounts.value(number)


def exact(number: float | None) -> str:
    """Return a metric's value with every digit that was logged, `82.699`, `NaN`."""
    return repr(float(number)) if number is not None and math.isfinite(number) else value(number)


def count(number: int | None) -> str:
    """Return a count with its thousands apart, `22,458`."""
    return NONE if number is None else f"{number:,}"


def duration(seconds: float | None) -> str:
    """Return how long something took: `43.2 s`, `2 min 24 s`, `10 h 24 min`.

    Cut, not rounded, as the screens' clocks are.
    """
    if seconds is None:
        return NONE
    if seconds < 60:
        return f"{math.floor(seconds * 10) / 10:.1f} s"
    minutes, rest_s = divmod(int(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest_s} s"
    return f"{minutes // 60} h {minutes % 60} min"


def pace(seconds: float | None) -> str:
    """Return the time of one step, `0.0412 s`, `1.21 s`."""
    return NONE if seconds is None else f"{seconds:.3g} s"


def moment(time_s: float | None) -> str:
    """Return a Unix time as this machine's clock shows it, with the zone's distance from UTC."""
    if time_s is None:
        return NONE
    try:
        return time.strftime("%Y-%m-%d %H:%M:%S %z", time.localtime(time_s))
    except (OverflowError, ValueError, OSError):  # a log or a record may hold any number
        return NONE
