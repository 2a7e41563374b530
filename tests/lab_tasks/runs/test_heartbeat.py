"""Heartbeats: what the supervisor sees is told, also when the disk is full."""

import time
from pathlib import Path

import pytest
from fake_lab import FakeLab, ended, go, ready, until
from run_request import run_request

from lab_tasks.runs import disk, heartbeat, out_of_memory
from lab_tasks.runs.heartbeat import (
    HEARTBEAT,
    MOST_SLEEPS,
    Heartbeat,
    Sleep,
    awake_s,
    read_heartbeat,
    write_heartbeat,
)
from lab_tasks.runs.model import OUTPUT_LOG, Exit, RunRequest
from lab_tasks.runs.store import read_exit
from lab_tasks.runs.upkeep import Upkeep

GB = 1_000_000_000


def a_request(profile: str = "quick", job: str = "train") -> RunRequest:
    return run_request(
        job=job,
        profile=profile,
    )


def test_a_run_tells_that_somebody_stands_by_it(lab: FakeLab) -> None:
    run = ready(lab.launch("say:hello", "ready", "wait:go"))
    begun_s = time.time()

    beat = until(lambda: read_heartbeat(run.folder), "a heartbeat")

    assert abs(beat.time_s - begun_s) < 10
    assert beat.free_bytes is not None
    assert beat.warning == ""
    go(run)
    ended(run)
    end = read_exit(run.folder)
    assert isinstance(end, Exit)
    assert end.suspended_s == 0


@pytest.mark.parametrize("content", [None, "", "{", '{"time_s": "now"}'])
def test_a_heartbeat_that_cannot_be_read_is_none(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / HEARTBEAT).write_text(content)

    assert read_heartbeat(tmp_path) is None


def test_a_full_disk_lets_the_newest_heartbeat_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_heartbeat(tmp_path, Heartbeat(time_s=1.0, warning="x" * 200))
    monkeypatch.setattr(Path, "write_bytes", fails)

    write_heartbeat(tmp_path, Heartbeat(time_s=2.0))

    assert read_heartbeat(tmp_path) == Heartbeat(time_s=2.0)


def fails(path: Path, _content: bytes) -> int:
    raise OSError(28, "No space left on device", str(path))


def test_a_removed_folder_is_no_error(tmp_path: Path) -> None:
    write_heartbeat(tmp_path / "gone", Heartbeat(time_s=1.0))
    Upkeep(tmp_path / "gone", a_request(), 1).look()

    assert not (tmp_path / "gone").exists()


def test_suspended_time_is_what_one_clock_counts_and_the_other_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clocks = {"boot": 1000.0, "awake": 400.0}
    monkeypatch.setattr(time, "CLOCK_BOOTTIME", "boot", raising=False)
    monkeypatch.setattr(time, "CLOCK_MONOTONIC", "awake")
    monkeypatch.setattr(time, "clock_gettime", clocks.__getitem__)
    upkeep = Upkeep(tmp_path, a_request(), 1)

    clocks |= {"boot": 1000.0 + 3700, "awake": 400.0 + 100}
    upkeep.look()

    assert upkeep.suspended_s == 3600
    beat = read_heartbeat(tmp_path)
    assert beat is not None
    assert beat.suspended_s == 3600


def test_a_sleep_is_told_at_once_with_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clocks = {"boot": 1000.0, "awake": 400.0}
    monkeypatch.setattr(time, "CLOCK_BOOTTIME", "boot", raising=False)
    monkeypatch.setattr(time, "CLOCK_MONOTONIC", "awake")
    monkeypatch.setattr(time, "clock_gettime", clocks.__getitem__)
    upkeep = Upkeep(tmp_path, a_request(), 1)
    upkeep.look()

    for _ in range(2):
        clocks["boot"] += 3600
        upkeep.look()
    clocks["boot"] += 0.4
    upkeep.look()

    beat = read_heartbeat(tmp_path)
    assert beat is not None
    assert [sleep.lasted_s for sleep in beat.sleeps] == [3600, 3600]
    assert beat.sleeps[-1].until_s == pytest.approx(beat.time_s, abs=5)


@pytest.mark.parametrize(
    ("begin_s", "end_s", "awake"),
    [(0, 10, 10), (0, 100, 20), (50, 60, 0), (85, 120, 20), (10, 95, 10), (120, 110, 0)],
)
def test_the_time_awake_leaves_out_what_of_a_sleep_lies_between(
    begin_s: float, end_s: float, awake: float
) -> None:
    sleeps = (Sleep(until_s=90, lasted_s=70), Sleep(until_s=100, lasted_s=10))

    assert awake_s(begin_s, end_s, sleeps) == awake


def test_a_full_heartbeat_fits_into_one_block(tmp_path: Path) -> None:
    sleeps = tuple(Sleep(1763740000.123456 + n, 123456.7) for n in range(MOST_SLEEPS))
    write_heartbeat(tmp_path, Heartbeat(time_s=1763740000.1, sleeps=sleeps, warning="w" * 300))

    assert (tmp_path / HEARTBEAT).stat().st_size < 4096


def test_where_no_clock_tells_nothing_is_said_of_suspension(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(time, "CLOCK_BOOTTIME", raising=False)

    assert heartbeat.suspended_clock_s() == 0.0


def test_a_disk_that_runs_full_is_warned_of_once_in_the_log_and_in_every_heartbeat(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / OUTPUT_LOG).write_text("12345")
    monkeypatch.setattr(disk, "free_bytes", lambda _folder: 20 * disk.MB)
    monkeypatch.setattr("lab_tasks.runs.upkeep.EVERY_S", 0.0)
    upkeep = Upkeep(tmp_path, a_request(), 1)

    for _ in range(3):
        upkeep.look()

    beat = read_heartbeat(tmp_path)
    assert beat is not None
    assert "Only 20 MB are free" in beat.warning
    assert "free some space" in beat.warning
    assert beat.log_bytes == 5
    assert capfd.readouterr().err.count("robolab: Only 20 MB") == 1


@pytest.mark.parametrize(
    ("version", "group", "mount", "counter", "text"),
    [
        ("v1", "4:memory:/a", "1 2 0:1 / {0} rw - cgroup cgroup rw,memory", "a/memory.oom_control",
         "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n"),
        ("v2", "0::/a", "1 2 0:1 / {0} rw - cgroup2 cgroup2 rw", "a/memory.events.local",
         "low 0\nhigh 0\nmax 7\noom 1\noom_kill 2\n"),
        ("container", "0::/docker/c/a", "1 2 0:1 /docker/c {0} rw - cgroup2 cgroup2 rw",
         "a/memory.events", "oom_kill 2\n"),
    ],
)  # fmt: skip
def test_the_kernels_count_is_found_whatever_the_version(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    version: str,
    group: str,
    mount: str,
    counter: str,
    text: str,
) -> None:
    file = tmp_path / counter
    file.parent.mkdir()
    file.write_text(text)
    mounts = ["3 2 0:9 / /proc rw - proc proc rw", mount.format(tmp_path)]

    (found, *_) = [path for path in out_of_memory.files(mounts, group) if path.exists()]

    assert found == file
    assert out_of_memory.kills(found) == 2


def test_a_kill_is_proved_by_a_count_that_rose_in_the_last_two_heartbeats(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = tmp_path / "memory.events"
    counter.write_text("oom_kill 3\n")
    monkeypatch.setattr(out_of_memory, "counter_of", lambda _pid: counter)
    monkeypatch.setattr("lab_tasks.runs.upkeep.EVERY_S", 0.0)
    upkeep = Upkeep(tmp_path, a_request(), 1)
    assert upkeep.out_of_memory is None

    upkeep.look()
    assert upkeep.out_of_memory is False

    counter.write_text("oom_kill 4\n")
    assert upkeep.out_of_memory is True
    upkeep.look()
    assert upkeep.out_of_memory is True
    upkeep.look()
    assert upkeep.out_of_memory is False


@pytest.mark.parametrize("content", ["", "oom_kill_disable 0\nunder_oom 0\n", "oom_kill many\n"])
def test_a_file_without_the_count_tells_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / "memory.oom_control").write_text(content)

    assert out_of_memory.kills(tmp_path / "memory.oom_control") is None
    assert out_of_memory.kills(tmp_path / "gone") is None
    assert out_of_memory.kills(None) is None
