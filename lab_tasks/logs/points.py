"""Points of a log: every measured value with its step, in order, of any format."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lab_tasks.logs.text_log import Measures, TextLog

BLOCK_BYTES = 1 << 20


@dataclass(frozen=True)
class LogPoint:
    """What was measured at one step."""

    step: int
    is_exact: bool
    """Whether the step is the true one; else it is rounded as the console rounds it."""
    time_s: float | None
    """Unix time; None when the log does not say."""
    values: Mapping[str, float]
    """By the names of metrics.jsonl."""
    part: int = 0
    """Trainings that the same file holds before this one."""


def text_points(path: Path) -> Iterator[LogPoint]:
    """Give the points of a console log in order."""
    log = TextLog(with_times=True)
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            yield from _points(log.feed(block))


def _points(found: list[Measures]) -> list[LogPoint]:
    points = [point for measures in found for point in _each(measures)]
    # An evaluation belongs between the lines around it.
    return sorted(points, key=lambda point: (point.part, point.step))


def _each(measures: Measures) -> Iterator[LogPoint]:
    columns = list(measures.values.values())
    for index, step in enumerate(measures.steps):
        values = dict(zip(measures.values, [column[index] for column in columns], strict=True))
        yield LogPoint(step, measures.is_exact, measures.times_s[index], values, measures.part)
