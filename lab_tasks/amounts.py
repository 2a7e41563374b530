"""How an amount is written, alike on the screen and in a report: sizes, metrics, shares."""

UNITS = ("B", "kB", "MB", "GB", "TB")


def size(size_bytes: int) -> str:
    """Return a size in decimal units, `4.3 MB`."""
    amount = float(size_bytes)
    for unit in UNITS:
        if amount < 1000 or unit == UNITS[-1]:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    raise AssertionError("unreachable: the last unit always returns")


def value(number: float) -> str:
    """Return a metric's value with four significant digits, `0.1423`, `1.00e-04`, `nan`."""
    if number and (abs(number) < 1e-3 or 1e5 <= abs(number) < float("inf")):
        return f"{number:.2e}"
    return f"{number:.4g}"


def percent(share: float) -> str:
    """Return a share of 1 as whole percent, `62 %`.

    No success rate: 23 of 40 as a share is 57 %, and counted, as `success_rate` spells it, 58 %.
    """
    return f"{100 * share:.0f} %"
