"""The end of a log, painted with nothing but the standard library, before the screen's loads."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from lab_tasks.logs.pages import Pages
from lab_tasks.sanitise import clean_line

READING = "reading the curves …"
_ENTER = "\x1b[?1049h\x1b[?25l\x1b[2J"
_LEAVE = "\x1b[?1049l\x1b[?25h"
_NO_WRAP, _WRAP = "\x1b[?7l", "\x1b[?7h"


def last_lines(log: Path, count: int) -> list[str]:
    """Return the last lines, safe to show; none when the file cannot be read."""
    try:
        pages = Pages(log)
        try:
            return [line.text for line in pages.tail(count)]
        finally:
            pages.close()
    except OSError:
        return []


def paint(what: str, lines: Sequence[str], height: int) -> None:
    """Enter the terminal's other screen, as the app will, and show the lines on it."""
    rows = [f"\x1b[1m {clean_line(what)}\x1b[0m", *(f" {line}" for line in lines[-(height - 2) :])]
    drawn = "".join(f"\x1b[{row};1H{text}" for row, text in enumerate(rows, 1))
    _write(f"{_ENTER}{_NO_WRAP}{drawn}\x1b[{height};1H {READING}{_WRAP}")


def leave() -> None:
    """Give the terminal back. To do so twice does no harm."""
    _write(_LEAVE)


def _write(text: str) -> None:
    os.write(sys.stdout.fileno(), text.encode(errors="replace"))
