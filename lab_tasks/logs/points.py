"""Points of a log: every measured value with its step, in order, of any format."""

import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lab_tasks.logs import event_files
from lab_tasks.logs.formats import Format, checked_format
from lab_tasks.logs.log_unreadable import LogUnreadable
from lab_tasks.logs.measures import Measures
from lab_tasks.logs.rows import CsvRows, JsonRows, Row, RowReader
from lab_tasks.logs.text_log import TextLog
from lab_tasks.sanitise import clean_line

BLOCK_BYTES = 1 << 20
STARTED_WITHIN_S = 120.0
"""A cold disk needs half a minute to load TensorBoard with all that it imports."""
SLOWEST_BYTES_PER_S = 256 * 1024
"""TensorBoard and W&B read some megabytes a second."""


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


def read_points(path: Path) -> Iterator[LogPoint]:
    """Give all points of a log, of any format, in order.

    Raises:
        LogUnreadable: the file cannot be read as a log.
    """
    found = checked_format(path)
    if found == "console":
        yield from _console_points(path)
    else:
        for row in _rows(path, found)[1]:
            yield LogPoint(row.step, row.is_exact, row.time_s, row.values)


def read_facts(path: Path) -> Mapping[str, str]:
    """Return what a log says of its newest training, by name: policy, steps, batch_size, seed, …

    `started` and `ended` are Unix times, `is_complete` says whether it came to its end, and
    `notes` how it was read.

    Raises:
        LogUnreadable: the file cannot be read as a log.
    """
    found = checked_format(path)
    if found != "console":
        reader, rows = _rows(path, found)
        times = [row.time_s for row in rows if row.time_s is not None]
        return {k: v for k, v in reader.facts.items() if k != "read"} | _times(times)
    log = TextLog(only="loss")
    for _ in _fed(log, path):
        pass
    reading = log.reading
    times = [at for at in (reading.started_s, reading.last_s) if at is not None]
    said = {"is_complete": "true" if reading.is_complete else "false"}
    if reading.is_resumed:
        said["resume"] = "true"
    notes = {"notes": " ".join(reading.notes())} if reading.notes() else {}
    return reading.facts | _times(times) | said | notes


def _times(times: list[float]) -> dict[str, str]:
    return {"started": f"{times[0]:.3f}", "ended": f"{times[-1]:.3f}"} if times else {}


def _rows(path: Path, found: Format) -> tuple[RowReader, list[Row]]:
    if found == "csv" or found == "jsonl":
        reader: RowReader = CsvRows() if found == "csv" else JsonRows()
        rows: list[Row] = []
        with path.open("rb") as file:
            while block := file.read(BLOCK_BYTES):
                rows += reader.feed(block)
        return reader, rows
    reader = JsonRows()
    said = _said(path, found)
    if said.returncode:
        last = said.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise LogUnreadable(
            f"{path} cannot be read: {clean_line(''.join(last))}.",
            f"Look at it with {found}'s own tools.",
        )
    return reader, reader.feed(said.stdout)


def _said(path: Path, found: Format) -> "subprocess.CompletedProcess[bytes]":
    within_s = STARTED_WITHIN_S + path.stat().st_size / SLOWEST_BYTES_PER_S
    try:
        return subprocess.run(
            event_files.command(path, found, "--once"),
            env=event_files.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=within_s,
        )
    except subprocess.TimeoutExpired as error:
        raise LogUnreadable(
            f"{path} was not read within {within_s:.0f} s.",
            f"Copy it to a disk of this machine, or look at it with {found}'s own tools.",
        ) from error


def _fed(log: TextLog, path: Path) -> Iterator[list[Measures]]:
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            yield log.feed(block)
    log.end()


def _console_points(path: Path) -> Iterator[LogPoint]:
    for found in _fed(TextLog(with_times=True), path):
        yield from _points(found)


def _points(found: list[Measures]) -> list[LogPoint]:
    points = [point for measures in found for point in _each(measures)]
    # An evaluation belongs between the lines around it.
    return sorted(points, key=lambda point: (point.part, point.step))


def _each(measures: Measures) -> Iterator[LogPoint]:
    columns = list(measures.values.values())
    for index, step in enumerate(measures.steps):
        values = dict(zip(measures.values, [column[index] for column in columns], strict=True))
        yield LogPoint(step, measures.is_exact, measures.times_s[index], values, measures.part)
