"""Tables: CSV, JSONL, TensorBoard and W&B, read as points and followed as they grow."""

import os
import time
from collections.abc import Callable
from importlib.metadata import distributions
from pathlib import Path

import pytest

from lab_tasks.logs import event_files
from lab_tasks.logs.log_unreadable import LogUnreadable
from lab_tasks.logs.open_log import LogFollower, open_log
from lab_tasks.logs.points import read_facts, read_points
from lab_tasks.runs.follow import Update

SHAPES = Path(__file__).parent / "shapes"
WITHIN_S = 30.0


def _until(follower: LogFollower, wanted: Callable[[Update], bool]) -> Update:
    deadline = time.monotonic() + WITHIN_S
    while time.monotonic() < deadline:
        update = follower.poll()
        if wanted(update):
            return update
        time.sleep(0.02)
    raise AssertionError(f"not within {WITHIN_S} s: {update}")


def _steps_and(path: Path, name: str) -> list[tuple[int, float]]:
    return [(p.step, p.values[name]) for p in read_points(path) if name in p.values]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "step,loss,note\n200,2.5,a\n400,1.0e-05,b\n600,nan,c\n"),
        ("a.csv", "\ufeffstep;train/loss\r\n200;2.5\r\n400;1.0e-05\r\n600;nan\r\n"),
        ("a.tsv", "global_step\tloss\n200\t2.5\n400\t1.0e-05\n600\tnan\n"),
        ("a.jsonl", '{"step":200,"loss":2.5}\n{"step":400,"loss":1e-5}\n{"step":600,"loss":NaN}\n'),
        (
            "a.log",
            '{"_step":200,"loss":2.5}\n{"_step":400,"loss":1e-5}\n{"_step":600,"loss":"NaN"}\n',
        ),
        (
            "metrics.jsonl",
            '{"kind":"start","time_s":1.0,"total":600,"unit":"steps"}\n'
            '{"kind":"metric","time_s":2.0,"step":200,"values":{"loss":2.5}}\n'
            '{"kind":"progress","time_s":2.5,"done":300,"total":600}\n'
            '{"kind":"metric","time_s":3.0,"step":400,"values":{"loss":1e-5}}\n'
            '{"kind":"metric","time_s":4.0,"step":600,"values":{"loss":"NaN"}}\n',
        ),
    ],
)
def test_a_table_gives_its_points(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text)

    found = _steps_and(path, "loss")

    assert repr(found) == "[(200, 2.5), (400, 1e-05), (600, nan)]"


def test_a_table_is_followed_and_half_a_row_waits(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("step,loss\n1,3.5\n")
    follower = open_log(path)
    first = follower.poll()

    with path.open("a") as file:
        file.write("2,2.5\n3,1.")
    second = follower.poll()

    assert (first.last_step, second.last_step) == (1, 2)
    assert second.series["loss"].points() == ((1, 3.5), (2, 2.5))
    assert second.lines == ("2,2.5",)


def test_a_table_that_is_cut_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("step,loss\n1,3.5\n2,2.5\n")
    follower = open_log(path)
    follower.poll()

    path.write_text("step,loss\n9,1.5\n")

    assert follower.poll().series["loss"].points() == ((9, 1.5),)


def test_a_table_that_is_cut_and_filled_again_between_two_looks_begins_anew(
    tmp_path: Path,
) -> None:
    path = tmp_path / "log.csv"
    path.write_text("step,loss\n1,3.5\n2,2.5\n")
    follower = open_log(path)
    follower.poll()

    path.write_text("step,loss\n7,3.5\n8,2.5\n9,1.5\n")

    assert follower.poll().series["loss"].points() == ((7, 3.5), (8, 2.5), (9, 1.5))


def test_rows_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(
        b'{"step":1,"loss":2.0}\n{"step":2,"lo\n\xff\xfe\n[1]\n{"step":3,"loss":1.0}\n'
    )

    update = open_log(path).poll()

    assert update.unreadable == 3
    assert update.series["loss"].points() == ((1, 2.0), (3, 1.0))


def test_a_csv_file_of_noise_is_read_without_an_error(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(b"step\rloss,\x00\n1,2\n" + bytes(range(256)))

    update = open_log(path).poll()

    assert update.series == {}
    assert update.unreadable > 0


def test_rows_without_a_step_are_counted_and_said_to_be(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("loss,lr\n3.5,0.1\n2.5,0.1\n")

    update = open_log(path).poll()

    assert update.series["loss"].points() == ((1, 3.5), (2, 2.5))
    assert update.is_approximate
    assert "No column counts steps" in update.notes[0]


def test_a_file_whose_library_is_nowhere_is_refused_with_the_command_that_helps(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(event_files, "distributions", lambda **_: iter(()))
    monkeypatch.setenv("ROBOLAB_LAB_PYTHON", str(tmp_path / "no" / "python"))

    with pytest.raises(LogUnreadable) as refused:
        open_log(SHAPES / "tensorboard.tfevents")

    assert "the library tensorboard" in refused.value.what
    assert "-m uv pip install --python" in refused.value.remedy
    assert refused.value.remedy.endswith(" tensorboard")


@pytest.mark.skipif(
    not next(iter(distributions(name="tensorboard")), None), reason="tensorboard is not installed"
)
def test_tensorboard_s_own_files_are_read_and_followed() -> None:
    path = SHAPES / "tensorboard.tfevents"

    found = _steps_and(path, "loss")
    follower = open_log(path)
    update = _until(follower, lambda update: update.read_share is None)
    follower.close()

    assert [(step, round(value, 3)) for step, value in found] == [
        (200, 2.0),
        (400, 1.0),
        (600, 0.667),
        (800, 0.5),
        (1000, 0.4),
    ]
    assert update.last_step == 1000
    assert update.series["grad_norm"].gaps == 1


@pytest.mark.lerobot
@pytest.mark.skipif("ROBOLAB_LAB_PYTHON" not in os.environ, reason="needs the lab's Python")
def test_an_offline_run_of_wandb_is_read_and_followed() -> None:
    path = SHAPES / "offline.wandb"

    found = _steps_and(path, "loss")
    facts = read_facts(path)
    follower = open_log(path)
    update = _until(follower, lambda update: update.read_share is None)
    follower.close()

    assert [(step, round(value, 3)) for step, value in found] == [
        (200, 2.0),
        (400, 1.0),
        (600, 0.667),
        (800, 0.5),
        (1000, 0.4),
    ]
    assert facts["policy"] == "act"
    assert facts["steps"] == "1000"
    assert update.series["data_s"].count == 5
    assert update.series["eval_success"].last_value == 0.5
