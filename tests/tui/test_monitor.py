"""The training monitor: what a student sees and does there, on real folders."""

import asyncio
import math
import time
from pathlib import Path
from typing import ClassVar

import pytest
from lab_fixture import text_of, until
from monitor_fixture import MonitorOnly, Training, monitor
from textual.screen import Screen

from lab_tasks.logs.open_log import open_log
from lab_tasks.logs.text_follower import TextFollower
from lab_tasks.metrics import Series
from lab_tasks.runs.follow import EarlierPart, Follower, Update
from tui.monitor.entries import entries_of
from tui.monitor.feed import LOOK_S, SourceFeed
from tui.monitor.source import MonitorSource, SourceState
from tui.monitor.view import View
from tui.screens.monitor import MonitorScreen
from tui.screens.monitor_help import MonitorHelp
from tui.screens.monitor_keys import MONITOR_KEYS
from tui.widgets import live_chart
from tui.widgets.monitor_chart import MonitorChart
from tui.widgets.say_line import SayLine

STEPS = list(range(50, 5_001, 50))
FALLING = [1 / step for step in STEPS]


@pytest.fixture(autouse=True)
def draw_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_chart, "REDRAW_S", 0.05)


def finished(folder: Path, losses: list[float] = FALLING) -> Training:
    training = Training(folder)
    training.measure(STEPS, losses, lr=1e-4)
    training.finish()
    return training


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 36), (160, 45)])
async def test_every_size_shows_the_curve_and_a_line_for_each_training(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    sources = [finished(tmp_path / f"train-{name}-01").source() for name in ("act", "smolvla")]
    async with MonitorOnly(sources).run_test(size=size) as pilot:
        await until(pilot, lambda: text_of(pilot.app.screen).count("✓ finished") >= 2)
        await until(pilot, lambda: "┬" in text_of(pilot.app.screen))

        shown = text_of(pilot.app.screen)

    assert "[loss]" in shown
    assert "5,000/10,000 50 %" in shown or size[0] < 80
    assert "┤" in shown, "there is room for an axis"
    assert "5,000" in shown.split("Trainings")[0], "the newest step stands on the axis"
    assert sum(len(line) > size[0] for line in shown.splitlines()) == 0


async def test_new_values_come_by_themselves_and_the_newest_is_exact(tmp_path: Path) -> None:
    training = Training(tmp_path / "train-act-01")
    training.measure([100, 200], [3.0, 2.0])
    async with MonitorOnly([training.source()]).run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: last_step(pilot.app.screen) == 200)

        training.measure([300], [0.4321])
        await until(pilot, lambda: last_step(pilot.app.screen) == 300)

        await until(pilot, lambda: "0.4321" in text_of(pilot.app.screen))


async def test_zoom_pan_and_whole_move_the_window_and_say_where_they_cannot(
    tmp_path: Path,
) -> None:
    source = finished(tmp_path / "train-act-01").source()
    async with MonitorOnly([source]).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: last_step(pilot.app.screen) == 5_000)
        screen = monitor(pilot)

        await pilot.press("w")
        assert "All steps are shown" in said(screen)
        await pilot.press("left")
        assert "zoom in first" in said(screen)
        await pilot.press("plus", "plus")
        assert screen.view.window == (3_750, 5_000)
        assert "steps 3,750 to 5,000 · following" in text_of(screen)
        await pilot.press("right")
        assert "at the newest step" in said(screen)
        await pilot.press("shift+left")
        assert screen.view.window == (2_500, 3_750)
        await pilot.press("minus", "minus")
        assert screen.view.window is None


async def test_a_window_that_follows_goes_on_with_the_newest_step(tmp_path: Path) -> None:
    training = Training(tmp_path / "train-act-01")
    training.measure(STEPS, FALLING)
    async with MonitorOnly([training.source()]).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: last_step(pilot.app.screen) == 5_000)
        await pilot.press("plus")

        training.measure([6_000], [0.1])
        await until(pilot, lambda: "steps 3,500 to 6,000" in text_of(pilot.app.screen))

        await pilot.press("f")
        training.measure([7_000], [0.1])
        await until(pilot, lambda: last_known(pilot.app.screen) == 7_000)
        assert monitor(pilot).view.shown_in(monitor(pilot).extent()) == (3_500, 6_000)


async def test_the_cursor_reads_out_the_exact_value_of_each_curve(tmp_path: Path) -> None:
    losses = [0.5 if step != 2_500 else 0.123 for step in STEPS]
    sources = [
        finished(tmp_path / "train-act-01", losses).source(),
        finished(tmp_path / "train-diffusion-01").source(),
    ]
    async with MonitorOnly(sources).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: last_step(pilot.app.screen) == 5_000)

        await pilot.press("c")
        await until(
            pilot, lambda: "│ step 2,500   a 0.123   b 4.00e-04" in text_of(pilot.app.screen)
        )
        await pilot.press("left")
        cursor = monitor(pilot).view.cursor
        assert cursor
        assert 2_400 < cursor < 2_500
        assert f"step {cursor:,}   a 0.5 at 2,450" in text_of(pilot.app.screen)


async def test_metrics_axis_and_smoothing_are_keys(tmp_path: Path) -> None:
    source = finished(tmp_path / "train-act-01").source()
    async with MonitorOnly([source]).run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: last_step(pilot.app.screen) == 5_000)
        screen = monitor(pilot)

        await pilot.press("S")
        assert "Nothing is smoothed" in said(screen)
        await pilot.press("s", "y")
        assert "smoothing 0.6 · log axis" in text_of(screen)
        assert screen.query_one(MonitorChart).plot.traces[0].raw, "the exact curve stays behind"
        await pilot.press("s", "s", "s", "s", "s")
        assert "0.99" in said(screen)
        await pilot.press("m")
        assert "[lr]" in text_of(screen)
        await pilot.press("M")
        assert "[loss]" in text_of(screen)


async def test_an_axis_that_can_show_nothing_says_so(tmp_path: Path) -> None:
    training = Training(tmp_path / "train-act-01")
    training.measure(STEPS, [0.0] * len(STEPS))
    training.finish()
    async with MonitorOnly([training.source()]).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: last_step(pilot.app.screen) == 5_000)

        await pilot.press("y")

        assert "no value here that this axis shows" in text_of(pilot.app.screen)


async def test_a_curve_is_taken_from_the_chart_but_not_the_last_one(tmp_path: Path) -> None:
    sources = [finished(tmp_path / f"train-{name}-01").source() for name in ("act", "smolvla")]
    async with MonitorOnly(sources).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: len(traces(pilot.app.screen)) == 2)
        screen = monitor(pilot)

        await pilot.press("down", "space")
        assert [trace.name for trace in traces(screen)] == ["train-act-01"]
        await pilot.press("up", "space")
        assert "only curve" in said(screen)
        await pilot.press("down", "space")
        assert len(traces(screen)) == 2


async def test_a_click_selects_a_training_or_sets_the_cursor(tmp_path: Path) -> None:
    sources = [finished(tmp_path / f"train-{name}-01").source() for name in ("act", "smolvla")]
    async with MonitorOnly(sources).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: len(traces(pilot.app.screen)) == 2)
        screen = monitor(pilot)

        await pilot.click("#sources", offset=(10, 1))
        assert screen.view.selected == 1
        await pilot.click("#curves", offset=(screen.query_one(MonitorChart).size.width - 1, 8))
        assert screen.view.cursor == 5_000
        await pilot.click("#curves", offset=(0, 8))
        assert screen.view.cursor == 5_000, "the axis is no step"


async def test_seeds_are_one_entry_with_a_band_until_they_are_asked_for(tmp_path: Path) -> None:
    seeds = [
        finished(tmp_path / f"train-act-0{n}", [n * loss for loss in FALLING]).source("act")
        for n in (1, 2, 3)
    ]
    async with MonitorOnly(seeds).run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: last_step(pilot.app.screen) == 5_000)
        screen = monitor(pilot)

        assert "mean of 3 seeds, ░ lowest to highest" in text_of(screen)
        step, value = traces(screen)[0].points[-1]
        assert (step, value) == (5_000, pytest.approx(2 / 5_000))
        await pilot.press("b")
        assert "░ ±1 standard deviation" in text_of(screen)
        await pilot.press("l")
        assert "press g" in said(screen)
        await pilot.press("g")
        assert [trace.name for trace in traces(screen)] == [f"train-act-0{n}" for n in (1, 2, 3)]
        await pilot.press("b")
        assert "only a group" in said(screen)


async def test_an_alarm_stands_in_words_and_in_the_chart(tmp_path: Path) -> None:
    training = Training(tmp_path / "train-act-01")
    training.measure(STEPS, [*FALLING[:-10], *["nan"] * 10])
    training.finish()
    async with MonitorOnly([training.source()]).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "! loss became not a number" in text_of(pilot.app.screen))

        assert monitor(pilot).query_one(MonitorChart).plot.alarms == (4_550,)
        await pilot.press("d")
        shown = " ".join(text_of(pilot.app.screen).split())
        assert "lower learning rate" in shown.replace("│ │ ", ""), "in full"


async def test_a_loss_that_is_no_number_is_a_gap_and_no_older_value_stands_in_for_it(
    tmp_path: Path,
) -> None:
    training = Training(tmp_path / "train-act-01")
    nans: list[object] = ["nan" if 2_000 <= step <= 3_000 else 0.5 for step in STEPS]
    training.measure(STEPS, [*nans[:-4], *["inf"] * 4])
    training.finish()
    async with MonitorOnly([training.source()]).run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: last_step(pilot.app.screen) == 4_800)
        parts = traces(pilot.app.screen)[0].parts

        assert [(part[0][0], part[-1][0]) for part in parts] == [(50, 1_950), (3_050, 4_800)]
        await pilot.press("s")
        assert len(traces(pilot.app.screen)[0].parts) == 2

        await pilot.press("c")
        await until(pilot, lambda: "│ step 2,500   a nan" in text_of(pilot.app.screen))
        screen = monitor(pilot)
        screen.look(screen.view.with_cursor(screen.extent(), 5_000))
        await until(pilot, lambda: "│ step 5,000   a inf" in text_of(pilot.app.screen))


async def test_parts_of_a_resumed_run_are_one_curve_with_a_gap(tmp_path: Path) -> None:
    update = resumed(Follower(finished(tmp_path / "train-act-02").folder).poll())
    source = MonitorSource("train-act-02", lambda: update)
    async with MonitorOnly([source]).run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: last_step(pilot.app.screen) == 5_000)

        chart = monitor(pilot).query_one(MonitorChart)
        assert [part[0][0] for part in chart.plot.traces[0].parts] == [-400, 50]
        assert chart.plot.seams == (0,)
        shown = text_of(pilot.app.screen)
        assert "2 parts" in shown
        assert "Goes on from train-act-01, step 0" in shown


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


async def test_log_help_and_leaving(tmp_path: Path) -> None:
    class Log(Screen[None]):
        BINDINGS: ClassVar = [("escape", "dismiss")]

    training = finished(tmp_path / "train-act-01")
    source = MonitorSource("act", Follower(training.folder).poll, open_log=Log)
    app = MonitorOnly([source])
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: last_step(pilot.app.screen) == 5_000)
        await pilot.press("l")
        assert isinstance(app.screen, Log)
        await pilot.press("escape")
        await pilot.press("question_mark")
        assert isinstance(app.screen, MonitorHelp)
        await pilot.press("escape")
        await pilot.press("escape")
        assert "nothing behind" in said(monitor(pilot))
        await pilot.press("q")
    assert app.return_value == 0


async def test_keys_before_the_first_value_say_why(tmp_path: Path) -> None:
    training = Training(tmp_path / "train-act-01")
    async with MonitorOnly([training.source()]).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "begins with the first step" in text_of(pilot.app.screen))
        screen = monitor(pilot)
        quiet = {"help", "back", "quit", "details"}

        for key in MONITOR_KEYS:
            if key.action not in quiet:
                assert screen.reason_against(key.action), key.action


async def test_a_run_that_ended_without_a_curve_is_not_waited_for(tmp_path: Path) -> None:
    training = Training(tmp_path / "evaluate-expert-01")
    training.finish()
    async with MonitorOnly([training.source()]).run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: "It has ended, and told no value" in text_of(pilot.app.screen))


async def test_q_goes_back_from_a_monitor_over_another_screen(tmp_path: Path) -> None:
    source = finished(tmp_path / "train-act-01").source()
    async with MonitorOnly([source]).run_test(size=(120, 36)) as pilot:
        below = monitor(pilot)
        await pilot.app.push_screen(MonitorScreen([source]))
        await until(pilot, lambda: last_step(pilot.app.screen) == 5_000)

        await pilot.press("q")
        await until(pilot, lambda: pilot.app.screen is below)
        await pilot.press("q")
        await until(pilot, lambda: pilot.app.return_value == 0)


async def test_nothing_is_drawn_while_nothing_is_new(tmp_path: Path) -> None:
    source = finished(tmp_path / "train-act-01").source()
    async with MonitorOnly([source]).run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: last_step(pilot.app.screen) == 5_000)
        chart = monitor(pilot).query_one(MonitorChart)
        await until(pilot, lambda: all(worker.is_finished for worker in chart.app.workers))
        await until(pilot, lambda: not chart._later and time.monotonic() - chart._drawn_s > 0.1)
        drawn_s = chart._drawn_s

        await until(pilot, lambda: time.monotonic() - drawn_s > 0.4)

        assert chart._drawn_s == drawn_s


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


def test_sources_of_one_group_are_one_entry_and_others_stand_alone() -> None:
    sources = [
        MonitorSource(name, never, group) for name, group in (("a", "g"), ("b", ""), ("c", "g"))
    ]

    assert [entry.members for entry in entries_of(sources, by_seed=False)] == [(0, 2), (1,)]
    assert len(entries_of(sources, by_seed=True)) == 3


@pytest.mark.parametrize("cursor", [None, 0, 500, 1_000])
def test_zooming_stays_inside_and_goes_back_to_the_whole(cursor: int | None) -> None:
    extent, view = (0, 1_000), View(cursor=cursor)

    for _ in range(12):
        view = view.zoomed_in(extent)
        first, last = view.shown_in(extent)
        assert 0 <= first < last <= 1_000
        assert cursor is None or first <= cursor <= last
    for _ in range(12):
        view = view.zoomed_out(extent)

    assert view.window is None


def test_a_state_is_over_only_when_nothing_can_come() -> None:
    assert not SourceState().is_over
    assert not SourceState(None, "cannot be read").is_over


def never() -> Update:
    raise AssertionError("not polled")


def resumed(update: Update) -> Update:
    before = Series()
    before.extend([-400, -200, 0], [3.0, 2.5, 2.0])
    part = EarlierPart("train-act-01", {"loss": before}, 0)
    return Update(**{**vars(update), "earlier": (part,)})


def traces(screen: Screen[object]):  # type: ignore[no-untyped-def]
    return screen.query_one(MonitorChart).plot.traces


def last_step(screen: Screen[object]) -> float | None:
    """Return the last step that is drawn."""
    ends = [trace.points[-1][0] for trace in traces(screen) if trace.points]
    return max(ends, default=None)


def last_known(screen: Screen[object]) -> float:
    extent = screen.extent()  # type: ignore[attr-defined]
    return float(extent[1]) if extent else math.nan


def said(screen: Screen[object]) -> str:
    return str(screen.query_one(SayLine).content)
