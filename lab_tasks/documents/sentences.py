"""Sentences of a Markdown file, each with the line it begins and ends in; a table's row is one."""

import re
from collections.abc import Iterator

import msgspec

from lab_tasks.documents import overrides
from lab_tasks.documents.tables import cells
from lab_tasks.documents.visible import visible

_ENDS = re.compile(r"(?<=[.!?])[)\"”’*_]*\s+(?=[\"“(*_\[]*[A-Z0-9⟦`])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|cf|ca|approx|resp|Fig|Figs|Sec|Sect|Tab|Eq|Ch|No|al|Dr|[A-Z])\.)$"
)
_BREAKS = re.compile(r"^\s*(?:[-*+]\s|\d+[.)]\s|#{1,6}\s|>\s?[-*+]\s)")
_LEADING = re.compile(r"^[ \t]*(?:>[ \t]?)*(?:[-*+][ \t]+|\d+[.)][ \t]+|#{1,6}[ \t]+)?")
LONGEST = 2000
"""Characters of a sentence that are looked at; what is longer is none."""


class Sentence(msgspec.Struct, frozen=True):
    """One sentence, its line breaks spaces. `columns` are those of a table's row, else empty."""

    text: str
    first_line: int
    last_line: int
    columns: tuple[str, ...] = ()
    heading: str = ""
    """The heading it stands under."""


def sentences(text: str) -> tuple[Sentence, ...]:
    """Return what a reader sees, sentence by sentence; words of an override are not among them."""
    return tuple(_sentences(visible(text).splitlines()))


def _sentences(lines: list[str]) -> Iterator[Sentence]:
    paragraph: list[tuple[int, str]] = []
    columns: tuple[str, ...] = ()
    heading = ""
    for at, raw in enumerate([*lines, ""], start=1):
        line = overrides.without(raw)
        is_row = line.lstrip().startswith("|") or (bool(columns) and "|" in line)
        if paragraph and (is_row or not line.strip() or _BREAKS.match(line)):
            yield from _split(paragraph, heading)
            paragraph = []
        if is_row:
            if not columns:
                columns = cells(line)
            elif set(line) - set("|-: \t"):
                yield Sentence(line.strip().strip("|")[:LONGEST], at, at, columns, heading)
            continue
        columns = ()
        if line.strip():
            paragraph.append((at, _LEADING.sub("", line)))
            if raw.startswith("#"):
                yield from _split(paragraph, heading)
                heading, paragraph = _LEADING.sub("", raw).strip(), []


def _split(paragraph: list[tuple[int, str]], heading: str) -> Iterator[Sentence]:
    """Yield the sentences of a paragraph with the lines they touch."""
    whole = " ".join(text for _, text in paragraph)
    begin = 0
    ends = [m for m in _ENDS.finditer(whole) if not _ABBREVIATION.search(whole[: m.start()])]
    for start, end in [*((m.start(), m.end()) for m in ends), (len(whole), len(whole))]:
        piece = whole[begin:start].strip()[:LONGEST]
        if piece:
            first, last = _line_of(paragraph, begin), _line_of(paragraph, max(start - 1, begin))
            yield Sentence(piece, first, last, (), heading)
        begin = end


def _line_of(paragraph: list[tuple[int, str]], offset: int) -> int:
    """Return the line in which a character of the joined paragraph stands."""
    for line, text in paragraph:
        if offset <= len(text):
            return line
        offset -= len(text) + 1
    return paragraph[-1][0]
