"""The table's figures come from both ends of a Run's metrics, however long they are."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from run_request import run_request

from lab_tasks.runs.model import METRICS, Finished, Run
from tui.words.run_figures import HEAD_BYTES, TAIL_BYTES, RunFigures, read_figures

REQUEST = run_request(
    title="",
    requested_s=0.0,
)


def a_run(folder: Path, steps: int) -> Run:
    lines = [{"kind": "start", "time_s": 0.0, "total": steps, "unit": "steps"}]
    lines += [
        {"kind": "metric", "time_s": float(step), "step": step, "values": {"loss": 1 / step}}
        for step in range(1, steps + 1)
    ]
    (folder / METRICS).write_text("".join(json.dumps(line) + "\n" for line in lines))
    return Run(folder, REQUEST, Finished(0, float(steps)))


def test_time_done_and_last_loss(tmp_path: Path) -> None:
    assert read_figures(a_run(tmp_path, 4)) == RunFigures("00:04", "4/4", "0.25", is_final=True)


def test_half_a_line_and_a_missing_file_leave_what_is_known(tmp_path: Path) -> None:
    assert read_figures(Run(tmp_path, REQUEST, Finished(1, 9.0))) == RunFigures("", "", "", True)
    run = a_run(tmp_path, 4)
    with (tmp_path / METRICS).open("a") as metrics:
        metrics.write('{"kind":"metric","time_s":5.0,"st')
    assert read_figures(run).done == "4/4"


def test_of_a_long_run_no_more_is_read_than_of_a_short_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    pread: Callable[[int, int, int], bytes] = os.pread

    def counted(descriptor: int, size: int, offset: int) -> bytes:
        found = pread(descriptor, size, offset)
        read.append(len(found))
        return found

    monkeypatch.setattr(os, "pread", counted)
    long = a_run(tmp_path, 60_000)

    assert read_figures(long).done == "60,000/60,000"
    assert 0 < sum(read) <= HEAD_BYTES + TAIL_BYTES < 0.01 * (tmp_path / METRICS).stat().st_size
