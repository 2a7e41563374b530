"""Held lines: those of a devlog that a Check holds against the records, the whole part through.

What rests on files that are committed is held word by word: headings, notes, final loss, losses,
evaluations, the comparison. Of what rests on a machine (sizes, times, settings) only its label is;
its value is left to the digest of the written part.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from lab_tasks import foreign
from lab_tasks.reports.document import document
from lab_tasks.reports.training import Training
from lab_tasks.reports.written_part import pictured

FINAL = "- Final loss:"
LOSS = "### Loss"
WHOLE = (LOSS, "### Success during training", "### Evaluation")
"""Headings whose tables are held cell by cell."""
OF_MACHINE = ("### Configuration", "### Artifacts")
"""Headings whose tables are not held."""
COMPARED = "## Comparison"
NOT_HELD = ("dataset", "duration", "per step", "parameters")
LABELLED = ("Written by robolab-tui", "Logs and records:", "[![Loss over steps of ")
PICTURES = ("png", "svg")
LONGEST_STEP = 15
"""Characters of a step, its commas counted."""
_HEADING = re.compile(r"^## .*$", re.MULTILINE)


def section_of(written: str, name: str) -> str:
    """Return what a written part says of the training with this name; empty where nothing."""
    marks = list(_HEADING.finditer(written))
    ends = [mark.start() for mark in marks[1:]] + [len(written)]
    of_it = (
        written[mark.start() : end]
        for mark, end in zip(marks, ends, strict=True)
        if mark[0].rstrip().endswith((f"(`{name}`)", f"## `{name}`"))
    )
    return next(of_it, "")


def told(written: str) -> tuple[str, ...]:
    """Return the lines of a written part that are held against the records."""
    return tuple(_held(written))


def recorded(trainings: Sequence[Training], written: str) -> tuple[str, ...]:
    """Return the same lines as the records give them, at the steps that each section asks for."""
    steps = {each.name: _steps(section_of(written, each.name)) for each in trainings}
    return tuple(_held(document(trainings, {}, own_steps=steps)))


def picture_files(devlog: Path, written: str) -> tuple[Path, ...]:
    """Return the pictures that a devlog shows, as far as they are there."""
    names = [f"{stem}.{kind}" for stem in sorted(pictured(written)) for kind in PICTURES]
    return tuple(p for name in names if (p := foreign.existing_file(devlog.parent, name)))


def _held(text: str) -> Iterator[str]:
    heading = ""
    columns: tuple[str, ...] = ()
    for line in (" ".join(raw.split()) for raw in text.splitlines()):
        heading = line if line.startswith("#") else heading
        columns = (columns or _cells(line)) if line.startswith("|") else ()
        if held := _held_of(line, heading, columns):
            yield held


def _held_of(line: str, heading: str, columns: tuple[str, ...]) -> str:
    """Return what of a line is held; empty: nothing."""
    if label := next((each for each in LABELLED if line.startswith(each)), ""):
        return "" if label == LABELLED[-1] else label
    if heading == "### Training" and line.startswith("- ") and not line.startswith(FINAL):
        return line.partition(":")[0]
    if not line.startswith("|") or heading in WHOLE:
        return line
    if heading in OF_MACHINE or (heading == COMPARED and columns[0] == "setting"):
        return ""
    if heading == COMPARED:
        pairs = zip(columns, _cells(line), strict=False)
        return "|".join(cell for column, cell in pairs if column not in NOT_HELD)
    return "|".join(_cells(line)[:1])


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip("|").split("|"))


def _steps(text: str) -> tuple[int, ...]:
    """Return the steps that the table of losses was asked for."""
    loss = text.partition(f"\n{LOSS}\n")[2].partition("\n#")[0]
    cells = (line.split("|")[1].strip() for line in loss.splitlines() if line.startswith("|"))
    plain = (cell.replace(",", "") for cell in cells if len(cell) <= LONGEST_STEP)
    return tuple(int(cell) for cell in plain if cell.isascii() and cell.isdecimal())
