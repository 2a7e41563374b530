"""The document of a report: the part that is written from what ran, as lines of Markdown."""

import re
from collections.abc import Iterator, Mapping, Sequence

from lab_tasks.reports import comparison_section, numbers, training_section
from lab_tasks.reports.markdown import code, prose, table
from lab_tasks.reports.training import Training
from lab_tasks.version import version

ALL = ""
"""Stands for all trainings together; none has an empty name."""
_PICTURE = re.compile(
    r"^\[!\[Loss over steps of [^\n]*\]\(([\w-]+)\.png\)\]\(\1\.svg\)[ \t\r]*$", re.MULTILINE
)


def document(
    trainings: Sequence[Training], pictures: Mapping[str, str], steps: Sequence[int] = ()
) -> str:
    """Return the written part. `pictures` gives a figure's file name, without its ending, by the
    training's name, and that of all under `ALL`."""
    lines: list[str] = [*_head(trainings), *_picture(pictures.get(ALL), "all trainings")]
    for training in trainings:
        own = "\n".join(_picture(pictures.get(training.name), training.name))
        lines += training_section.section(training, steps, own.strip())
    lines += comparison_section.section(trainings)
    return "\n".join(lines).rstrip() + "\n"


def pictured(written: str) -> frozenset[str]:
    """Return the file names, without their endings, of the figures that a written part shows."""
    return frozenset(found[1] for found in _PICTURE.finditer(written))


def _head(trainings: Sequence[Training]) -> Iterator[str]:
    yield f"Written by robolab-tui {version()} from the files that the trainings left."
    yield from ("", "## What ran", "")
    head = ("training", "what", "policy", "started", "duration", "how it ended", "where")
    yield from table(head, map(_row, trainings))
    yield ""


def _row(training: Training) -> tuple[str, ...]:
    first, last = training.parts[0], training.parts[-1]
    return (
        code(training.name),
        prose(training.title),
        prose(training.policy) or numbers.NONE,
        numbers.moment(first.started_s),
        numbers.duration(training.duration_s),
        prose(last.ended),
        code(training.place),
    )


def _picture(stem: str | None, of: str) -> Iterator[str]:
    if stem is not None:
        yield f"[![Loss over steps of {prose(of)}]({stem}.png)]({stem}.svg)"
        yield ""
