"""Sections of a Markdown file: a heading and the lines below it."""

import re
from itertools import pairwise

import msgspec

from lab_tasks.documents.visible import visible

_HEADING = re.compile(r"(?P<marks>#{1,6})[ \t]+(?P<title>[^ \t#].*)")


class Section(msgspec.Struct, frozen=True):
    """A heading and what stands below it, its subsections included."""

    heading: str
    level: int
    line: int
    """The heading's own line, from 1."""
    body: str
    """The visible text below, line by line as in the file."""


def sections(text: str) -> tuple[Section, ...]:
    """Return all sections in the file's order."""
    lines = visible(text).splitlines()
    found = [(at, m) for at, line in enumerate(lines) if (m := _HEADING.fullmatch(line))]
    return tuple(
        Section(
            heading=match["title"].rstrip("# \t"),
            level=len(match["marks"]),
            line=at + 1,
            body="\n".join(lines[at + 1 : _end(found[position + 1 :], match, len(lines))]),
        )
        for position, (at, match) in enumerate(found)
    )


def section(text: str, heading: str) -> Section | None:
    """Return the first section under this heading, at any level and in any case; None: no such.

    Where it stands within another of the same words, as below a title, the inner one is meant.
    """
    wanted = heading.casefold()
    found = [each for each in sections(text) if each.heading.casefold() == wanted]
    apart = (each for each, later in pairwise(found) if not _holds(each, later))
    return next(apart, found[-1] if found else None)


def without_headings(text: str) -> str:
    """Return the text with its heading lines empty."""
    return "\n".join("" if _HEADING.fullmatch(line) else line for line in text.splitlines())


def _holds(outer: Section, later: Section) -> bool:
    return later.line <= outer.line + len(outer.body.splitlines())


def _end(later: list[tuple[int, re.Match[str]]], match: re.Match[str], last: int) -> int:
    """Return where a section ends: at the next heading of its level or above."""
    return next((at for at, m in later if len(m["marks"]) <= len(match["marks"])), last)
