"""Every shape of log gives the points of its table; no step is called exact that is not."""

import csv
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from lab_tasks.logs import event_files, points
from lab_tasks.logs.log_unreadable import LogUnreadable
from lab_tasks.logs.points import LogPoint, read_facts, read_points

SHAPES = Path(__file__).parent / "shapes"
LOGS = sorted(SHAPES.glob("*.log"))


@pytest.mark.parametrize("log", LOGS, ids=lambda path: path.stem)
def test_a_log_gives_the_points_of_its_table(log: Path) -> None:
    expected = _table(log.with_suffix(".csv"))

    found = list(read_points(log))

    assert len(found) == len(expected)
    for point, row in zip(found, expected, strict=True):
        assert point.part == int(row["part"])
        assert point.is_exact == (row["exact"] == "1")
        assert not point.is_exact or point.step == int(row["step"])
        assert abs(point.step - int(row["step"])) <= 500  # half of what `12K` rounds away
        assert _as_text(point.values, row) == _numbers(row)


@pytest.mark.parametrize("log", LOGS, ids=lambda path: path.stem)
def test_its_points_do_not_depend_on_how_it_is_cut_into_blocks(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = list(read_points(log))

    monkeypatch.setattr("lab_tasks.logs.points.BLOCK_BYTES", 997)
    in_blocks = list(read_points(log))

    assert [_value(point) for point in in_blocks] == [_value(point) for point in whole]
    for point, same in zip(in_blocks, whole, strict=True):
        assert point.step == same.step or not (point.is_exact and same.is_exact)


def test_facts_are_what_the_log_says_of_its_training() -> None:
    facts = read_facts(SHAPES / "sample_act_state.log")

    assert facts["policy"] == "act"
    assert facts["steps"] == "60"
    assert facts["batch_size"] == "16"
    assert facts["seed"] == "1"
    assert facts["parameters"] == "747586"
    assert facts["frames"] == "1000"
    assert facts["episodes"] == "10"
    assert facts["is_complete"] == "true"
    assert float(facts["ended"]) - float(facts["started"]) == 57
    assert "torchcodec could not be loaded" in facts["notes"]


def test_steps_that_cannot_be_rebuilt_are_said_to_be_approximate() -> None:
    notes = read_facts(SHAPES / "v03_begin_cut.log")["notes"]

    assert "17 of 17 could not be rebuilt exactly" in notes


def test_a_resume_is_known_by_its_bar_when_the_configuration_is_lost(tmp_path: Path) -> None:
    text = (SHAPES / "v06_resumed_in_one_file.log").read_bytes()
    log = tmp_path / "resumed.log"
    log.write_bytes(text[text.index(b"Terminated") :].replace(b"'resume': True", b"'resume': ?"))

    assert read_facts(log)["resume"] == "true"
    assert next(read_points(log)).step == 10_200


def test_an_empty_file_has_no_points(tmp_path: Path) -> None:
    (tmp_path / "empty.log").touch()

    assert list(read_points(tmp_path / "empty.log")) == []


def test_noise_has_no_points(tmp_path: Path) -> None:
    noise = tmp_path / "noise.log"
    noise.write_bytes(
        bytes(range(256)) * 4000 + b"step: smpl: step:K smpl:\xff ep:1 epch:1 loss:1\n"
    )

    assert list(read_points(noise)) == []


def test_one_endless_line_is_read_without_an_error(tmp_path: Path) -> None:
    endless = tmp_path / "endless.log"
    last = (SHAPES / "v06_no_header.log").read_bytes().splitlines(keepends=True)[0]
    endless.write_bytes(b"\x00x" * 6_000_000 + last)

    assert [point.step for point in read_points(endless)] == [200]


def test_what_is_not_there_is_said_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(LogUnreadable, match=r"cannot be opened.*Check"):
        list(read_points(tmp_path / "absent.log"))


def test_a_folder_is_no_log(tmp_path: Path) -> None:
    with pytest.raises(LogUnreadable, match="is a folder"):
        read_facts(tmp_path)


def test_a_reader_that_hangs_is_ended_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    hangs = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(event_files, "command", lambda *_: hangs)
    monkeypatch.setattr(points, "STARTED_WITHIN_S", 0.2)

    with pytest.raises(LogUnreadable, match=r"offline\.wandb was not read within \d+ s"):
        read_facts(SHAPES / "offline.wandb")


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return sorted(rows, key=lambda row: (int(row["part"]), int(row["step"])))


def _numbers(row: Mapping[str, str]) -> dict[str, str]:
    names = [name for name in row if name not in ("part", "step", "exact") and row[name]]
    return {name: repr(float(row[name])) for name in names}


def _as_text(values: Mapping[str, float], row: Mapping[str, str]) -> dict[str, str]:
    """Return what the table says something of, as text, for NaN equals nothing."""
    return {name: repr(values[name]) for name in _numbers(row) if name in values}


def _value(point: LogPoint) -> str:
    return repr(sorted(point.values.items()))
