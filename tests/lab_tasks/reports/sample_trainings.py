"""A Workspace with two trainings whose metrics are long enough for a report."""

import json
import math
from pathlib import Path

from sample_workspace import edit_json, write_dataset, write_evaluation, write_training

from lab_tasks.workspace import Workspace

EVERY, FIRST_S, STEP_S = 50, 1_000.0, 0.04


def trained_workspace(root: Path, policies: tuple[str, ...] = ("act", "cloning")) -> Workspace:
    """Make demonstrations, and of each policy a training with 3,000 steps and an evaluation."""
    workspace = Workspace(root)
    data = json.loads((write_dataset(workspace) / "record.json").read_text())
    for number, policy in enumerate(policies):
        run = write_training(workspace, policy, requested_s=100.0 + number)
        edit_json(run / "request.json", title=f"Train {policy}", inputs=["make-demos-01"])
        edit_json(run / "record.json", dataset={"path": ".robolab/runs/make-demos-01/output"})
        log(run, range(EVERY, 3001, EVERY), scale=1.0 + number)
        used = {key: data[key] for key in ("sha256", "episodes", "frames")}
        edit_json(run / "record.json", dataset=used | {"path": "demos"})
        write_evaluation(workspace, policy, requested_s=200.0 + number)
    return workspace


def log(run: Path, steps: range, scale: float = 1.0) -> None:
    """Write metrics of these steps, and exit and record that go with them."""
    lines = [{"kind": "start", "time_s": FIRST_S, "total": 3000, "unit": "steps"}]
    lines += [_line(step, scale) for step in steps]
    (run / "metrics.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    edit_json(run / "exit.json", started_s=FIRST_S - 12.5, ended_s=FIRST_S + STEP_S * steps[-1])
    if (run / "record.json").exists():
        edit_json(run / "record.json", final=lines[-1]["values"])


def cells(document: str, *head: str) -> list[list[str]]:
    """Return the rows of every table in the document that has exactly this head."""
    rows: list[list[str]] = []
    wanted, inside = f"| {' | '.join(head)} |", False
    for line in document.splitlines():
        inside = line == wanted or (inside and line.startswith("|"))
        if inside and line != wanted and not line.startswith("|---"):
            rows.append([cell.strip() for cell in line.strip("|").split(" | ")])
    return rows


def _line(step: int, scale: float) -> dict[str, object]:
    values = {
        "loss": scale * math.exp(-step / 900) + 0.031,
        "grad_norm": 40 * scale / math.sqrt(step),
        "lr": 1e-3 * (1 - step / 3100),
        "update_s": 0.03,
        "data_s": 0.007 + step / 1e6,
    }
    return {"kind": "metric", "time_s": FIRST_S + STEP_S * step, "step": step, "values": values}
