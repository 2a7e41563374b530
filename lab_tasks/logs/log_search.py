"""Looking for a word or a regular expression in a file of any size, a stretch at a time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lab_tasks.logs.pages import Pages
from lab_tasks.logs.shown_line import Gravity, Line

STRETCH_BYTES = 8 * 1024 * 1024
"""What one call looks through: some hundredths of a second."""
_CHUNK_BYTES = 256 * 1024
"""One regular expression holds the interpreter for no more than this, some milliseconds."""
_OVERLAP_BYTES = 4 * 1024
"""Longest match that is found across chunks without a newline between them."""
_TROUBLE = b"Traceback ERROR CRITICAL FATAL WARN Warning Error Exception Interrupt Exit".split()
_TROUBLE += [b"out of memory", b"Segmentation", b"Killed", b"Aborted"]
"""One of these is in each line that is marked."""


@dataclass(frozen=True)
class Found:
    """A line that matches; `start` is its offset."""

    start: int


@dataclass(frozen=True)
class Unfinished:
    """Nothing so far; go on from `offset`."""

    offset: int


@dataclass(frozen=True)
class Absent:
    """It is not there up to the file's end, or its beginning."""


class Wanted:
    """What is looked for: a word, or a regular expression between slashes.

    Small letters match capitals too; a capital in the word asks for itself.

    Raises:
        ValueError: the regular expression is not one; the text says why.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._folds = text == text.lower()
        self._is_regex = len(text) > 2 and text.startswith("/") and text.endswith("/")
        pattern = text[1:-1] if self._is_regex else re.escape(text)
        try:
            flags = re.IGNORECASE if self._folds else re.NOFLAG
            self._shown = re.compile(pattern, flags)
            self._raw = re.compile(pattern.encode(), flags)
        except re.error as error:
            raise ValueError(f"{pattern} is no regular expression: {error}") from error

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where a shown text matches, as pairs of first column and the one behind."""
        return [match.span() for match in self._shown.finditer(text) if match.group()]

    def shows(self, line: Line) -> bool:
        """Return whether a line is one of them; what is cut off counts as seen."""
        return bool(line.left_out or self.spans(line.text))

    def places(self, data: bytes) -> Iterator[int]:
        """Yield where raw bytes match."""
        if self._is_regex:
            yield from (match.start() for match in self._raw.finditer(data) if match.group())
            return
        # bytes.find is ten times as fast as a regular expression that ignores case.
        yield from _places(self.text.encode(), data.lower() if self._folds else data)


class Trouble(Wanted):
    """Looks for lines that are marked as errors or warnings."""

    def __init__(self) -> None:
        super().__init__("")

    def places(self, data: bytes) -> Iterator[int]:
        """Yield where a word stands that marks a line."""
        # Thirteen passes of bytes.find are twenty times as fast as one expression of thirteen.
        yield from sorted(place for word in _TROUBLE for place in _places(word, data))

    def shows(self, line: Line) -> bool:
        """Return whether the line is marked."""
        return line.gravity in (Gravity.ERROR, Gravity.WARNING)


def find_after(pages: Pages, wanted: Wanted, offset: int) -> Found | Unfinished | Absent:
    """Look from `offset` on, where a line begins, for a line that shows a match."""
    until = min(pages.size_bytes, offset + STRETCH_BYTES)
    while offset < until:
        data = pages.read(offset, _CHUNK_BYTES)
        data = data[: _whole_lines(data, is_last=offset + len(data) >= pages.size_bytes)]
        if not data:
            break
        passed = offset
        for place in wanted.places(data):
            if offset + place < passed:
                continue  # in a line that has been looked at
            line = pages.line_at(offset + place)
            if wanted.shows(line):
                return Found(line.start)
            passed = line.end
        offset += len(data)
        if not data.endswith(b"\n") and offset < pages.size_bytes:
            offset -= _OVERLAP_BYTES
    return Absent() if offset >= pages.size_bytes or not data else Unfinished(offset)


def find_before(pages: Pages, wanted: Wanted, offset: int) -> Found | Unfinished | Absent:
    """Look back from `offset`, where a line begins, for a line that shows a match."""
    until = max(0, offset - STRETCH_BYTES)
    while offset > until:
        begin = max(0, offset - _CHUNK_BYTES)
        data = pages.read(begin, offset - begin)
        newline = data.find(b"\n", 0, len(data) - 1)
        if begin and newline >= 0:
            begin, data = begin + newline + 1, data[newline + 1 :]
        ends_at = offset
        for place in reversed(list(wanted.places(data))):
            if begin + place >= ends_at:
                continue
            line = pages.line_at(begin + place)
            if wanted.shows(line):
                return Found(line.start)
            ends_at = line.start
        overlaps = begin > 0 and newline < 0 and offset - begin > _OVERLAP_BYTES
        offset = begin + (_OVERLAP_BYTES if overlaps else 0)
    return Unfinished(offset) if offset > 0 else Absent()


def _places(word: bytes, data: bytes) -> Iterator[int]:
    at = data.find(word)
    while at >= 0:
        yield at
        at = data.find(word, at + 1)


def _whole_lines(data: bytes, *, is_last: bool) -> int:
    """Return how much of `data` is whole lines; all of it when there is no newline."""
    newline = data.rfind(b"\n")
    return len(data) if is_last or newline < 0 else newline + 1
