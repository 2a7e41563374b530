"""How figures are written on the screen: durations, sizes, numbers, exact and short."""

UNITS = ("B", "kB", "MB", "GB", "TB")


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


def size(count: int) -> str:
    """Return a file's size in decimal units, `4.3 MB`."""
    amount = float(count)
    for unit in UNITS:
        if amount < 1000 or unit == UNITS[-1]:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    raise AssertionError("unreachable: the last unit always returns")


def value(number: float) -> str:
    """Return a metric's value with four significant digits, `0.1423`, `1e-04`."""
    if number != number or number in (float("inf"), float("-inf")):
        return str(number)
    if number and (abs(number) < 1e-3 or abs(number) >= 1e5):
        return f"{number:.2e}"
    return f"{number:.4g}"


def percent(share: float) -> str:
    """Return a share of 1 as whole percent, `62 %`."""
    return f"{100 * share:.0f} %"
