"""Where in a log one is, in words."""

from lab_tasks.logs.line_numbers import LineNumbers
from lab_tasks.logs.pages import Pages
from tui.words import formats


def place_in_log(pages: Pages | None, numbers: LineNumbers | None, top: int, bottom: int) -> str:
    """Return line and share of the file in sight; no line until they are counted."""
    if pages is None:
        return "nothing printed yet"
    if not pages.size_bytes:
        return "empty"
    share = f"{bottom / pages.size_bytes:.0%} of {formats.size(pages.size_bytes)}"
    number = numbers.number_at(top) if numbers and numbers.is_complete else None
    return share if number is None else f"line {number:,} · {share}"
