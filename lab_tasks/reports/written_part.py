"""The written part of a devlog: what stands between its two marks, and whether a hand changed it.

The end mark bears a digest of the words. Around the part is the student's own text, which a new
devlog invites with `INVITATION`.
"""

import hashlib
import re

import msgspec

BEGIN = (
    "<!-- robolab:report begin. Written from what ran: `robolab-tui report` replaces everything "
    "down to the end mark. Write above it or below. -->"
)
INVITATION = """
## What I saw

<!-- Yours: everything below the end mark stays as you write it. -->

> Which figure above surprised you, and what would explain it?

> Where does a curve stop falling, and what does the time per step say about the machine?

> What does an evaluation show that the loss did not?

## Next steps

> Which one thing will you change next, and what do you expect to see?

> How many trials will it take to tell the difference you hope for?
"""
_MARK = re.compile(r"^<!-- robolab:report (begin|end)\b[^\n]*-->(?=[ \t\r]*$)", re.MULTILINE)
_PICTURE = re.compile(
    r"^\[!\[Loss over steps of [^\n]*\]\(([\w-]+)\.png\)\]\(\1\.svg\)[ \t\r]*$", re.MULTILINE
)
_DIGEST = re.compile(r"sha256:([0-9a-f]{16})")


class WrittenPart(msgspec.Struct, frozen=True):
    """The part with its marks, and the student's text on both sides of it."""

    before: str
    whole: str
    after: str
    inner: str
    """Between the marks."""
    is_untouched: bool
    """Whether the words are those that the report wrote."""


class MarksWrong(msgspec.Struct, frozen=True):
    """The marks are not one begin and one end, first at this line."""

    line: int


def marked(written: str) -> str:
    """Return what a report wrote between its marks."""
    inner = f"\n\n{written}\n"
    return f"{BEGIN}{inner}<!-- robolab:report end sha256:{_digest(inner)} -->"


def find(text: str) -> WrittenPart | MarksWrong | None:
    """Return the written part of a devlog; None where it has none."""
    marks = list(_MARK.finditer(text))
    if not marks:
        return None
    if [mark[1] for mark in marks] != ["begin", "end"]:
        return MarksWrong(text.count("\n", 0, marks[0].start()) + 1)
    begin, end = marks
    inner, named = text[begin.end() : end.start()], _DIGEST.search(end[0])
    return WrittenPart(
        before=text[: begin.start()],
        whole=text[begin.start() : end.end()],
        after=text[end.end() :],
        inner=inner,
        is_untouched=named is not None and named[1] == _digest(inner),
    )


def blanked(text: str) -> str:
    """Return the text with its written part empty, every other line where it was."""
    found = find(text)
    if not isinstance(found, WrittenPart):
        return text
    return found.before + "\n" * found.whole.count("\n") + found.after


def pictured(written: str) -> frozenset[str]:
    """Return the file names, without their endings, of the figures that a written part shows."""
    return frozenset(found[1] for found in _PICTURE.finditer(written))


def without_marks(text: str) -> str:
    """Return the text without any mark of a written part, every line where it was."""
    return _MARK.sub("", text)


def _digest(text: str) -> str:
    """Return a digest of the words, for an editor may change ends of lines and spaces."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]
