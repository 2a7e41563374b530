"""Metrics: the lines of `metrics.jsonl`, which a screen follows while the job runs."""

import json
import math
import os
import time
from collections.abc import Mapping
from pathlib import Path

PROGRESS_EVERY_S = 1.0


class MetricsFile:
    """Appends whole lines; a reader never sees half of one, and a killed job loses none."""

    def __init__(self, run_dir: Path) -> None:
        """Open `metrics.jsonl` in a run's folder for appending; a resumed run goes on in it."""
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        self._descriptor = os.open(run_dir / "metrics.jsonl", flags, 0o644)
        self._progress_at = -math.inf
        self.total = 0

    def start(self, total: int, unit: str) -> None:
        """Say how much there is to do: `total` steps or episodes."""
        self.total = total
        self._append({"kind": "start", "total": total, "unit": unit})

    def metric(self, step: int, values: Mapping[str, float]) -> None:
        """Write the values measured at a step; names as the policy reports them."""
        numbers = {name: finite_or_name(value) for name, value in values.items()}
        self._append({"kind": "metric", "step": step, "values": numbers})

    def progress(self, done: int) -> None:
        """Say how much is done, at most once a second, the last one always."""
        now = time.monotonic()
        if done < self.total and now - self._progress_at < PROGRESS_EVERY_S:
            return
        self._progress_at = now
        self._append({"kind": "progress", "done": done, "total": self.total})

    def _append(self, line: dict[str, object]) -> None:
        stamped = {"kind": line.pop("kind"), "time_s": time.time(), **line}
        # One write of a whole line on an O_APPEND descriptor is what keeps lines whole.
        os.write(self._descriptor, json.dumps(stamped, allow_nan=False).encode() + b"\n")


def finite_or_name(value: float) -> float | str:
    """Return the number, or "NaN", "Infinity", "-Infinity", which JSON has no numbers for."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return value
