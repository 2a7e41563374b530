"""When a Run will be done."""

import pytest

from lab_tasks.runs.heartbeat import Sleep
from lab_tasks.runs.pace import WINDOW, Pace


def test_nothing_is_promised_before_something_is_done() -> None:
    pace = Pace()
    assert pace.eta_s(100, 0.0) is None
    pace.start(10.0)
    assert pace.eta_s(100, 20.0) is None


def test_the_first_point_counts_from_the_start() -> None:
    pace = Pace()
    pace.start(0.0)
    pace.add(10.0, 25)

    assert pace.eta_s(100, 10.0) == pytest.approx(30.0)
    assert pace.eta_s(100, 15.0) == pytest.approx(25.0)
    assert pace.eta_s(100, 1e9) == 0.0


def test_a_slow_start_and_a_resume_in_mid_way_are_soon_forgotten() -> None:
    pace = Pace()
    pace.start(0.0)
    for time_s, done in ((100.0, 2010), (101.0, 2020), (102.0, 2030)):
        pace.add(time_s, done)

    assert pace.eta_s(3000, 102.0) == pytest.approx(97.0)


def test_what_an_earlier_run_had_done_makes_a_resumed_one_no_faster() -> None:
    pace = Pace()
    pace.start(0.0, done=1000)
    pace.add(10.0, 1010)

    assert pace.eta_s(2000, 10.0) == pytest.approx(990.0)


def test_a_run_that_has_become_slower_is_believed() -> None:
    pace = Pace()
    pace.start(0.0)
    for second in range(WINDOW):
        pace.add(float(second), second)
    for late in range(1, WINDOW + 1):
        pace.add(WINDOW + 10.0 * late, WINDOW + late)

    eta_s = pace.eta_s(2 * WINDOW + 10, WINDOW + 10.0 * WINDOW)
    assert eta_s == pytest.approx(100.0)


def test_clocks_that_stand_or_go_back_promise_nothing() -> None:
    pace = Pace()
    pace.start(50.0)
    pace.add(40.0, 10)

    assert pace.eta_s(100, 40.0) is None


def test_what_the_machine_slept_is_no_time_of_a_step() -> None:
    night_s = 8 * 3600.0
    pace = Pace()
    pace.start(0.0)
    for second in range(60):
        pace.add(float(second), second)
    for second in range(60, 70):
        pace.add(night_s + second, second)
    sleeps = (Sleep(until_s=night_s + 59.5, lasted_s=night_s),)

    assert pace.eta_s(1000, night_s + 69, sleeps) == pytest.approx(931.0)
    assert pace.eta_s(1000, night_s + 79, sleeps) == pytest.approx(921.0)


def test_a_sleep_after_the_newest_step_brings_the_end_no_nearer() -> None:
    pace = Pace()
    pace.start(0.0)
    for second in range(10):
        pace.add(float(second), second)

    assert pace.eta_s(100, 3610.0, (Sleep(until_s=3609.5, lasted_s=3600.0),)) == pytest.approx(90.0)
