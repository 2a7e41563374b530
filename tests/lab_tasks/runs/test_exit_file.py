"""exit.json is written, whatever the disk says."""

import errno
import time
from pathlib import Path

import pytest

from lab_tasks import atomic
from lab_tasks.runs import exit_file
from lab_tasks.runs.exit_file import ROOM
from lab_tasks.runs.model import EXIT, Exit, Finished
from lab_tasks.runs.store import read_state

END = Exit(code=0, started_s=1.0, ended_s=2.0)


def is_full(path: Path, _value: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device", str(path))


def test_a_full_disk_takes_the_end_into_the_room_kept_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exit_file.keep_room(tmp_path)
    monkeypatch.setattr(atomic, "write_json", is_full)

    assert exit_file.record(tmp_path, END) is None

    assert read_state(tmp_path) == Finished(0, 2.0)
    assert [path.name for path in tmp_path.iterdir()] == [EXIT]


def test_the_room_is_given_back_where_it_was_not_needed(tmp_path: Path) -> None:
    exit_file.keep_room(tmp_path)
    assert (tmp_path / ROOM).stat().st_blocks > 0

    exit_file.record(tmp_path, END)

    assert [path.name for path in tmp_path.iterdir()] == [EXIT]


def test_what_stood_in_the_way_is_returned_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic, "write_json", is_full)
    monkeypatch.setattr(exit_file, "DEADLINE_S", 0.0)

    error = exit_file.record(tmp_path, END)

    assert error is not None
    assert error.errno == errno.ENOSPC


def test_the_end_is_recorded_once_a_full_disk_has_room_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts: list[Path] = []
    write = atomic.write_json

    def fails_at_first(path: Path, value: dict[str, object]) -> None:
        attempts.append(path)
        if len(attempts) < 3:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        write(path, value)

    monkeypatch.setattr(atomic, "write_json", fails_at_first)
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)

    exit_file.record(tmp_path, END)

    assert read_state(tmp_path) == Finished(0, 2.0)


def test_a_removed_run_folder_is_not_made_again(tmp_path: Path) -> None:
    exit_file.record(tmp_path / "gone", END)

    assert not (tmp_path / "gone").exists()
