"""Lost says why, as sharply as the files allow."""

import fcntl
import os
from pathlib import Path
from typing import Any

import msgspec
import pytest

from lab_tasks.runs import boot, lost
from lab_tasks.runs.heartbeat import Heartbeat, write_heartbeat
from lab_tasks.runs.model import CONTEXT, LAUNCH, LOCK, OUTPUT_LOG, Launch, Lost, Running
from lab_tasks.runs.store import read_state


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lost, "boot_id", lambda: "this start")
    monkeypatch.setattr(lost, "host", lambda: "laptop")


def launched(folder: Path, **fields: Any) -> None:
    known = {"python": "p", "jobs_path": "j", "started_s": 5.0, "child_pid": os.getpid()}
    (folder / LAUNCH).write_bytes(msgspec.json.encode(Launch(**(known | fields))))


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"boot_id": "this start", "host": "laptop"}, "its supervisor was killed, so nobody saw"),
        ({"boot_id": "before", "host": "laptop"}, "the machine was restarted or switched off"),
        ({"boot_id": "other", "host": "cluster"}, "it was started on cluster"),
        ({"boot_id": "this start", "started_s": None}, "before it had noted the start"),
        ({}, "or the machine was switched off or restarted"),
    ],
)
def test_the_reason_is_as_sharp_as_the_files(
    tmp_path: Path, fields: dict[str, Any], why: str
) -> None:
    launched(tmp_path, **fields)

    state = read_state(tmp_path)

    assert isinstance(state, Lost)
    assert why in state.why


def test_the_evidence_is_told(tmp_path: Path) -> None:
    launched(tmp_path, boot_id="this start", host="laptop")
    write_heartbeat(tmp_path, Heartbeat(time_s=1000.0, warning="Only 3 MB are free"))
    (tmp_path / OUTPUT_LOG).touch()
    os.utime(tmp_path / OUTPUT_LOG, (90_000_000, 90_000_000))

    state = read_state(tmp_path)

    assert isinstance(state, Lost)
    assert "it went on alone" in state.why
    assert "last sign of it" in state.why
    assert "The last heartbeat warned: Only 3 MB are free" in state.why


def test_after_a_restart_a_held_lock_is_a_strangers(tmp_path: Path) -> None:
    launched(tmp_path, boot_id="before", host="laptop")
    (tmp_path / CONTEXT).write_text("{}")
    with (tmp_path / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        state = read_state(tmp_path)

    assert isinstance(state, Lost)
    assert "restarted" in state.why


def test_a_lock_held_on_another_machine_is_life(tmp_path: Path) -> None:
    launched(tmp_path, boot_id="other", host="cluster")
    (tmp_path / CONTEXT).write_text("{}")
    with (tmp_path / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        assert isinstance(read_state(tmp_path), Running)


def test_a_machine_has_one_id_from_its_start_on() -> None:
    boot.boot_id.cache_clear()

    assert boot.boot_id() == boot.boot_id()
    assert len(boot.boot_id()) in (0, 36)
    assert boot.host()
