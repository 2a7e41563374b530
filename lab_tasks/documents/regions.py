"""Regions: the parts of a student's file that the app writes, between two marks of its own."""

import re
from collections.abc import Collection
from pathlib import Path

from lab_tasks import atomic, foreign
from lab_tasks.documents import line_ends
from lab_tasks.problem import Problem
from lab_tasks.reports import written_part
from lab_tasks.workspace import Workspace

NAMES = ("comparison", "results", "few-trials")
"""Every region there is."""
REPORT = "report"
"""A devlog's written part, whose marks are its own."""


def begin(name: str) -> str:
    """Return the line that opens a region."""
    return f"<!-- robolab:{name} begin -->"


def end(name: str) -> str:
    """Return the line that closes a region."""
    return f"<!-- robolab:{name} end -->"


def split(text: str, name: str) -> tuple[str, str, str]:
    """Return the student's text before a region, the region with its marks, the text after."""
    head, last, after = text.partition(end(name))
    before, first, inner = head.rpartition(begin(name))
    return (before, first + inner + last, after) if first and last else (text, "", "")


def blanked(text: str) -> str:
    """Return the text with its regions and a report empty, every other line where it was.

    Marks that are not one begin and one end hide nothing.
    """
    text = written_part.blanked(text)
    for name in NAMES:
        if len(_marks(text, name)) == 2 and not marks_wrong(text, "", name):
            text = blanked_between(text, begin(name), end(name))
    return text


def laid_open(text: str, held: Collection[str]) -> str:
    """Return the text without the marks of regions that are not `held`, so that they hide nothing.

    A region that no Check holds is the student's own text, whatever stands around it.
    """
    for name in NAMES:
        if name not in held:
            text = text.replace(begin(name), "").replace(end(name), "")
    return text if REPORT in held else written_part.without_marks(text)


def blanked_between(text: str, first: str, last: str) -> str:
    """Return the text with every `first … last` empty, its lines kept. Linear, unlike a regex."""
    kept, at = [], 0
    while (start := text.find(first, at)) >= 0 and (stop := text.find(last, start)) >= 0:
        stop += len(last)
        kept += [text[at:start], "\n" * text.count("\n", start, stop)]
        at = stop
    return "".join((*kept, text[at:]))


def write(workspace: Workspace, path: str, name: str, block: str) -> Path | Problem:
    """Write a region, marks included, into a file of the Workspace; the text around it stays.

    A file without the region gets it at its end. Raises OSError when it cannot be written.
    """
    target = foreign.inside(workspace.root, path)
    if isinstance(target, Problem):
        return target
    text = foreign.read_text(target) if target.exists() else ""
    if isinstance(text, Problem):
        return text
    if wrong := marks_wrong(text, path, name):
        return wrong
    before, old, after = split(text, name)
    gap = "\n\n" if before.strip() and not old else ""
    new = line_ends.like(text, f"{gap}{block}{'' if after else chr(10)}")
    atomic.write_text(target, f"{before.rstrip() if gap else before}{new}{after}")
    return target


def marks_wrong(text: str, path: str, name: str) -> Problem | None:
    """Say which mark stands alone, twice or in the wrong order; None: no mark, or one pair."""
    pair = (begin(name), end(name))
    marks = _marks(text, name)
    if not marks or tuple(mark[0] for mark in marks) == pair:
        return None
    wrong = [mark for at, mark in enumerate(marks) if at > 1 or mark[0] != pair[at]]
    line = text.count("\n", 0, (wrong or marks)[0].start()) + 1
    what = f"{path}, line {line}: this mark of the table lacks its other half, or is one too many."
    return Problem(what, f"Keep one line {pair[0]} and below it one line {pair[1]}, or neither.")


def _marks(text: str, name: str) -> list[re.Match[str]]:
    return list(re.finditer(f"{re.escape(begin(name))}|{re.escape(end(name))}", text))
