"""Written regions: what the app wrote into a document, against what it would write there now.

A region is compared whole, for a reader believes each word of it: a note, a task or a verdict is as
easily changed as a number. Only spaces, line ends and the way to draw a table are an editor's.
"""

import re
from itertools import zip_longest

from lab_tasks.checks.document_file import DocumentFile
from lab_tasks.checks.verdict import Fail
from lab_tasks.documents import regions

_RULED = re.compile(r"(?<=\|):?-{3,}:?(?=\|)")
_CELL_EDGE = re.compile(r" ?\| ?")
_BULLET = re.compile(r"^[*+](?= )")


def region_wrong(
    document: DocumentFile, name: str, expected: str, write: str, table: str = "table"
) -> Fail | None:
    """Return why a region is not what the app would write; `write` says how it is written.

    `expected` has its marks; `table` is what the region holds, in words.
    """
    if marks := regions.marks_wrong(document.text, document.path, name):
        return Fail(marks.what, marks.remedy, "one begin and one end", "other marks")
    block = regions.split(document.text, name)[1]
    if not block:
        return Fail(
            f"{document.path} holds no {table}.", write, regions.begin(name), "no such line"
        )
    if different := first_difference(expected, block):
        why = f"The {table} in {document.path} is not what the app writes from the records now."
        return Fail(why, f"{write} Your own text around it stays.", *different)
    return None


def first_difference(expected: str, found: str) -> tuple[str, str] | None:
    """Return the first line that says something else, as it should be and as it is."""
    should, there = _lines(expected), _lines(found)
    if " ".join(map(_drawn_alike, should)) == " ".join(map(_drawn_alike, there)):
        return None
    lines = zip_longest(should, there, fillvalue="no such line")
    return next((a, b) for a, b in lines if _drawn_alike(a) != _drawn_alike(b))


def _lines(block: str) -> list[str]:
    return [" ".join(line.split()) for line in block.splitlines() if line.strip()]


def _drawn_alike(line: str) -> str:
    """Return a line as the app would draw it: a formatter lines up columns and changes bullets."""
    if line.startswith("|"):
        return _RULED.sub("---", _CELL_EDGE.sub("|", line))
    return _BULLET.sub("-", line)
