"""The curve beside a Run."""

import pytest
from lab_fixture import text_of, until
from textual.app import App, ComposeResult

from lab_tasks.metrics import Point
from tui.themes import NIGHT
from tui.widgets.loss_chart import LossChart, split

CURVE = tuple((step, 1.0 / step) for step in range(100, 1_001, 100))


class ChartOnly(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.register_theme(NIGHT)
        self.theme = NIGHT.name

    def compose(self) -> ComposeResult:
        yield LossChart()


@pytest.mark.parametrize(
    ("seams", "sizes"), [((), [10]), ((300,), [3, 7]), ((300, 500), [3, 2, 5]), ((5_000,), [10])]
)
def test_a_curve_is_split_after_each_seam(seams: tuple[int, ...], sizes: list[int]) -> None:
    parts: tuple[tuple[Point, ...], ...] = split(CURVE, seams)  # type: ignore[assignment]

    assert [len(part) for part in parts] == sizes
    assert tuple(point for part in parts for point in part) == CURVE


async def test_a_resumed_run_is_drawn_with_its_seam_and_newer_curves_within_a_second() -> None:
    async with ChartOnly().run_test(size=(60, 16)) as pilot:
        chart = pilot.app.query_one(LossChart)

        chart.show({"loss": CURVE}, {"loss": (500,)})
        await until(pilot, lambda: "┆" in text_of(pilot.app.screen))
        chart.show({"loss": (*CURVE, (1_234, 0.001))})
        await until(pilot, lambda: "1,234" in text_of(pilot.app.screen))

        assert chart.toggle_log()
        await until(pilot, lambda: "(log)" in text_of(pilot.app.screen))
        chart.show({})
        await until(pilot, lambda: not text_of(pilot.app.screen).strip())
