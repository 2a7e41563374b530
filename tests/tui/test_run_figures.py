"""The table's figures come from both ends of a Run's metrics, however long they are."""

import json
import time
from pathlib import Path

from lab_tasks.runs.model import Finished, GitState, Run, RunRequest
from tui.words.run_figures import RunFigures, read_figures

REQUEST = RunRequest(
    id="train-act-01",
    step="robo47/day19/train-act",
    title="",
    job="train",
    profile="quick",
    args=(),
    git=GitState(commit=None, dirty=None),
    requested_s=0.0,
)


def a_run(folder: Path, steps: int) -> Run:
    lines = [{"kind": "start", "time_s": 0.0, "total": steps, "unit": "steps"}]
    lines += [
        {"kind": "metric", "time_s": float(step), "step": step, "values": {"loss": 1 / step}}
        for step in range(1, steps + 1)
    ]
    (folder / "metrics.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return Run(folder, REQUEST, Finished(0, float(steps)))


def test_time_done_and_last_loss(tmp_path: Path) -> None:
    assert read_figures(a_run(tmp_path, 4)) == RunFigures("00:04", "4/4", "0.25", is_final=True)


def test_half_a_line_and_a_missing_file_leave_what_is_known(tmp_path: Path) -> None:
    assert read_figures(Run(tmp_path, REQUEST, Finished(1, 9.0))) == RunFigures("", "", "", True)
    run = a_run(tmp_path, 4)
    with (tmp_path / "metrics.jsonl").open("a") as metrics:
        metrics.write('{"kind":"metric","time_s":5.0,"st')
    assert read_figures(run).done == "4/4"


def test_a_long_run_costs_what_a_short_one_does(tmp_path: Path) -> None:
    (tmp_path / "long").mkdir()
    short, long = a_run(tmp_path, 100), a_run(tmp_path / "long", 60_000)

    def cost_s(run: Run) -> float:
        begun = time.perf_counter()
        read_figures(run)
        return time.perf_counter() - begun

    assert min(cost_s(long) for _ in range(5)) < 5 * min(cost_s(short) for _ in range(5))
    assert read_figures(long).done == "60,000/60,000"
