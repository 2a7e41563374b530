"""From Series to curves: zoom, smoothing, parts, bands."""

import random
import re
import statistics

import pytest
from drawn import draw_plot

from lab_tasks.metrics import Series
from tui.charts.axes import Axes, axes_of
from tui.charts.bands import BandKind, grouped
from tui.charts.chart_style import ChartSize, Palette
from tui.charts.curves import Look, group_trace, trace_of
from tui.charts.drawing import legend_of
from tui.charts.plot import Plot, Trace
from tui.charts.raster import band_cells, block_cells, dot_cells
from tui.charts.smoothing import smoothed

PALETTE = Palette(axis="#808080", curves=("#0000ff", "#ff0000"), faint=("#000080", "#800000"))
SIZE = ChartSize(80, 20)


def series(points: dict[int, float]) -> Series:
    made = Series()
    made.extend(list(points), list(points.values()))
    return made


def test_smoothing_is_the_debiased_mean_of_tensorboard() -> None:
    values = [5.0, 3.0, 4.0, 1.0]

    found = smoothed(list(enumerate(values)), 0.6)

    last, expected = 0.0, []
    for number, value in enumerate(values, start=1):  # as in TensorBoard's line chart
        last = last * 0.6 + 0.4 * value
        expected.append(last / (1 - 0.6**number))
    assert [value for _, value in found] == pytest.approx(expected)
    assert smoothed(list(enumerate(values)), 0.0) == tuple(enumerate(values))


@pytest.mark.parametrize("weight", [-0.1, 1.0])
def test_a_smoothing_that_never_moves_is_refused(weight: float) -> None:
    with pytest.raises(ValueError, match="from 0 to below 1"):
        smoothed([], weight)


def test_a_smoothed_curve_keeps_the_spike_behind_it() -> None:
    values = dict.fromkeys(range(100_000), 0.5) | {61_234: 9.0}

    trace = trace_of("act", [series(values)], Look(smoothing=0.9))

    assert (61_234, 9.0) in trace.raw[0]
    assert max(value for _, value in trace.points) < 1.0


def test_parts_of_a_resumed_run_are_drawn_apart() -> None:
    before, after = series({1: 1.0, 2: 0.9}), series({40: 0.5, 41: 0.4})

    trace = trace_of("act", [before, after], Look())
    drawn = draw_plot(Plot((trace,), seams=(2,)), SIZE, PALETTE).plain.splitlines()

    assert len(trace.parts) == 2
    columns = ["".join(line[at] for line in drawn[:-2]) for at in range(20, 60)]
    assert all(not column.strip() for column in columns), "nothing joins the parts"
    assert any("┆" in line for line in drawn), "the seam is marked"


@pytest.mark.parametrize("width", [100_000, 3_000, 50])
def test_a_spike_is_drawn_at_each_zoom(width: int) -> None:
    values = dict.fromkeys(range(100_000), 0.5) | {61_234: 9.0}
    window = (max(0, 61_234 - width // 2), min(99_999, 61_234 + width // 2))

    trace = trace_of("act", [series(values)], Look(window=window, columns=70))
    drawn = draw_plot(Plot((trace,), window=window), SIZE, PALETTE).plain.splitlines()

    top = "".join(line.partition("│")[2] or line.partition("┤")[2] for line in drawn[:3])
    assert top.strip(), "the spike reaches the top of the chart"


def test_lines_reach_the_edges_of_a_deep_zoom() -> None:
    trace = trace_of("act", [series({0: 1.0, 100: 2.0, 200: 1.0})], Look(window=(90, 150)))

    drawn = draw_plot(Plot((trace,), window=(90, 150)), SIZE, PALETTE).plain.splitlines()

    rows = [re.split("[│┤]", line, maxsplit=1)[1] for line in drawn[:-2]]
    assert any(row[0] != " " for row in rows), "from the left edge"
    assert any(row[-1] != " " for row in rows), "to the right one"


def test_a_group_is_the_mean_of_its_seeds_at_common_steps() -> None:
    one, two = series({0: 1.0, 10: 3.0, 20: 5.0}), series({5: 4.0, 15: 6.0})

    group = grouped([[one], [two]], "range", None, 100)

    assert group.mean == ((5, 3.0), (10, 4.0), (15, 5.0))
    assert {step: (low, high) for step, low, high in group.band}[10] == (3.0, 5.0)
    assert [part[0][0] for part in group.beyond] == [0, 15]


def test_the_deviation_of_seeds_is_that_of_their_values() -> None:
    seeds = [series({0: value, 1: value}) for value in (1.0, 2.0, 6.0)]

    group = grouped([[seed] for seed in seeds], "deviation", None, 100)

    spread = statistics.stdev([1.0, 2.0, 6.0])
    assert group.band[0] == (0, pytest.approx(3 - spread), pytest.approx(3 + spread))


def test_the_range_of_long_seeds_keeps_their_spikes() -> None:
    dice = random.Random(5)
    seeds = [series({step: dice.random() for step in range(30_000)}) for _ in range(3)]
    seeds[1].extend([30_000, 30_001], [7.0, 0.5])

    group = grouped([[seed] for seed in seeds], "range", None, 200)

    assert max(high for _, _, high in group.band) == 7.0
    assert len(group.band) <= 220


@pytest.mark.parametrize("kind", ["range", "deviation"])
def test_a_seed_that_leaves_the_range_of_a_float_breaks_no_group(kind: BandKind) -> None:
    wild = series({0: 1.0, 1: 1.75e308, 2: -1.75e308, 3: 3.0})
    seeds = [[wild], [wild], [series({0: 3.0, 3: 5.0})]]

    group = grouped(seeds, kind, None, 100)

    assert (group.mean[0], group.mean[-1]) == (
        (0, pytest.approx(5 / 3)),
        (3, pytest.approx(11 / 3)),
    )
    assert draw_plot(Plot((group_trace("act", seeds, Look(band=kind)),)), SIZE, PALETTE).plain


def test_the_legend_says_which_band_it_is() -> None:
    seeds = [series({0: 1.0, 1: 2.0}), series({0: 2.0, 1: 3.0})]

    trace = group_trace("act", [[seed] for seed in seeds], Look(band="deviation"))
    drawn = draw_plot(Plot((trace,)), SIZE, PALETTE).plain

    assert "mean of 2 seeds, ░ ±1 standard deviation" in legend_of((trace,), PALETTE).plain
    assert "░" in drawn


def test_a_curve_fills_the_cells_that_it_goes_through_and_is_one_piece() -> None:
    dice = random.Random(6)
    points = tuple((step, dice.random()) for step in range(0, 900, 7))
    axes = axes_of(Plot((Trace("act", (points,)),)), SIZE)
    assert axes

    cells = {(cell.column, cell.row) for cell in block_cells([points], axes)}

    assert {axes.cell(step, value) for step, value in points} <= grown(cells)
    for column in range(max(column for column, _ in cells)):
        assert grown({cell for cell in cells if cell[0] == column}) & cells, "no hole"
    assert all(0 <= column < axes.columns and 0 <= row < axes.rows for column, row in cells)


def grown(cells: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return the cells and their neighbours: a dot at an edge may be rounded to the next cell."""
    near = (-1, 0, 1)
    return {(column + x, row + y) for column, row in cells for x in near for y in near}


def test_a_spike_of_a_band_is_shaded_however_narrow_its_column_is() -> None:
    band = tuple((step, 1.0, 9.0 if step == 1_234 else 2.0) for step in range(3_000))
    axes = axes_of(Plot((Trace("act", (), band=band),)), SIZE)
    assert axes

    cells = {(cell.column, cell.row) for cell in band_cells(band, axes, "░")}

    assert axes.cell(1_234, 9.0) in grown(cells)
    assert max(row for _, row in cells) >= axes.rows - 2


def test_a_line_is_drawn_as_blocks_of_a_quarter() -> None:
    rising = ((0.0, 0.0), (1.0, 1.0))
    axes = Axes(0, 1, 0, 1, False, (), (), columns=2, rows=2)

    cells = {(cell.column, cell.row): cell.mark for cell in block_cells([rising], axes)}

    assert cells[(0, 0)] in "▞▟▙▛▜█"
    assert cells[(1, 1)] in "▞▟▙▛▜█"
    assert len(dot_cells([rising], axes, "·")) == len(cells)


def test_letters_of_curves_that_end_together_stand_apart() -> None:
    line = tuple((step, 1.0 / step) for step in range(1, 200))
    traces = tuple(Trace(name, (line,)) for name in ("act", "diffusion", "smolvla"))

    drawn = draw_plot(Plot(traces), SIZE, PALETTE).plain

    assert {"a", "b", "c"} <= set(drawn)


def test_cursor_and_alarm_are_marked_without_colour() -> None:
    trace = Trace("act", (((0, 1.0), (100, 0.5)),))

    drawn = draw_plot(Plot((trace,), cursor=30, alarms=(70,)), SIZE, PALETTE).plain

    rows = drawn.splitlines()[:-2]
    assert sum("╎" in row or "!" in row for row in rows) >= len(rows) - 2, "but for the curve"
    assert "!" in rows[0]
    assert sum(row.count("│") >= 2 or ("┤" in row and "│" in row) for row in rows) >= len(rows) - 3


@pytest.mark.parametrize("is_log", [True, False])
@pytest.mark.parametrize(
    ("low", "high"), [(1e-12, 1e12), (0.10001, 0.10002), (3, 3), (1e-4, 1e-4), (0.5, 7), (-3, 1e9)]
)
def test_every_axis_has_ticks_that_rise_and_are_told_apart(
    low: float, high: float, is_log: bool
) -> None:
    plot = Plot((Trace("x", (((0, low), (10, high)),)),), is_log=is_log)

    axes = axes_of(plot, SIZE)

    assert axes
    at = [tick.at for tick in axes.y_ticks]
    labels = [tick.label for tick in axes.y_ticks]
    assert len(at) >= 2 or low == high
    assert at == sorted(at)
    assert len(set(labels)) == len(labels)
    assert len(draw_plot(plot, SIZE, PALETTE).plain.splitlines()) == SIZE.height


def test_a_zoom_between_two_points_is_as_high_as_the_line_that_crosses_it() -> None:
    trace = Trace("act", (((0, 0.0), (100, 10.0)),))

    axes = axes_of(Plot((trace,), window=(40, 60)), SIZE)

    assert axes
    half_a_row = (axes.high - axes.low) / axes.rows / 2
    assert (axes.low, axes.high) == pytest.approx((4.0 - 0.08, 6.0 + 0.08), abs=half_a_row)
