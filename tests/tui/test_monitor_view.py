"""How the monitor is looked at: window, cursor, metric, axis, smoothing."""

from pathlib import Path

import pytest
from lab_fixture import text_of, until
from monitor_fixture import (
    FALLING,
    STEPS,
    MonitorOnly,
    Training,
    finished,
    last_known,
    last_step,
    monitor,
    said,
)

from tui.monitor.view import View
from tui.widgets.monitor_chart import MonitorChart

pytestmark = pytest.mark.usefixtures("draw_at_once")


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
