"""Following: every Follower of a Run sees the same, from what is whole on disk."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from fake_lab import FakeLab, ended, go, ready, until

from lab_tasks.runs.follow import Follower
from lab_tasks.runs.model import EXIT, METRICS, OUTPUT_LOG, Finished, Lost, Running


def start(total: int = 3000, unit: str = "steps", time_s: float = 100.0) -> dict[str, Any]:
    return {"kind": "start", "time_s": time_s, "total": total, "unit": unit}


def metric(step: int, loss: float | str, time_s: float = 0.0) -> dict[str, Any]:
    return {"kind": "metric", "time_s": time_s, "step": step, "values": {"loss": loss}}


def progress(done: int, total: int, time_s: float = 0.0) -> dict[str, Any]:
    return {"kind": "progress", "time_s": time_s, "done": done, "total": total}


def write(folder: Path, *lines: dict[str, Any] | bytes) -> None:
    with (folder / METRICS).open("ab") as file:
        for line in lines:
            file.write(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n")


def test_a_second_follower_has_the_same_curve_without_a_hole(tmp_path: Path) -> None:
    early = Follower(tmp_path)
    steps = range(100, 150_001, 100)
    write(tmp_path, start(150_000))
    for step in steps:
        write(tmp_path, metric(step, math.sin(step)))
        if step % 7_000 == 0:
            early.poll()

    late = Follower(tmp_path).poll()

    assert early.poll().series == late.series
    assert late.series["loss"].count == len(steps)
    assert late.series["loss"].points()[-1] == (150_000, math.sin(150_000))
    assert late.last_step == 150_000


def test_a_run_left_and_found_again_is_followed_to_its_end(lab: FakeLab) -> None:
    run = ready(lab.launch("say:begin", "metrics:1200", "ready", "wait:go", "metrics:1300"))
    assert isinstance(Follower(run.folder).poll().state, Running)
    first = Follower(run.folder)
    first.poll()

    go(run)
    ended(run)

    update, late = first.poll(), Follower(run.folder).poll()
    assert isinstance(update.state, Finished)
    assert update.series == late.series
    assert late.tail[0] == "begin"
    assert late.last_step == late.series["loss"].points()[-1][0] == 1300
    assert late.elapsed_s is not None
    assert late.eta_s is None


def test_an_empty_folder_is_a_run_of_which_nothing_is_known(tmp_path: Path) -> None:
    update = Follower(tmp_path).poll()

    assert isinstance(update.state, Lost)
    assert (update.done, update.total, update.unit, update.last_step) == (None, None, "", None)
    assert (update.started_s, update.elapsed_s, update.eta_s) == (None, None, None)
    assert update.lines == update.tail == ()
    assert update.series == {}


def test_every_cut_of_the_metrics_shows_the_whole_lines_before_it(tmp_path: Path) -> None:
    lines = [start(), *(metric(step, 1 / step) for step in (10, 20, 30))]
    whole = b"".join(json.dumps(line).encode() + b"\n" for line in lines)

    for length in range(len(whole) + 1):
        folder = tmp_path / str(length)
        folder.mkdir()
        (folder / METRICS).write_bytes(whole[:length])
        cut = Follower(folder)
        complete = whole[:length].count(b"\n")
        assert cut.poll().last_step == (None, None, 10, 20, 30)[complete]
        assert cut.poll().unreadable == 0
        (folder / METRICS).write_bytes(whole)
        assert cut.poll().series["loss"].count == 3


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x00\xff\xfe\n",
        b"{}\n",
        b"[1]\n",
        b'{"kind":"metric","step":"x"}\n',
        b'{"kind":"of a later version","time_s":1}\n',
        b"[" * 5000 + b"\n",
    ],
)
def test_what_cannot_be_read_is_counted_and_left_out(tmp_path: Path, garbage: bytes) -> None:
    write(tmp_path, start(), metric(10, 0.5), garbage, metric(20, 0.25))

    update = Follower(tmp_path).poll()

    assert update.unreadable == 1
    assert update.series["loss"].points() == ((10, 0.5), (20, 0.25))


def test_a_job_resumed_after_a_torn_line_is_followed_on(tmp_path: Path) -> None:
    write(tmp_path, start(), metric(10, 0.5), b'{"kind":"met', start(5000), metric(20, 0.25))

    update = Follower(tmp_path).poll()

    assert (update.total, update.last_step) == (5000, 20)


def test_values_that_are_no_numbers_are_gaps_and_still_the_newest(tmp_path: Path) -> None:
    write(tmp_path, start(), metric(10, 0.5), metric(20, "NaN"), metric(30, "-Infinity"))

    loss = Follower(tmp_path).poll().series["loss"]

    assert (loss.count, loss.gaps, loss.last_step, loss.last_value) == (3, 2, 30, -math.inf)
    assert loss.points() == ((10, 0.5),)


def test_metrics_that_were_cut_begin_again(tmp_path: Path) -> None:
    write(tmp_path, start(), metric(10, 0.5), metric(20, 0.4))
    follower = Follower(tmp_path)
    follower.poll()

    (tmp_path / METRICS).write_bytes(b"")
    assert follower.poll().series == {}
    write(tmp_path, start(7), metric(1, 9.0))

    update = follower.poll()
    assert update.series["loss"].points() == ((1, 9.0),)
    assert update.total == 7


def test_a_snapshot_stays_as_it_was(tmp_path: Path) -> None:
    write(tmp_path, start(), metric(10, 0.5))
    follower = Follower(tmp_path)
    before = follower.poll().series["loss"]

    write(tmp_path, metric(20, 0.25))
    follower.poll()

    assert before.points() == ((10, 0.5),)


def test_what_is_done_comes_from_episodes_as_well_as_steps(tmp_path: Path) -> None:
    write(tmp_path, start(20, "episodes"), progress(5, 20))

    update = Follower(tmp_path).poll()

    assert (update.done, update.total, update.unit, update.last_step) == (5, 20, "episodes", None)


def test_elapsed_time_of_an_ended_run_stands_still(tmp_path: Path) -> None:
    end = {"code": 0, "started_s": 100.0, "ended_s": 160.0}
    (tmp_path / EXIT).write_text(json.dumps(end))
    (tmp_path / OUTPUT_LOG).write_text("last words")

    update = Follower(tmp_path, clock=lambda: 1e9).poll()

    assert (update.started_s, update.elapsed_s) == (100.0, 60.0)
    assert update.lines == ("last words",)


def test_a_job_that_has_just_begun_is_shown_while_it_runs(lab: FakeLab) -> None:
    run = ready(lab.launch("metrics:100", "ready", "wait:go"))
    follower = Follower(run.folder)

    update = until(lambda: (now := follower.poll()).is_alive and now.done and now, "its metrics")

    assert (update.done, update.total, update.unit) == (100, 100, "steps")
    assert update.eta_s == 0.0
