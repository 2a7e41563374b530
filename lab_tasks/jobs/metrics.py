"""Metrics: the lines of `metrics.jsonl`, which a screen follows while the job runs."""

import math
import time
from collections.abc import Mapping
from pathlib import Path

from lab_tasks.jobs.line_file import LineFile

PROGRESS_EVERY_S = 1.0


class MetricsFile:
    """Says what a job has to do, what it measures and how far it is."""

    def __init__(self, run_dir: Path) -> None:
        """Open `metrics.jsonl` in a run's folder for appending."""
        self._file = LineFile(run_dir / "metrics.jsonl")
        self._progress_at = -math.inf
        self.total = 0

    def start(self, total: int, unit: str, done: int = 0) -> None:
        """Say how much there is to do: `total` steps or episodes, `done` of them done before."""
        self.total = total
        self._append("start", total=total, unit=unit, done=done)

    def facts(self, values: Mapping[str, object]) -> None:
        """Say what is being trained, by name: what only the job can know before it has ended."""
        self._append("facts", values=dict(values))

    def metric(self, step: int, values: Mapping[str, float]) -> None:
        """Write the values measured at a step; names as the policy reports them."""
        numbers = {name: finite_or_name(value) for name, value in values.items()}
        self._append("metric", step=step, values=numbers)

    def progress(self, done: int) -> None:
        """Say how much is done, at most once a second, the last one always."""
        now = time.monotonic()
        if done < self.total and now - self._progress_at < PROGRESS_EVERY_S:
            return
        self._progress_at = now
        self._append("progress", done=done, total=self.total)

    def _append(self, kind: str, **content: object) -> None:
        self._file.append({"kind": kind, "time_s": time.time(), **content})


def finite_or_name(value: float) -> float | str:
    """Return the number, or "NaN", "Infinity", "-Infinity", which JSON has no numbers for."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return value
