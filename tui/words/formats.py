"""How figures are written on the screen: durations here, amounts as everywhere."""

from lab_tasks.amounts import percent, size, value

__all__ = ["clock", "minutes", "percent", "size", "value"]


def clock(seconds: float) -> str:
    """Return a running time, `12:41` or `1:02:03`."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, secs = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{secs:02}" if hours else f"{minutes:02}:{secs:02}"


def minutes(count: float) -> str:
    """Return planned time, `45 min`, `2 h 40`."""
    whole = round(count)
    hours, rest = divmod(whole, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02}" if rest else f"{hours} h"
