"""Decoding for real: three ways from one model, timed in turn."""

import json
import statistics
from pathlib import Path

import pytest
from laboratory import Lab, record

pytestmark = pytest.mark.lerobot

SMALL = ("--chunks=1,4", "--rounds=3", "--layers=2", "--heads=6")


@pytest.fixture(scope="module")
def timed(lab: Lab) -> Path:
    """A run that timed a small model."""
    return lab.run("decoding", "timed", *SMALL, "--output_dir=timed/output")


def test_every_way_is_timed_at_every_chunk_and_medians_follow(timed: Path) -> None:
    made = record(timed)
    times = json.loads((timed / made["path"]).read_text())["times_s"]
    names = {f"{way}-{chunk}" for way in ("tokens", "parallel", "flow") for chunk in (1, 4)}
    assert set(times) == names
    assert all(len(each) == 3 and min(each) > 0 for each in times.values())
    assert made["medians"] == {name: statistics.median(each) for name, each in times.items()}


def test_tokens_take_longer_for_more_actions_and_parallel_hardly(timed: Path) -> None:
    medians = record(timed)["medians"]
    tokens, parallel = (medians[f"{way}-4"] / medians[f"{way}-1"] for way in ("tokens", "parallel"))
    assert tokens > 2 > parallel / 2
    assert medians["parallel-4"] < medians["tokens-4"]
