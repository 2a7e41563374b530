"""Held lines: those of a devlog that a Check holds against the records, training by training.

Final loss, losses and evaluations: they rest on files that are committed. Sizes, times and
settings of a machine do not, and are left to the digest of the written part.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from lab_tasks import foreign
from lab_tasks.reports.training import Training
from lab_tasks.reports.training_section import section
from lab_tasks.reports.written_part import pictured

FINAL = "- Final loss:"
HELD = ("### Loss", "### Evaluation")
PICTURES = ("png", "svg")
_HEADING = re.compile(r"^## .*$", re.MULTILINE)


def section_of(written: str, name: str) -> str:
    """Return what a written part says of the training with this name; empty where nothing."""
    marks = list(_HEADING.finditer(written))
    ends = [mark.start() for mark in marks[1:]] + [len(written)]
    of_it = (
        written[mark.start() : end]
        for mark, end in zip(marks, ends, strict=True)
        if mark[0].endswith((f"(`{name}`)", f"## `{name}`"))
    )
    return next(of_it, "")


def told(section_text: str) -> tuple[str, ...]:
    """Return the lines of a section that are held against the records."""
    return tuple(_held(section_text))


def recorded(training: Training, section_text: str) -> tuple[str, ...]:
    """Return the same lines as the records give them, at the steps that the section asks for."""
    return tuple(_held("\n".join(section(training, _steps(section_text), ""))))


def picture_files(devlog: Path, written: str) -> tuple[Path, ...]:
    """Return the pictures that a devlog shows, as far as they are there."""
    names = [f"{stem}.{kind}" for stem in sorted(pictured(written)) for kind in PICTURES]
    return tuple(p for name in names if (p := foreign.existing_file(devlog.parent, name)))


def _held(text: str) -> Iterator[str]:
    heading = ""
    for line in text.splitlines():
        if line.startswith("#"):
            heading = line.strip()
        elif line.startswith(FINAL) or (heading in HELD and line.startswith("|")):
            yield line.rstrip()


def _steps(text: str) -> tuple[int, ...]:
    """Return the steps that the table of losses was asked for."""
    loss = text.partition(f"\n{HELD[0]}\n")[2].partition("\n#")[0]
    cells = (line.split("|")[1].strip() for line in loss.splitlines() if line.startswith("|"))
    return tuple(int(cell.replace(",", "")) for cell in cells if cell[:1].isdigit())
