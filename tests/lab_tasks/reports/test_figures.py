"""Figures that read in grey print, with gaps where a value is no number."""

import math
import re

from lab_tasks.reports import curves
from lab_tasks.reports.figures import COLOURS, MARKS, STROKES, Curve, Panel, draw
from lab_tasks.reports.training import Logged, Part, Training


def training(name: str, losses: list[float]) -> Training:
    points = tuple(Logged(10 * (at + 1), {"loss": loss}) for at, loss in enumerate(losses))
    return Training(name=name, title=name, policy="", place="", parts=(Part(name, "", points),))


def test_any_two_of_many_curves_differ_by_more_than_their_colour() -> None:
    looks = [(STROKES[n % len(STROKES)], MARKS[n % len(MARKS)]) for n in range(len(COLOURS))]

    assert len(set(looks)) == len(looks)


def test_a_wide_range_is_drawn_on_a_logarithmic_axis_and_says_so() -> None:
    wide = Panel("loss", (Curve("a", ((1, 100.0), (2, 0.5))),))
    narrow = Panel("loss", (Curve("a", ((1, 1.0), (2, 0.5))),))

    assert b">loss (log scale)<" in draw([wide], "t")["svg"]
    assert b"log scale" not in draw([narrow], "t")["svg"]


def test_names_are_no_formulas_and_values_that_are_no_numbers_are_gaps() -> None:
    values = (1.0, math.nan, math.inf, 1.75e308, -1.75e308, 2.0)
    odd = Curve(r"_a $\frac{1}{", tuple(enumerate(values)), (2,))

    svg = draw([Panel("loss", (odd,))], "$x$", "step (approximate)")["svg"].decode()

    assert ">$x$<" in svg
    assert "> _a $" in svg
    assert ">step (approximate)<" in svg
    assert not re.search(r"\b(nan|inf)\b", svg)


def test_a_spike_in_a_long_curve_is_drawn() -> None:
    losses = [1.0] * 5_000
    losses[3_210] = 77.0

    (panel,) = curves.overlay([training("long", losses)])

    (curve,) = panel.curves
    assert len(curve.points) <= curves.MOST_POINTS
    assert (32_110, 77.0) in curve.points


def test_a_part_that_is_the_whole_loss_is_not_drawn_twice() -> None:
    points = tuple(Logged(n, {"loss": 1.0 / n, "l1_loss": 1.0 / n}) for n in range(1, 9))
    both = tuple(Logged(n, {"loss": 2.0 / n, "l1_loss": 1.0 / n}) for n in range(1, 9))

    def names(points: tuple[Logged, ...]) -> list[str]:
        one = Training(name="t", title="t", policy="", place="", parts=(Part("t", "", points),))
        return [curve.name for panel in curves.of_one(one) for curve in panel.curves]

    assert names(points) == ["loss"]
    assert names(both) == ["loss", "l1_loss"]
