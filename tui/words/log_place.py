"""A place in a log, in words: where one is, and where one wants to be."""

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


def place_asked(text: str, pages: Pages, numbers: LineNumbers | None) -> int | str:
    """Return the offset of a typed share, `50%`, or line, `1200`; a str says why there is none."""
    digits = text.strip().removesuffix("%").strip().replace(",", "")
    if not (digits.isascii() and digits.isdigit()):
        return "Type a share such as 50%, or a line such as 1200."
    if "%" in text:
        return pages.size_bytes * min(100, int(digits)) // 100
    if numbers and (offset := numbers.offset_of(int(digits))) is not None:
        return offset
    return f"There is no line {digits} as far as the lines are counted."
