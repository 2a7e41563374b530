"""Times in a console log: local time without a zone, taken to be this machine's."""

import re
from datetime import datetime
from functools import lru_cache

_TIME = re.compile(rb"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)[^\r\n]{0,60}\Z")
_FIRST = re.compile(rb"(?:INFO|WARNING) [^\r\n\d]{0,20}(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) ")
LOOK_BYTES = 90


def first_time(piece: bytes) -> float | None:
    """Return the Unix time of the first record in a piece; None when there is none."""
    match = _FIRST.search(piece)
    return unix_time(match[1]) if match else None


def time_before(piece: bytes, place: int) -> float | None:
    """Return the Unix time that stands on the line before `place`; None when there is none."""
    match = _TIME.search(piece, max(0, place - LOOK_BYTES), place)
    return unix_time(match[1]) if match else None


@lru_cache(maxsize=1024)
def unix_time(text: bytes) -> float | None:
    """Return `2026-11-21 02:42:00` as Unix time; None when there is no such time."""
    try:
        return datetime.fromisoformat(text.decode()).timestamp()
    except (ValueError, OverflowError):
        return None
