"""What the monitor draws of trainings: seeds, parts, gaps, alarms, and nothing."""

from pathlib import Path

import pytest
from lab_fixture import text_of, until
from monitor_fixture import (
    FALLING,
    STEPS,
    MonitorOnly,
    Training,
    finished,
    last_step,
    monitor,
    said,
    traces,
)

from lab_tasks.metrics import Series
from lab_tasks.runs.follow import EarlierPart, Follower, Update
from tui.monitor.entries import entries_of
from tui.monitor.source import MonitorSource
from tui.widgets.monitor_chart import MonitorChart

pytestmark = pytest.mark.usefixtures("draw_at_once")


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


async def test_a_run_that_ended_without_a_curve_is_not_waited_for(tmp_path: Path) -> None:
    training = Training(tmp_path / "evaluate-expert-01")
    training.finish()
    async with MonitorOnly([training.source()]).run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: "It has ended, and told no value" in text_of(pilot.app.screen))


def test_sources_of_one_group_are_one_entry_and_others_stand_alone() -> None:
    sources = [
        MonitorSource(name, never, group) for name, group in (("a", "g"), ("b", ""), ("c", "g"))
    ]

    assert [entry.members for entry in entries_of(sources, by_seed=False)] == [(0, 2), (1,)]
    assert len(entries_of(sources, by_seed=True)) == 3


def resumed(update: Update) -> Update:
    before = Series()
    before.extend([-400, -200, 0], [3.0, 2.5, 2.0])
    part = EarlierPart("train-act-01", {"loss": before}, 0)
    return Update(**{**vars(update), "earlier": (part,)})


def never() -> Update:
    raise AssertionError("not polled")
