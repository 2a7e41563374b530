"""The training monitor: what a student sees and does there, on real folders."""

import time
from pathlib import Path
from typing import ClassVar

import pytest
from lab_fixture import text_of, until
from monitor_fixture import (
    MonitorOnly,
    Training,
    finished,
    last_step,
    monitor,
    said,
    traces,
)
from textual.screen import Screen

from lab_tasks.runs.follow import Follower
from tui.monitor.source import MonitorSource
from tui.screens.monitor import MonitorScreen
from tui.screens.monitor_help import MonitorHelp
from tui.screens.monitor_keys import MONITOR_KEYS
from tui.widgets.monitor_chart import MonitorChart

pytestmark = pytest.mark.usefixtures("draw_at_once")


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


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 36)])
async def test_the_last_line_of_long_details_can_be_reached(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    training = finished(tmp_path / "train-act-01")
    training.measure([5_050], [0.5], **{f"metric_{n:02d}": float(n) for n in range(40)})
    async with MonitorOnly([training.source()]).run_test(size=size) as pilot:
        await until(pilot, lambda: last_step(pilot.app.screen) == 5_050)
        pane = monitor(pilot).query_one("#details-pane")
        if not pane.display:
            await pilot.press("d")

        await until(pilot, lambda: pane.max_scroll_y > 0)
        for _ in range(12):
            await pilot.press("pagedown")
        await until(pilot, lambda: "metric_39" in text_of(pilot.app.screen))
        side = monitor(pilot).query_one("#side")
        assert pane.region.bottom <= side.region.bottom, "its lower border is in sight"


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
