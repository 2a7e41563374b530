"""Milestones: round steps spread over a training, each with a step that was logged."""

import pytest

from lab_tasks.reports.milestones import milestones, spread
from lab_tasks.reports.training import Logged, Part, Training


def training(*steps: int) -> Training:
    points = tuple(Logged(step, {"loss": float(step)}) for step in steps)
    return Training(name="t", title="t", policy="act", place="t", parts=(Part("t", "", points),))


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (20_000, [1_000, 5_000, 10_000, 15_000, 20_000]),
        (3_000, [150, 750, 1_500, 2_250, 3_000]),
        (1_333, [67, 333, 666, 1_000, 1_333]),
        (12, [1, 3, 6, 9, 12]),
        (1, [1]),
        (100_000, [5_000, 25_000, 50_000, 75_000, 100_000]),
    ],
)
def test_the_steps_are_spread_as_in_a_devlog(last: int, expected: list[int]) -> None:
    assert spread(last) == expected


@pytest.mark.parametrize(
    ("asked", "logged"), [(200, 200), (299, 200), (301, 400), (300, 200), (1, 200), (400, 400)]
)
def test_the_nearest_logged_step_is_named(asked: int, logged: int) -> None:
    (found,) = milestones(training(200, 400), [asked])

    assert found.logged
    assert (found.logged.step, found.logged.values["loss"]) == (logged, float(logged))


def test_a_step_beyond_the_last_is_not_reached() -> None:
    (found,) = milestones(training(200, 400), [401])

    assert found.logged is None


def test_an_evaluation_without_a_loss_is_no_milestone() -> None:
    points = (Logged(200, {"loss": 0.5}), Logged(210, {"eval_success": 1.0}))
    one = Training(name="t", title="t", policy="", place="", parts=(Part("t", "", points),))

    assert [found.logged for found in milestones(one, [210, 200])] == [points[0], None]


def test_nothing_logged_has_no_milestones() -> None:
    assert milestones(training()) == ()


def test_steps_chosen_for_the_student_are_logged_ones_each_once() -> None:
    found = milestones(training(400, 800, 1200))

    asked = [(each.asked, each.logged and each.logged.step) for each in found]
    assert asked == [(400, 400), (800, 800), (1200, 1200)]


def test_three_quarters_of_a_training_are_its_own_line_where_there_is_one() -> None:
    assert [each.asked for each in milestones(training(*range(50, 3001, 50)))][3] == 2_250
