"""Charts: the exact last step on the axis, every curve marked, a bounded number of points."""

import math
import random

import pytest
from drawn import draw, legend
from rich.text import Text

from lab_tasks.metrics import Series
from tui.charts.axes import steady, step_ticks
from tui.charts.chart_style import ChartSize, Palette
from tui.charts.curves import POINTS, curve_of, main_metric
from tui.charts.drawing import draw_lines
from tui.charts.plot import Plot, Trace

PALETTE = Palette(axis="#808080", curves=("#0000ff", "#ff0000", "#00ff00", "#00ffff"))
SIZE = ChartSize(60, 12)


def falling(last: int) -> list[tuple[float, float]]:
    return [(step, math.exp(-step / last) + 0.1) for step in range(50, last + 1, 50)]


@pytest.mark.parametrize("last", [50, 1250, 12_345, 100_000])
@pytest.mark.parametrize("log", [False, True])
def test_the_last_step_stands_on_the_axis_exactly(last: int, log: bool) -> None:
    drawing = draw({"loss": [*falling(last), (last, 0.5)]}, SIZE, PALETTE, log=log)

    lines = drawing.plain.splitlines()
    assert f"{last:,}" in lines[-1]
    assert len(lines) == SIZE.height
    assert max(map(len, lines)) <= SIZE.width


def test_the_last_step_stands_on_the_axis_whatever_the_width_and_the_first_step() -> None:
    dice = random.Random(6)
    for _ in range(300):
        last = int(10 ** dice.uniform(0.5, 7))
        first = dice.choice([0, last // 2, last - last // 10])
        curve = [(first, 1.0), ((first + last) // 2, 2.0), (last, 0.5)]
        size = ChartSize(dice.randint(24, 160), 12)

        lines = draw({"loss": curve}, size, PALETTE, log=False).plain.splitlines()

        assert f"{last:,}" in lines[-1], f"{first} to {last} in {size.width} cells: {lines[-1]}"


def test_a_chart_is_as_large_as_asked_whatever_the_terminal_is() -> None:
    lines = draw({"loss": falling(500)}, ChartSize(230, 70), PALETTE, log=False).plain.splitlines()

    assert len(lines) == 70
    assert max(map(len, lines)) == 230


def test_nothing_is_drawn_of_nothing_or_in_no_room() -> None:
    assert draw({}, SIZE, PALETTE, log=False).plain == ""
    assert draw({"loss": falling(500)}, ChartSize(10, 3), PALETTE, log=False).plain == ""


@pytest.mark.parametrize("value", [0.0, -1.0, math.nan, math.inf])
def test_what_a_log_axis_cannot_show_is_left_out(value: float) -> None:
    drawing = draw({"loss": [*falling(500), (550, value)]}, SIZE, PALETTE, log=True)

    assert "500" in drawing.plain


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize(
    ("low", "high"),
    [
        *((0.0, 1.75e308), (-1.2e308, 1.2e308), (1e16, 1e300), (-1e250, 1e250)),
        *((0.0, 5e-324), (5e-324, 3e-308), (1e-249, 1e249), (1.0, math.nextafter(1.0, 2.0))),
    ],
)
def test_values_at_the_limits_of_a_float_break_no_chart(low: float, high: float, log: bool) -> None:
    curve = [(50, 0.25), (100, low), (150, high), (200, low), (250, 0.5)]

    lines = draw({"loss": curve}, SIZE, PALETTE, log=log).plain.splitlines()

    assert len(lines) == SIZE.height
    assert max(map(len, lines)) <= SIZE.width


def test_beside_a_single_value_a_log_axis_still_leaves_out_what_is_below_zero() -> None:
    alone = draw({"loss": [(1, 1.0), (2, math.nan), (3, math.nan)]}, SIZE, PALETTE, log=True)

    drawing = draw({"loss": [(1, 1.0), (2, -500.0), (3, -2e6)]}, SIZE, PALETTE, log=True)

    assert drawing.plain == alone.plain


def test_a_flat_curve_is_drawn_with_its_axis_the_right_way_up() -> None:
    drawing = draw({"loss": [(1, 0.5), (2, 0.5)]}, SIZE, PALETTE, log=True)

    labels = [float(line.split("┤")[0]) for line in drawing.plain.splitlines() if "┤" in line]
    assert labels == sorted(labels, reverse=True)


def test_curves_of_a_comparison_bear_letters_in_their_own_colours() -> None:
    names = ("act", "diffusion")
    slower = [(step, 2 * value) for step, value in falling(3000)]
    drawing = draw(dict(zip(names, (falling(3000), slower), strict=True)), SIZE, PALETTE, log=False)

    assert {"a", "b"} <= set(drawing.plain)
    assert legend(names, PALETTE).plain.split() == ["a", "━", "act", "b", "━", "diffusion"]
    assert {str(span.style) for span in drawing.spans} >= {"#0000ff", "#ff0000"}


@pytest.mark.parametrize(("first", "last"), [(0, 10), (100, 3000), (0, 999_999), (5, 5)])
def test_ticks_rise_end_at_the_last_step_and_keep_apart(first: float, last: float) -> None:
    ticks = step_ticks(first, last, 50)

    assert ticks[-1] == last
    assert ticks == sorted(set(ticks))


def test_of_a_hundred_thousand_points_few_are_drawn_and_the_last_one_exactly() -> None:
    series = Series()
    for step in range(100_000):
        series.add(step, math.exp(-step / 20_000) + 0.1 * math.sin(step))

    curve = curve_of(series)

    assert curve[-1][0] == 99_999
    assert len(curve) <= 2 * POINTS
    assert "99,999" in draw({"loss": curve}, SIZE, PALETTE, log=False).plain.splitlines()[-1]


def test_the_loss_is_drawn_first() -> None:
    assert main_metric({"lr": Series(), "loss": Series()}) == "loss"
    assert main_metric({"lr": Series()}) == "lr"
    assert main_metric({}) is None


@pytest.mark.parametrize("is_log", [False, True])
def test_a_growing_curve_stands_still_for_some_steps_but_for_the_newest_one(is_log: bool) -> None:
    def drawn(last: int) -> tuple[Text, ...]:
        points = tuple((step, 0.1 + math.exp(-step / 500)) for step in range(last))
        return draw_lines(Plot((Trace("loss", (points,)),), is_log=is_log), SIZE, PALETTE)

    same = 0
    before = drawn(2_000)
    for last in range(2_001, 2_201):
        now = drawn(last)
        assert f"{last - 1:,}" in now[-1].plain
        same += all(old is new for old, new in zip(before[:-1], now[:-1], strict=True))
        before = now

    assert same > 150, "plotext is not asked for the same picture again"
    assert same < 200, "and it does grow"


@pytest.mark.parametrize(
    ("low", "high"),
    [(0.0, 1.0), (0.0317, 2.4), (-1e250, 1e250), (0.0, 5e-324), (1e16, 1e16 + 4), (3.0, 3.0)],
)
def test_steady_limits_hold_what_they_are_for_and_leave_little_room(
    low: float, high: float
) -> None:
    found = steady(low, high, 40)

    assert found[0] <= low <= high <= found[1]
    assert found[1] - found[0] <= (high - low) * 1.05
