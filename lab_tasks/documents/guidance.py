"""Guidance: what a template tells the student to write, in `> …` lines and in comments.

A comment right above a region of the app tells of that region, asks for nothing, and is the app's.
Guidance counts as the template's until it is replaced. A line is known again whatever its case, its
spaces and the marks before it, so taking the `>` away makes no sentence one's own.
"""

import re
from collections.abc import Iterator

import msgspec

from lab_tasks.documents import regions

_COMMENT = re.compile(r"<!--(?! robolab:)(.*?)-->", re.DOTALL)
_MARK = "<!-- robolab:"
_PROMPT = re.compile(r"^[ \t]*>[^\n]*$", re.MULTILINE)
_MARKS = re.compile(r"(?:>|<!--|[-*+][ \t]|\d+[.)][ \t]|[ \t])*")
_FEWEST_WORDS = 3  # a shorter line of one's own may be like a prompt by chance


class Left(msgspec.Struct, frozen=True):
    """A line of the template that still stands in the student's file."""

    line: int
    text: str


def left(text: str, template: str) -> tuple[Left, ...]:
    """Return the lines of a template's guidance that still stand in a text."""
    return tuple(Left(line, shown) for line, shown in _standing(text, _guidance(template)))


def without(text: str, template: str) -> str:
    """Return the text with the template's guidance taken out, every other line where it was."""
    standing = {line for line, _ in _standing(text, _guidance(template))}
    lines = enumerate(text.splitlines(), start=1)
    return "\n".join(_emptied(line) if at in standing else line for at, line in lines)


def _guidance(template: str) -> frozenset[str]:
    pieces = [found[0] for found in _PROMPT.finditer(template)]
    comments = (found for found in _COMMENT.finditer(template) if not _is_the_apps(found))
    pieces += [found[1] for found in comments]
    lines = (_plain(line) for piece in pieces for line in piece.splitlines())
    return frozenset(line for line in lines if line)


def _is_the_apps(comment: re.Match[str]) -> bool:
    """Whether a comment stands right above a mark of the app."""
    return comment.string[comment.end() :].lstrip().startswith(_MARK)


def _standing(text: str, guidance: frozenset[str]) -> Iterator[tuple[int, str]]:
    for at, line in enumerate(regions.blanked(text).splitlines(), start=1):
        plain = _plain(line)
        is_marked = line.lstrip().startswith((">", "<!--")) or line.rstrip().endswith("-->")
        if plain in guidance and (is_marked or len(plain.split()) >= _FEWEST_WORDS):
            yield at, _unmarked(line)


def _emptied(line: str) -> str:
    """Return what must stay of a line: the marks of a comment that begins or ends in it."""
    opens, closes = "<!--" in line, "-->" in line
    return "" if opens == closes else ("<!--" if opens else "-->")


def _plain(line: str) -> str:
    return " ".join(_unmarked(line).casefold().split())


def _unmarked(line: str) -> str:
    match = _MARKS.match(line)
    return line[match.end() if match else 0 :].rstrip().removesuffix("-->").rstrip()
