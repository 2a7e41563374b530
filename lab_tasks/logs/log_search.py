"""Looking for a word or a regular expression in a file of any size, a stretch at a time.

For regular expressions see regex_search, which runs this in a child.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lab_tasks.logs.pages import Pages
from lab_tasks.logs.shown_line import Gravity, Line

STRETCH_BYTES = 8 * 1024 * 1024
"""What one call looks through: some hundredths of a second."""
_CHUNK_BYTES = 256 * 1024
_OVERLAP_BYTES = 4 * 1024
"""Longest match that is found across chunks without a newline between them."""
_TROUBLE = b"Traceback ERROR CRITICAL FATAL WARN Warning Error Exception Interrupt Exit".split()
_TROUBLE += [b"out of memory", b"Segmentation", b"Killed", b"Aborted"]
"""One of these is in each line that is marked."""
_REPEATS = "*+?{|"
_CHEAP_LETTERS = 500
"""With one repetition an expression takes at most the square of this, some milliseconds."""

type Spans = tuple[tuple[int, int], ...]
"""Pairs of first column and the one behind."""


@dataclass(frozen=True)
class Found:
    """A line that matches; `start` is its offset."""

    start: int
    text: str = ""
    """As it is shown."""
    spans: Spans = ()
    """Where it matches."""


@dataclass(frozen=True)
class Unfinished:
    """Nothing so far; go on from `offset`."""

    offset: int


@dataclass(frozen=True)
class Absent:
    """It is not there up to the file's end, or its beginning."""


@dataclass(frozen=True)
class Failed:
    """It could not be looked for."""

    why: str
    """What happened and what to do, safe to show."""


type Answer = Found | Unfinished | Absent | Failed


class Wanted:
    """What is looked for: a word, or a regular expression between slashes.

    Small letters match capitals too; a capital in the word asks for itself. What a regular
    expression costs has no bound: only `spans` may be called where somebody waits.

    Raises:
        ValueError: the regular expression is not one; the text says why.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._folds = text == text.lower()
        self.is_regex = len(text) > 2 and text.startswith("/") and text.endswith("/")
        pattern = text[1:-1] if self.is_regex else re.escape(text)
        self._is_cheap = sum(map(pattern.count, _REPEATS)) <= 1
        self._known: dict[str, Spans] = {}
        try:
            flags = re.IGNORECASE if self._folds else re.NOFLAG
            self._shown = re.compile(pattern, flags)
            self._raw = re.compile(pattern.encode(), flags)
        except re.error as error:
            raise ValueError(f"{pattern} is no regular expression: {error}") from error

    def matches(self, text: str) -> Spans:
        """Return where a shown text matches."""
        return tuple(match.span() for match in self._shown.finditer(text) if match.group())

    def spans(self, text: str) -> Spans:
        """Return where a shown text matches as far as that is known or soon told."""
        if text in self._known:
            return self._known[text]
        is_cheap = not self.is_regex or (self._is_cheap and len(text) <= _CHEAP_LETTERS)
        return self.matches(text) if is_cheap else ()

    def mark(self, found: Found) -> None:
        """Know from now on where the text of a line that was found matches."""
        self._known[found.text] = found.spans

    def found_in(self, line: Line) -> Found | None:
        """Return the line if it is one of them; what is cut off counts as seen."""
        spans = self.matches(line.text)
        return Found(line.start, line.text, spans) if line.left_out or spans else None

    def places(self, data: bytes) -> Iterator[int]:
        """Yield where raw bytes match."""
        if self.is_regex:
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

    def found_in(self, line: Line) -> Found | None:
        """Return the line if it is marked."""
        is_marked = line.gravity in (Gravity.ERROR, Gravity.WARNING)
        return Found(line.start, line.text) if is_marked else None


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
            if found := wanted.found_in(line):
                return found
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
            if found := wanted.found_in(line):
                return found
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
