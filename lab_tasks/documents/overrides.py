"""Overrides: a student's written reason why a finding of a Check does not hold.

`Override (trials-can-show): because the arm costs a day a trial, and the pilot had 9 of 9` speaks
for the document; of `numbers-backed` it speaks for its own line, or for the line above when it
stands alone.
"""

import re

import msgspec

from lab_tasks.documents.visible import visible

_MARK = r"\bOverride \((?P<check>[a-z-]+)\)(?:\*\*)?:(?:\*\*)?[ \t]*"
_OVERRIDE = re.compile(rf"{_MARK}(?P<reason>[^|\n]*)", re.IGNORECASE)
_MARKED = re.compile(rf"{_MARK}(?=(?P<reason>[^|\n]*))", re.IGNORECASE)
_BECAUSE = re.compile(r"because\b[\s,:]*", re.IGNORECASE)
_FEWEST_WORDS = 4
"""Words that a reason has beside `because`."""


class Override(msgspec.Struct, frozen=True):
    """A reason, the line it stands in and the line it speaks for."""

    check: str
    reason: str
    line: int
    speaks_for: int

    @property
    def is_reasoned(self) -> bool:
        """Whether it says why: `because` and some words."""
        return _gives_reason(self.reason)


def overrides(text: str, check: str) -> tuple[Override, ...]:
    """Return the overrides of a Check in the visible text, reasoned or not."""
    lines = visible(text).splitlines()
    found = []
    for at, line in enumerate(lines):
        match = _OVERRIDE.search(line)
        if match and match["check"].casefold() == check:
            stands_alone = not line[: match.start()].strip(" \t>*+-_|")
            above = _line_above(lines, at) if stands_alone else at
            found.append(Override(check, match["reason"].strip(), at + 1, above + 1))
    return tuple(found)


def laid_open(text: str, check: str) -> str:
    """Return the text in which only a reasoned override of this Check is one.

    The words of any other are the student's text like all the rest, and are judged so.
    """

    def kept(found: re.Match[str]) -> str:
        is_one = found["check"].casefold() == check and _gives_reason(found["reason"])
        return found[0] if is_one else ""

    return _MARKED.sub(kept, text)


def without(line: str) -> str:
    """Return a line without the override in it."""
    return _OVERRIDE.sub("", line)


def how_to(check: str) -> str:
    """Return the words with which a student overrides a Check."""
    return f"`Override ({check}): because …`"


def _gives_reason(words: str) -> bool:
    said = _BECAUSE.split(words, maxsplit=1)
    return len(said) == 2 and len(said[1].split()) >= _FEWEST_WORDS


def _line_above(lines: list[str], at: int) -> int:
    """Return the nearest line above that says something else than an override."""
    above = range(at - 1, -1, -1)
    return next((n for n in above if lines[n].strip() and not _OVERRIDE.search(lines[n])), at)
