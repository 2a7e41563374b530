"""Stillness: one `stat` says that there is nothing to read, and is never believed for long."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lab_tasks.logs.open_log import LogFollower
from lab_tasks.logs.row_follower import RowFollower
from lab_tasks.logs.row_sources import FileRows
from lab_tasks.logs.rows import CsvRows
from lab_tasks.logs.text_follower import TextFollower
from lab_tasks.runs.follow import Follower, Update
from lab_tasks.runs.stillness import LOOK_S, Stillness

LONG_AGO_S = 1_000_000.0


class Clock:
    def __init__(self) -> None:
        self.now_s = time.time()

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "train.log"
    path.write_text("a line\n")
    os.utime(path, (LONG_AGO_S, LONG_AGO_S))
    return path


def must_read(still: Stillness[str]) -> bool:
    """Look; where one must read, keep something."""
    if still.same() is not None:
        return False
    still.keep("as read")
    return True


def table(log: Path, clock: Clock) -> RowFollower:
    return RowFollower(log, FileRows(log, CsvRows), is_text=True, clock=clock)


def settled(path: Path) -> None:
    """Let the file's time stamp be long ago, as if all of this had taken longer."""
    os.utime(path, (LONG_AGO_S, LONG_AGO_S))


def test_a_file_that_nobody_touches_stands_still_until_a_second_has_passed(
    log: Path, clock: Clock
) -> None:
    still = Stillness[str]((log,), clock)

    assert must_read(still), "nobody has looked yet"
    assert still.same() == "as read"
    clock.now_s += LOOK_S
    assert must_read(still), "clocks go on"
    assert still.same() == "as read"
    clock.now_s -= 3600
    assert must_read(still), "a clock that was set back"


def test_where_there_is_more_to_read_nothing_is_kept(log: Path, clock: Clock) -> None:
    still = Stillness[str]((log,), clock)
    assert must_read(still)

    still.keep(None)

    assert still.same() is None


def grown(log: Path) -> None:
    log.write_text("a line\nanother\n")
    settled(log)


def replaced(log: Path) -> None:
    """Put another file of the same size and time in its place."""
    other = log.with_name("other")
    other.write_text("A LINE\n")
    settled(other)
    other.rename(log)


def gone(log: Path) -> None:
    log.unlink()


def touched(log: Path) -> None:
    os.utime(log, (LONG_AGO_S + 1, LONG_AGO_S + 1))


def joined(log: Path) -> None:
    log.with_name("metrics.jsonl").touch()
    settled(log.with_name("metrics.jsonl"))


@pytest.mark.parametrize("change", [grown, replaced, gone, touched, joined])
def test_what_moves_stands_still_no_more(
    change: Callable[[Path], None], log: Path, clock: Clock
) -> None:
    still = Stillness[str]((log, log.with_name("metrics.jsonl")), clock)
    assert must_read(still)
    assert not must_read(still)

    change(log)

    assert must_read(still)
    assert not must_read(still)


def test_a_file_written_a_moment_ago_is_looked_at_again(log: Path, clock: Clock) -> None:
    still = Stillness[str]((log,), clock)
    os.utime(log, (clock.now_s, clock.now_s))  # whose time stamp may be too coarse to move again

    assert must_read(still)
    assert must_read(still)
    clock.now_s += 0.1
    assert must_read(still)
    assert not must_read(still)


@pytest.mark.parametrize("follower_of", [TextFollower, table])
def test_of_a_log_that_stands_still_the_same_is_said_and_no_line_twice(
    follower_of: Callable[..., LogFollower], log: Path, clock: Clock
) -> None:
    follower = follower_of(log, clock=clock)
    first, again = follower.poll(), follower.poll()

    assert first.lines == ("a line",)
    assert again.lines == ()
    assert follower.poll() is again
    with log.open("a") as file:
        file.write("another\n")
    settled(log)
    assert follower.poll().lines == ("another",)
    assert follower.poll().lines == ()
    follower.close()


def test_of_a_run_that_stands_still_the_same_is_said_until_something_is_told(
    tmp_path: Path, clock: Clock
) -> None:
    folder = tmp_path / "train-act-01"
    folder.mkdir()
    paths = [folder / name for name in ("output.log", "metrics.jsonl")]
    paths[0].write_text("a line\n")
    paths[1].write_text(metric(1))
    follower = Follower(folder, clock)

    def look() -> Update:
        for path in (*paths, folder):
            settled(path)
        follower.poll()
        assert follower.poll() is follower.poll()
        return follower.poll()

    assert look().last_step == 1
    with paths[1].open("a") as file:
        file.write(metric(2))
    settled(paths[1])
    assert follower.poll().last_step == 2
    look()
    with paths[0].open("a") as file:
        file.write("another\n")
    settled(paths[0])
    assert follower.poll().lines == ("another",)
    before = look()
    (folder / "exit.json").write_text('{"code": 0, "ended_s": 5.0}')
    assert follower.poll() is not before


def metric(step: int) -> str:
    return f'{{"kind": "metric", "time_s": 1.0, "step": {step}, "values": {{"loss": 1.0}}}}\n'
