"""A resumed Run shows the parts before it, each up to the Checkpoint the next went on from."""

import json
from pathlib import Path

import msgspec
import pytest
from metric_files import metric, progress, start, write
from run_request import run_request

from lab_tasks.runs.follow import Follower, Update, read_whole

STEPS = 20_000


def a_part(
    runs: Path, name: str, *, first: int, last: int, resumes: str = "", from_step: int = 0
) -> Path:
    """A Run's folder that measured each tenth step and lost its end."""
    folder = runs / name
    folder.mkdir(parents=True)
    config = f"{runs.name}/{resumes}/output/checkpoints/{from_step:06d}/pretrained_model/x.json"
    request = run_request(
        id=name,
        args=(f"--steps={STEPS}", *([f"--config_path={config}"] if resumes else [])),
        requested_s=0.0,
        resumes=resumes,
    )
    (folder / "request.json").write_bytes(msgspec.json.encode(request))
    lines = [metric(step, step / 10, time_s=float(step)) for step in range(first, last + 1, 10)]
    write(folder, start(STEPS, time_s=float(first), done=from_step), *lines)
    return folder


def steps_of(update: Update) -> list[int]:
    parts = [part.series["loss"] for part in update.earlier if "loss" in part.series]
    return [s for series in (*parts, update.series["loss"]) for s, _ in series.points(10**6)]


def test_one_curve_runs_over_all_parts(tmp_path: Path) -> None:
    a_part(tmp_path, "train-act-01", first=10, last=1_400)
    a_part(
        tmp_path, "train-act-02", first=1_010, last=2_300, resumes="train-act-01", from_step=1000
    )
    last = a_part(
        tmp_path, "train-act-05", first=2_010, last=3_000, resumes="train-act-02", from_step=2000
    )

    update = read_whole(last)

    assert [(p.run_id, p.until_step) for p in update.earlier] == [
        ("train-act-01", 1000),
        ("train-act-02", 2000),
    ]
    assert steps_of(update) == list(range(10, 3_001, 10))


def test_the_time_of_all_parts_counts_and_the_pace_of_the_newest(tmp_path: Path) -> None:
    a_part(tmp_path, "train-act-01", first=10, last=1_400)  # a step a second
    last = a_part(
        tmp_path, "train-act-02", first=1_010, last=1_510, resumes="train-act-01", from_step=1000
    )
    end = {"code": 1, "started_s": 1_000_000.0, "ended_s": 1_000_100.0}
    (last / "exit.json").write_text(json.dumps(end))

    update = read_whole(last)

    assert update.earlier[0].elapsed_s == 1_390.0
    assert update.elapsed_s == 1_390.0 + 100.0


def test_a_resumed_run_begins_with_what_was_done_before(tmp_path: Path) -> None:
    folder = a_part(
        tmp_path, "train-act-02", first=1_010, last=1_000, resumes="train-act-01", from_step=1000
    )

    update = read_whole(folder)

    assert (update.done, update.total, update.last_step) == (1000, STEPS, None)


def test_values_measured_again_are_shown_once(tmp_path: Path) -> None:
    a_part(tmp_path, "train-act-01", first=10, last=1_900)
    a_part(
        tmp_path, "train-act-02", first=1_010, last=1_020, resumes="train-act-01", from_step=1000
    )
    last = a_part(
        tmp_path, "train-act-03", first=510, last=700, resumes="train-act-02", from_step=500
    )

    assert steps_of(read_whole(last)) == list(range(10, 701, 10))


def test_a_part_that_was_removed_is_named(tmp_path: Path) -> None:
    last = a_part(
        tmp_path, "train-act-02", first=1_010, last=1_500, resumes="train-act-01", from_step=1000
    )

    update = read_whole(last)

    assert "train-act-01" in " ".join(update.notes)
    assert steps_of(update) == list(range(1_010, 1_501, 10))


@pytest.mark.parametrize("resumes", ["train-act-02", "../../secret-01", "no id", "train-act-01"])
def test_a_request_that_leads_in_circles_or_elsewhere_is_not_followed(
    tmp_path: Path, resumes: str
) -> None:
    a_part(tmp_path, "train-act-01", first=10, last=20, resumes="train-act-02", from_step=10)
    last = a_part(tmp_path, "train-act-02", first=20, last=40, resumes=resumes, from_step=10)

    update = read_whole(last)

    assert len(update.earlier) <= 1
    assert update.series["loss"].count == 3


def test_long_parts_are_read_a_slice_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lab_tasks.runs.follow.SLICE_S", 0.0)  # one chunk a look
    monkeypatch.setattr("lab_tasks.runs.metric_lines.CHUNK_BYTES", 4096)
    a_part(tmp_path, "train-act-01", first=10, last=5_000)
    last = a_part(
        tmp_path, "train-act-02", first=5_010, last=9_000, resumes="train-act-01", from_step=5000
    )
    follower = Follower(last)

    shares = []
    while (update := follower.poll()).read_share is not None:
        shares.append(update.read_share)
        assert update.eta_s is None
        assert update.alarms == ()

    assert len(shares) > 10
    assert shares == sorted(shares)
    assert shares[-1] <= 1.0
    assert steps_of(update) == list(range(10, 9_001, 10))


def test_the_parts_before_are_read_once(tmp_path: Path) -> None:
    first = a_part(tmp_path, "train-act-01", first=10, last=1_000)
    last = a_part(
        tmp_path, "train-act-02", first=1_010, last=1_500, resumes="train-act-01", from_step=1000
    )
    follower = Follower(last)
    while follower.poll().read_share is not None:
        pass

    (first / "metrics.jsonl").unlink()
    write(last, progress(1_600, STEPS, time_s=1_600.0))

    update = follower.poll()
    assert update.done == 1_600
    assert steps_of(update) == list(range(10, 1_501, 10))


def test_a_part_that_vanishes_while_it_is_read_does_not_keep_anybody_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lab_tasks.runs.follow.SLICE_S", 0.0)
    monkeypatch.setattr("lab_tasks.runs.metric_lines.CHUNK_BYTES", 4096)
    first = a_part(tmp_path, "train-act-01", first=10, last=5_000)
    last = a_part(
        tmp_path, "train-act-02", first=5_010, last=5_100, resumes="train-act-01", from_step=5000
    )
    follower = Follower(last)
    follower.poll()
    assert follower.poll().read_share is not None

    (first / "metrics.jsonl").unlink()

    assert follower.poll().read_share is None
