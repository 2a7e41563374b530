"""Where the monitor's trainings come from: read again, quiet, not understood, posted soon."""

import asyncio
import os
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from lab_fixture import text_of, until
from monitor_fixture import (
    MonitorOnly,
    Training,
    finished,
)

from lab_tasks.logs.open_log import open_log
from lab_tasks.logs.text_follower import TextFollower
from lab_tasks.runs.follow import Follower, Update
from lab_tasks.runs.model import Running
from tui.monitor import feed
from tui.monitor.feed import LOOK_S, SourceFeed
from tui.monitor.source import MonitorSource, SourceState

pytestmark = pytest.mark.usefixtures("draw_at_once")


async def test_a_source_that_cannot_be_read_says_so_and_is_tried_again(tmp_path: Path) -> None:
    training = finished(tmp_path / "train-act-01")
    follower, tries = Follower(training.folder), []

    def poll() -> Update:
        tries.append(1)
        if len(tries) < 3:
            raise PermissionError(13, "Permission denied", "/far/away.log")
        return follower.poll()

    async with MonitorOnly([MonitorSource("far", poll)]).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "/far/away.log cannot be read" in text_of(pilot.app.screen))

        await until(pilot, lambda: "✓ finished" in text_of(pilot.app.screen))


async def test_the_time_left_goes_from_the_screen_when_a_log_stands_still(tmp_path: Path) -> None:
    log = tmp_path / "train.log"
    line = "INFO 2026-11-21 02:1{}:00 ot_train.py:641 step:{}00 smpl:8 ep:2 epch:0.16 loss:0.5\n"
    log.write_text("cfg.steps=9000\n" + "".join(line.format(n, n) for n in range(1, 5)))
    waited_s = 0.0
    follower = TextFollower(log, clock=lambda: log.stat().st_mtime + waited_s)
    source = MonitorSource("train.log", follower.poll)
    async with MonitorOnly([source]).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "ETA 1:26:00" in text_of(pilot.app.screen))
        waited_s = 9 * 60.0
        await until(pilot, lambda: "ETA 1:17:00" in text_of(pilot.app.screen))

        waited_s = 20 * 60.0 + 1
        await until(pilot, lambda: "ETA" not in text_of(pilot.app.screen))


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (160, 45)])
async def test_a_log_in_which_nothing_is_understood_says_so_at_every_size(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    (tmp_path / "notes.txt").write_text("a line of something else\n" * 200)
    os.utime(tmp_path / "notes.txt", (1.0, 1.0))  # nobody has written to it for long
    follower = open_log(tmp_path / "notes.txt")
    source = MonitorSource("notes.txt", follower.poll)
    async with MonitorOnly([source]).run_test(size=size) as pilot:
        await until(pilot, lambda: "! Nothing in it is understood" in text_of(pilot.app.screen))

        shown = text_of(pilot.app.screen)

        assert "! waiting" in shown
        assert "following" not in shown
        assert "begins with the first step" not in shown
        assert "console log of a" in shown, "what to do stands where the curve would be"

        (tmp_path / "notes.txt").unlink()
        await until(pilot, lambda: "! It is not there any more" in text_of(pilot.app.screen))


async def test_a_line_is_posted_within_a_quarter_of_a_second(tmp_path: Path) -> None:
    training = Training(tmp_path / "train-act-01")
    posted: list[float] = []
    feed = SourceFeed([training.source()], lambda message: posted.append(time.monotonic()))
    thread = asyncio.create_task(asyncio.to_thread(feed.run))
    while not posted:
        await asyncio.sleep(0.01)

    written = time.monotonic()
    training.measure([100], [1.0])
    deadline = written + 5
    while posted[-1] < written and time.monotonic() < deadline:
        await asyncio.sleep(0.005)
    feed.stop()
    await thread

    assert 0 < posted[-1] - written < LOOK_S + 0.25


def test_a_state_is_over_only_when_nothing_can_come() -> None:
    assert not SourceState().is_over
    assert not SourceState(None, "cannot be read").is_over


def test_clocks_go_on_each_second_and_where_nothing_comes_in_steps_of_five(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    update = Follower(finished(tmp_path / "train-act-01").folder).poll()
    now = [100.0]
    monkeypatch.setattr(feed.time, "monotonic", lambda: now[0])
    spent, posted = [0.0], []

    def poll() -> Update:
        return replace(update, state=Running(1.0), elapsed_s=now[0], last_step=int(spent[0]))

    watched = SourceFeed([MonitorSource("a", poll)], lambda message: posted.append(now[0]))
    for _ in range(40):  # half a second each
        now[0] += 0.5
        watched._turn()

    assert posted[:4] == [100.5, 101.0, 102.0, 103.0]
    assert [later - earlier for earlier, later in pairwise(posted[4:])] == [5.0, 5.0]
    spent[0] = 7.0
    now[0] += 0.5
    watched._turn()
    assert posted[-1] == now[0], "news is told at once"
