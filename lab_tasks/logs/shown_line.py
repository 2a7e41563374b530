"""One line of a log as it is shown: a progress bar's last state, cut, safe, and how grave it is."""

import re
from dataclasses import dataclass
from enum import Enum

from lab_tasks.sanitise import clean

LONGEST = 4000
"""Characters of a line that are shown."""
_BAR_BEFORE = re.compile(r"^.{0,200}?\d+%\|[^|]{0,200}\|[^\]]{0,200}\](?=[A-Z]{4,8}[: ])")
"""A bar that a message was written behind: tqdm leaves the cursor at its end."""
_ERROR = re.compile(
    r"^(ERROR|CRITICAL|FATAL)\b|^Traceback \(most recent call last\)"
    r"|^([A-Za-z_]\w*\.)*[A-Z]\w*(Error|Exception|Interrupt|Exit)\b(:|$)"
    r"|^(Segmentation fault|Killed|Aborted)\b|CUDA out of memory"
)
_WARNING = re.compile(r"^WARN(ING)?\b|^[^ ]+:\d+: \w*Warning: |^\w*Warning: ")
_TRACE = re.compile(r'^\s+File "[^"]+", line \d+|^\s+[\^~]+\s*$')


class Gravity(Enum):
    """How a line is marked."""

    PLAIN = "plain"
    WARNING = "warning"
    ERROR = "error"
    TRACE = "trace"
    """Inside a traceback."""


@dataclass(frozen=True)
class Line:
    """A line of the file, or a piece of one that fills whole blocks."""

    start: int
    end: int
    """Offset behind its newline."""
    text: str
    """Safe to show."""
    gravity: Gravity
    left_out: int
    """Bytes that are not shown because the line is too long; 0: all of it is."""
    is_whole: bool
    """Whether a newline ends it; else it is the file's end, or a piece."""


def shown_line(start: int, end: int, raw: bytes, *, is_piece: bool) -> Line:
    """Return what to show of a line; `is_piece`: more of it follows when no newline ends it."""
    is_whole = raw.endswith(b"\n")
    last = _last_state(raw, is_cut=is_piece and not is_whole)
    shown = last[: 4 * LONGEST].decode(errors="replace")
    text = clean(_BAR_BEFORE.sub("", shown, count=1).expandtabs(8), LONGEST)
    left_out = max(0, len(last) - len(text.encode(errors="replace"))) if _is_cut(text, last) else 0
    if last and not text.strip() and last.strip():
        text = f"({len(last):,} bytes that are no text)"
    return Line(start, end, text, gravity_of(text), left_out, is_whole)


def gravity_of(text: str) -> Gravity:
    """Return how grave a line is, by its first words."""
    if _ERROR.search(text):
        return Gravity.ERROR
    if _WARNING.search(text):
        return Gravity.WARNING
    return Gravity.TRACE if _TRACE.match(text) else Gravity.PLAIN


def _last_state(raw: bytes, *, is_cut: bool) -> bytes:
    """Return what a terminal shows in the end of states that overwrite one another by \\r."""
    raw = raw.rstrip(b"\r\n")
    if is_cut and b"\r" in raw:
        raw = raw[: raw.rindex(b"\r")].rstrip(b"\r")  # the last one is not whole
    return raw[raw.rfind(b"\r") + 1 :]


def _is_cut(text: str, last: bytes) -> bool:
    return text.endswith("…") or len(last) > 4 * LONGEST
