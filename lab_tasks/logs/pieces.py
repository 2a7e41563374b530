"""Pieces: where a block of a log ends in whole lines, and where a training may begin in it."""

from lab_tasks.logs.header import CONFIG, START
from lab_tasks.logs.layout import LONGEST_TEXT

LONGEST_LINE = 1024 * 1024
LARGEST_HEADER = 256 * 1024


def whole_lines(data: bytes) -> int:
    """Return how much of `data` is whole lines; a printed configuration stays in one piece."""
    cut = max(data.rfind(b"\n"), data.rfind(b"\r")) + 1
    if len(data) - cut > LONGEST_LINE:  # no line: what may be a record at its end waits
        mark = data.rfind(b"INFO ", len(data) - LONGEST_TEXT)
        return mark if mark > 0 else len(data)
    at = data.rfind(b" {'", max(0, cut - LARGEST_HEADER), cut)
    begin = data.rfind(b"INFO ", 0, at) if at >= 0 else -1
    config = CONFIG.match(data, begin, cut) if begin >= 0 else None
    return begin if config and config.end() >= cut - 2 else cut


def beginnings(block: bytes) -> list[tuple[int, bytes | None]]:
    """Return where trainings may begin: at a configuration, or at the first step (None)."""
    found: list[tuple[int, bytes | None]] = []
    if b" {'" in block:
        found += [(match.start(), match[0]) for match in CONFIG.finditer(block)]
    at = block.find(START)
    while at >= 0:
        found.append((at, None))
        at = block.find(START, at + 1)
    return sorted(found, key=lambda mark: mark[0])
