"""Following: every Follower of a Run sees the same, from what is whole on disk."""

import fcntl
import json
import math
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fake_lab import FakeLab, ended, go, ready, until
from metric_files import facts, metric, progress, start, write

from lab_tasks.runs.alarms import Alarm
from lab_tasks.runs.follow import Follower, read_whole
from lab_tasks.runs.heartbeat import Heartbeat, Sleep, write_heartbeat
from lab_tasks.runs.model import (
    EXIT,
    LOCK,
    METRICS,
    OUTPUT_LOG,
    SUPERVISOR_LOCK,
    Finished,
    Lost,
    Running,
)
from lab_tasks.runs.system_lines import SystemFacts


@contextmanager
def alive(folder: Path, lock_name: str = LOCK) -> Iterator[None]:
    """Hold a Run's lock, as something of it does while it lives."""
    with (folder / lock_name).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


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


def test_ten_thousand_steps_are_followed_over_twenty_restarts_of_the_app(tmp_path: Path) -> None:
    """No point is lost or doubled, however the writes fall and whoever opens the Run when."""
    chance = random.Random(1)
    lines = [start(10_000)]
    for step in range(1, 10_001):
        lines.append(metric(step, math.sin(step), time_s=100.0 + step))
        if step % 25 == 0:
            lines.append(progress(step, 10_000, time_s=100.0 + step))
    content = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    ends = [*sorted(chance.sample(range(len(content)), 200)), len(content)]  # mostly in mid-line
    opened = set(chance.sample(range(200), 20))
    follower, begin = Follower(tmp_path), 0

    for number, end in enumerate(ends):
        write(tmp_path, content[begin:end])
        begin = end
        if number in opened:
            follower = Follower(tmp_path)
        update = follower.poll()
        while update.read_share is not None:
            update = follower.poll()
        whole = content[: content.rfind(b"\n", 0, end) + 1]
        seen = update.series["loss"].count if update.series else 0
        assert seen == whole.count(b'"metric"')

    assert update.unreadable == 0
    assert update.series["loss"].points(10**6) == tuple((s, math.sin(s)) for s in range(1, 10_001))
    assert update.series == read_whole(tmp_path).series
    assert (update.done, update.last_step) == (10_000, 10_000)


def test_half_a_line_in_the_midst_costs_no_other_line(tmp_path: Path) -> None:
    write(tmp_path, start(), metric(10, 0.5), b'{"kind":"metric","st\n', metric(20, 0.25))

    update = Follower(tmp_path).poll()

    assert update.series["loss"].points() == ((10, 0.5), (20, 0.25))
    assert update.unreadable == 1


def test_long_metrics_are_read_in_slices_and_end_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, start(5_000), *(metric(step, 1 / step) for step in range(1, 5_001)))
    at_once = read_whole(tmp_path)
    monkeypatch.setattr("lab_tasks.runs.follow.SLICE_S", 0.0)
    monkeypatch.setattr("lab_tasks.runs.metric_lines.CHUNK_BYTES", 10_000)
    follower = Follower(tmp_path)

    first = follower.poll()

    assert first.read_share is not None
    assert 0 < first.read_share < 0.1
    assert first.series["loss"].count < 200
    while (update := follower.poll()).read_share is not None:
        pass
    assert update.series == at_once.series


def test_the_facts_of_a_run_come_from_all_that_tells_them(tmp_path: Path) -> None:
    args = ["--policy.type=act", "--steps=3000", "--batch_size=0", "--seed=1"]
    asked = {"id": "train-act-01", "step": "s", "title": "t", "job": "train", "profile": "quick"}
    asked |= {"args": args, "git": {"commit": None, "dirty": None}, "requested_s": 1.0}
    (tmp_path / "request.json").write_text(json.dumps(asked))
    follower = Follower(tmp_path)
    assert follower.poll().facts == {
        "policy": "act",
        "steps": "3000",
        "batch_size": "0",
        "seed": "1",
    }

    context = {"versions": {"lerobot": "0.6.1", "torch": "2.11"}, "device": "cpu", "threads": 1}
    (tmp_path / "context.json").write_text(json.dumps(context))
    write(tmp_path, start(), facts(batch_size=8, parameters=1234, episodes=4, frames=255))

    known = follower.poll().facts
    assert {name: known[name] for name in ("version", "device", "threads", "batch_size")} == {
        "version": "0.6.1",
        "device": "cpu",
        "threads": "1",
        "batch_size": "8",
    }
    assert (known["parameters"], known["episodes"], known["frames"]) == ("1234", "4", "255")


def test_facts_of_a_run_before_jobs_told_them_come_from_its_record(tmp_path: Path) -> None:
    record = {"policy_type": "act", "step": 3000, "batch_size": 32, "parameters": 99}
    record |= {"dataset": {"episodes": 100, "frames": 5000}, "device": "cpu\x1b[2J", "seed": None}
    (tmp_path / "record.json").write_text(json.dumps(record))

    known = Follower(tmp_path).poll().facts

    assert (known["policy"], known["parameters"], known["frames"]) == ("act", "99", "5000")
    assert "seed" not in known
    assert "\x1b" not in known["device"]


def test_what_a_run_takes_of_the_machine_is_its_newest_whole_line(tmp_path: Path) -> None:
    follower = Follower(tmp_path)
    assert follower.poll().system is None

    with (tmp_path / "system.jsonl").open("a") as file:
        for second in range(100):
            line = {"time_s": second, "cpu_percent": 150.5, "memory_bytes": 10**9 + second}
            file.write(json.dumps(line) + "\n")
        file.write('{"time_s": 100, "cpu_per')

    newest = SystemFacts(time_s=99, cpu_percent=150.5, memory_bytes=10**9 + 99)
    assert follower.poll().system == newest == Follower(tmp_path).poll().system


def test_sleep_and_a_full_disk_are_told_by_the_heartbeat(tmp_path: Path) -> None:
    beat = Heartbeat(time_s=1.0, suspended_s=42.0, warning="1 GB is left on this disk.")
    write_heartbeat(tmp_path, beat)

    with alive(tmp_path):
        update = Follower(tmp_path).poll()

    assert update.suspended_s == 42.0
    assert update.alarms == (Alarm("disk", "1 GB is left on this disk."),)
    assert Follower(tmp_path).poll().alarms == ()  # it has ended: nothing can be done any more


def test_a_closed_lid_spoils_neither_the_end_nor_the_alarms(tmp_path: Path) -> None:
    night_s = 8 * 3600.0
    write(tmp_path, start(1000, time_s=0.0), *(metric(n, 0.5, float(n)) for n in range(1, 61)))
    write_heartbeat(tmp_path, Heartbeat(time_s=60.0))
    now_s = night_s + 61.0
    follower = Follower(tmp_path, lambda: now_s)

    with alive(tmp_path), alive(tmp_path, SUPERVISOR_LOCK):
        just_awake = follower.poll()
        sleeps = (Sleep(until_s=now_s, lasted_s=night_s),)
        write_heartbeat(tmp_path, Heartbeat(time_s=now_s, suspended_s=night_s, sleeps=sleeps))
        told = follower.poll()
        write(tmp_path, *(metric(n, 0.5, night_s + n) for n in range(62, 71)))
        now_s = night_s + 70.0
        gone_on = follower.poll()
        late = Follower(tmp_path, lambda: now_s).poll()
        now_s = night_s + 70.0 + 3600.0
        write_heartbeat(tmp_path, Heartbeat(time_s=now_s, sleeps=sleeps))
        stalled = follower.poll()

    assert [update.alarms for update in (just_awake, told, gone_on, late)] == [()] * 4
    assert just_awake.eta_s == pytest.approx(940, abs=5)
    assert told.eta_s == pytest.approx(939, abs=5)
    assert gone_on.eta_s == late.eta_s == pytest.approx(930, abs=5)
    assert [alarm.kind for alarm in stalled.alarms] == ["stalled"]


def test_without_a_supervisor_a_stall_is_told_although_heartbeats_are_missing(
    tmp_path: Path,
) -> None:
    write(tmp_path, start(1000, time_s=0.0), *(metric(n, 0.5, float(n)) for n in range(1, 61)))
    write_heartbeat(tmp_path, Heartbeat(time_s=60.0))

    with alive(tmp_path):
        update = Follower(tmp_path, lambda: 600.0).poll()

    assert [alarm.kind for alarm in update.alarms] == ["stalled"]


def test_a_loss_that_is_no_number_is_the_gravest_alarm(tmp_path: Path) -> None:
    write_heartbeat(tmp_path, Heartbeat(time_s=1.0, warning="1 GB is left on this disk."))
    write(tmp_path, start(), metric(10, 0.5), metric(20, "NaN"))

    with alive(tmp_path):
        update = Follower(tmp_path).poll()

    assert [alarm.kind for alarm in update.alarms][:2] == ["not-finite", "disk"]
    assert update.alarms[0].step == 20


def test_the_end_tells_for_how_long_the_machine_slept(tmp_path: Path) -> None:
    write_heartbeat(tmp_path, Heartbeat(time_s=1.0, suspended_s=1.0))
    end = {"code": 0, "started_s": 100.0, "ended_s": 160.0, "suspended_s": 20.0}
    (tmp_path / EXIT).write_text(json.dumps(end))

    assert Follower(tmp_path).poll().suspended_s == 20.0
