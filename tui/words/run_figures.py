"""A Run's figures for the table of Runs: time, done, last loss, from both ends of its metrics."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from lab_tasks.runs.metric_lines import Measured, MetricLine, Progressed, Start
from lab_tasks.runs.model import METRICS, Run
from tui.words import formats

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD_BYTES = 4096
TAIL_BYTES = 16_384
"""Holds the newest lines of any policy; a Run of ten hours is not read whole for one row."""
_DECODER = msgspec.json.Decoder(MetricLine)


@dataclass(frozen=True)
class RunFigures:
    """Figures as they are shown; empty where there is none."""

    time: str
    done: str
    loss: str
    is_final: bool
    """Whether the Run has ended, so that they stay."""


def read_figures(run: Run) -> RunFigures:
    """Read some kilobytes of a Run's metrics. A resumed one counts its own part's time."""
    import time

    from lab_tasks.runs import span

    head, tail = _ends(run.folder / METRICS)
    lines = list(_lines(tail))
    first_s = next((line.time_s for line in _lines(head)), None)
    newest_s = lines[-1].time_s if lines else None
    started_s = span.started_s(run.folder, first_s)
    ended_s = time.time() if run.is_alive else span.ended_s(run.state, newest_s)
    took_s = ended_s - started_s if started_s is not None and ended_s is not None else None
    return RunFigures(
        time=formats.clock(took_s) if took_s is not None else "",
        done=_done(lines, next((li.total for li in _lines(head) if isinstance(li, Start)), None)),
        loss=_loss(lines),
        is_final=not run.is_alive,
    )


def _done(lines: list[MetricLine], total: int | None) -> str:
    done = None
    for line in lines:
        if isinstance(line, Progressed):
            done, total = line.done, line.total
        elif isinstance(line, Measured):
            done = line.step
    if done is None:
        return ""
    return f"{done:,}/{total:,}" if total else f"{done:,}"


def _loss(lines: list[MetricLine]) -> str:
    found = [li.values["loss"] for li in lines if isinstance(li, Measured) and "loss" in li.values]
    return formats.value(float(found[-1])) if found else ""


def _ends(path: Path) -> tuple[bytes, bytes]:
    """Return the beginning and the end of a file; empty where it cannot be read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        return b"", b""
    try:
        size = os.fstat(descriptor).st_size
        start = max(0, size - TAIL_BYTES)
        return os.pread(descriptor, HEAD_BYTES, 0), os.pread(descriptor, TAIL_BYTES, start)
    except OSError:
        return b"", b""
    finally:
        os.close(descriptor)


def _lines(data: bytes) -> Iterator[MetricLine]:
    """Yield the whole lines; what was cut at either end is no line and is left out."""
    for line in data.split(b"\n"):
        try:
            yield _DECODER.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
