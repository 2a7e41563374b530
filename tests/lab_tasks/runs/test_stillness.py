"""Stillness: one `stat` says that there is nothing to read, and is never believed for long."""

import os
import time
from pathlib import Path

import pytest

from lab_tasks.logs.open_log import open_log
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


def test_a_file_that_nobody_touches_stands_still_until_a_second_has_passed(
    log: Path, clock: Clock
) -> None:
    still = Stillness((log,), clock)

    assert not still.holds(), "nobody has looked yet"
    assert still.holds()
    clock.now_s += LOOK_S
    assert not still.holds(), "clocks go on"
    assert still.holds()
    clock.now_s -= 3600
    assert not still.holds(), "a clock that was set back"


def test_what_grows_is_replaced_or_goes_away_stands_still_no_more(log: Path, clock: Clock) -> None:
    still = Stillness((log, log.with_name("metrics.jsonl")), clock)
    still.holds()
    changes = [
        lambda: log.write_text("a line\nanother\n"),
        lambda: log.with_name("other").rename(log),
        lambda: log.unlink(),
        lambda: log.with_name("metrics.jsonl").touch(),
    ]
    log.with_name("other").write_text("a line\nanother\n")

    for number, change in enumerate(changes):
        change()
        assert not still.holds(), f"change {number}"


def test_a_file_written_a_moment_ago_is_looked_at_again(log: Path, clock: Clock) -> None:
    still = Stillness((log,), clock)
    os.utime(log, (clock.now_s, clock.now_s))  # whose time stamp may be too coarse to move again

    assert not still.holds()
    assert not still.holds()
    clock.now_s += 0.1
    assert not still.holds()
    assert still.holds()


def test_of_a_log_that_stands_still_the_same_is_said_and_no_line_twice(log: Path) -> None:
    follower = open_log(log)
    first = follower.poll()
    again = follower.poll()

    assert first.lines == ("a line",)
    assert again.lines == ()
    assert follower.poll() is again

    with log.open("a") as file:
        file.write("another\n")
    assert follower.poll().lines == ("another",)
    follower.close()
