"""Lines of metrics.jsonl as a job writes them."""

import json
from pathlib import Path
from typing import Any

from lab_tasks.runs.model import METRICS


def start(
    total: int = 3000, unit: str = "steps", time_s: float = 100.0, done: int = 0
) -> dict[str, Any]:
    return {"kind": "start", "time_s": time_s, "total": total, "unit": unit, "done": done}


def facts(**values: Any) -> dict[str, Any]:
    return {"kind": "facts", "time_s": 100.0, "values": values}


def metric(step: int, loss: float | str, time_s: float = 0.0) -> dict[str, Any]:
    return {"kind": "metric", "time_s": time_s, "step": step, "values": {"loss": loss}}


def progress(done: int, total: int, time_s: float = 0.0) -> dict[str, Any]:
    return {"kind": "progress", "time_s": time_s, "done": done, "total": total}


def write(folder: Path, *lines: dict[str, Any] | bytes) -> None:
    with (folder / METRICS).open("ab") as file:
        for line in lines:
            file.write(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n")
