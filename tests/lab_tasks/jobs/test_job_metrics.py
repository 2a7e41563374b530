"""Lines that a screen can follow."""

import json
import math
from pathlib import Path

import pytest
from laboratory import lines

from lab_tasks.jobs.metrics import MetricsFile, finite_or_name


def test_lines_tell_the_start_and_what_was_measured(tmp_path: Path) -> None:
    metrics = MetricsFile(tmp_path)

    metrics.start(3000, "steps")
    metrics.metric(12_345, {"loss": 0.25})

    start, metric = lines(tmp_path)
    assert (start["kind"], start["total"], start["unit"]) == ("start", 3000, "steps")
    assert (metric["kind"], metric["step"], metric["values"]) == ("metric", 12_345, {"loss": 0.25})
    assert metric["time_s"] >= start["time_s"]


@pytest.mark.parametrize(
    ("value", "written"),
    [(math.nan, "NaN"), (math.inf, "Infinity"), (-math.inf, "-Infinity"), (0.5, 0.5)],
)
def test_numbers_that_json_lacks_are_written_by_name(value: float, written: object) -> None:
    assert finite_or_name(value) == written


def test_a_diverged_loss_is_still_json(tmp_path: Path) -> None:
    MetricsFile(tmp_path).metric(1, {"loss": math.nan})

    def refuse(name: str) -> None:
        pytest.fail(f"{name} is not JSON")

    json.loads((tmp_path / "metrics.jsonl").read_text(), parse_constant=refuse)


def test_progress_is_told_rarely_but_its_end_always(tmp_path: Path) -> None:
    metrics = MetricsFile(tmp_path)
    metrics.start(1000, "steps")

    for done in range(1, 1001):
        metrics.progress(done)

    told = [line["done"] for line in lines(tmp_path) if line["kind"] == "progress"]
    assert told[0] == 1
    assert told[-1] == 1000
    assert len(told) < 10


def test_a_resumed_run_goes_on_in_the_same_file(tmp_path: Path) -> None:
    MetricsFile(tmp_path).metric(1, {})
    MetricsFile(tmp_path).metric(2, {})

    assert [line["step"] for line in lines(tmp_path)] == [1, 2]
