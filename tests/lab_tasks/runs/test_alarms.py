"""An alarm comes for what is wrong with a training, and not for what only looks rough."""

import math
import pickle
import random
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from lab_tasks.runs.alarms import Alarm, AlarmWatch
from lab_tasks.runs.heartbeat import MOST_SLEEPS, Sleep

SAMPLES = Path(__file__).with_name("curves")


def watch(losses: Iterable[float], *, every_s: float = 1.0, beside: str = "lr") -> AlarmWatch:
    watched = AlarmWatch()
    for number, loss in enumerate(losses):
        watched.take(number * 50, {"loss": loss, beside: 1e-4}, number * every_s)
    return watched


def kinds(watched: AlarmWatch, *, waited_s: float = 0.0, is_alive: bool = True) -> list[str]:
    return [alarm.kind for alarm in watched.alarms(waited_s, 0.0, is_alive)]


def falling(count: int, start: float = 3.0) -> list[float]:
    return [start / (1 + number / 10) for number in range(count)]


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_loss_that_is_no_number_is_told_with_its_step(value: float) -> None:
    found = watch([1.0, 0.9, value, 0.8]).alarms(0, 0, True)
    assert [(alarm.kind, alarm.step) for alarm in found] == [("not-finite", 100)]
    assert "step 100" in found[0].text


def test_a_loss_of_its_own_name_counts_and_a_gradient_does_not() -> None:
    watched = AlarmWatch()
    watched.take(50, {"loss": 1.0, "grad_norm": math.inf})
    assert watched.alarms(0, 0, True) == ()
    watched.take(100, {"loss": 1.0, "kld_loss": math.nan})
    assert kinds(watched) == ["not-finite"]


def test_a_loss_that_climbs_above_its_start_is_told_with_the_step() -> None:
    losses = falling(40) + [4.0 * 1.3**n for n in range(12)]
    [alarm] = watch(losses).alarms(0, 0, True)
    assert (alarm.kind, alarm.step) == ("diverging", 2000)


def test_it_goes_when_the_loss_comes_back() -> None:
    assert kinds(watch(falling(40) + [9.0] * 12 + [0.5])) == []


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("trend", [-0.2, 0.0, 0.2])
def test_noise_and_a_slight_rise_are_no_alarm(seed: int, trend: float) -> None:
    chance = random.Random(seed)
    watched = AlarmWatch()
    for number in range(2000):
        loss = (1 + trend * number / 2000) * chance.lognormvariate(0, 0.6)
        watched.take(number, {"loss": loss})
        assert watched.alarms(0, 0, True) == ()


def test_a_policy_that_begins_to_optimise_something_else_begins_another_curve() -> None:
    watched = AlarmWatch()
    for step in range(40):
        watched.take(step, {"loss": 0.05, "recon_l1_error": 0.1})
    for step in range(40, 80):
        watched.take(step, {"loss": 9.0 - step / 20, "classification_loss": 3.0})
        assert watched.alarms(0, 0, True) == ()
    for step in range(80, 100):
        watched.take(step, {"loss": 30.0, "classification_loss": 3.0})
    assert kinds(watched) == ["diverging"]


def test_losses_below_zero_have_a_start_too() -> None:
    assert kinds(watch([-5.0 - n / 50 for n in range(100)])) == []
    assert kinds(watch([-5.0] * 20 + [4.0] * 10)) == ["diverging"]


def test_a_stall_is_told_after_a_minute_or_twenty_paces_while_it_lives() -> None:
    fast, slow = watch(falling(20), every_s=0.5), watch(falling(20), every_s=10.0)
    assert kinds(fast, waited_s=59) == []
    assert kinds(fast, waited_s=61) == ["stalled"]
    assert kinds(fast, waited_s=9999, is_alive=False) == []
    assert kinds(slow, waited_s=199) == []
    assert kinds(slow, waited_s=201) == ["stalled"]


def test_an_evaluation_in_between_is_waited_for_the_second_time() -> None:
    watched = watch(falling(20), every_s=0.5)
    watched.take(2000, {}, 400.0)
    assert kinds(watched, waited_s=500) == []
    assert kinds(watched, waited_s=900) == ["stalled"]


def test_a_sleep_of_the_machine_is_no_stall_and_makes_nobody_wait_longer_afterwards() -> None:
    night_s, sleeps = 8 * 3600.0, (Sleep(until_s=8 * 3600.0 + 19.5, lasted_s=8 * 3600.0),)
    watched = watch(falling(20))

    def stalls(newest_s: float, waited_s: float) -> bool:
        return bool(watched.alarms(newest_s + waited_s, newest_s, True, sleeps))

    assert not stalls(19.0, night_s + 50)
    assert stalls(19.0, night_s + 70)
    for second in range(20, 26):
        watched.take(second * 50, {"loss": 0.5}, night_s + second)
    assert not stalls(night_s + 25, 50)
    assert stalls(night_s + 25, 70), "as soon as on a machine that never slept"


def test_many_nights_hide_no_long_gap_of_the_trainings_own() -> None:
    watched, now_s, sleeps = watch(falling(20)), 119.0, []
    watched.take(1000, {}, now_s)  # after an evaluation of 100 s
    for _ in range(MOST_SLEEPS):
        sleeps.append(Sleep(until_s=now_s + 3600.5, lasted_s=3600.0))
        now_s += 3601.0
        watched.take(1000, {}, now_s)

    assert watched.alarms(now_s + 190, now_s, True, sleeps) == ()
    assert watched.alarms(now_s + 210, now_s, True, sleeps) != ()


def test_the_first_step_has_time() -> None:
    assert kinds(AlarmWatch(), waited_s=500) == []
    assert kinds(AlarmWatch(), waited_s=700) == ["stalled"]
    assert AlarmWatch().alarms(1e9, None, True) == ()


def test_the_gravest_comes_first() -> None:
    watched = watch([*falling(40), *[9.0] * 12, math.nan])
    assert kinds(watched, waited_s=99999) == ["not-finite", "diverging", "stalled"]


def test_no_more_is_kept_however_many_values_came() -> None:
    def kept_bytes(count: int) -> int:
        watched = AlarmWatch()
        for step in range(count):
            watched.take(step, {"loss": 1.0, "lr": 1e-4}, step)
        return len(pickle.dumps(watched))

    assert kept_bytes(20_000) < 1.1 * kept_bytes(1_000)


@pytest.mark.parametrize("curve", sorted(SAMPLES.glob("*.csv")), ids=lambda path: path.stem)
def test_a_real_training_raises_no_alarm(curve: Path) -> None:
    """Curves of real quick trainings: `step,names,loss`, the names joined by `+`."""
    watched = AlarmWatch()
    lines = curve.read_text().splitlines()[1:]
    assert len(lines) > 30
    for line in lines:
        step, names, loss = line.split(",")
        others = dict.fromkeys(names.split("+"), 1.0)
        watched.take(int(step), {**others, "loss": float(loss)})
        assert watched.alarms(0, 0, True) == ()


def test_every_text_says_what_where_and_what_to_do() -> None:
    found: list[Alarm] = []
    for losses in ([math.nan], falling(40) + [9.0] * 12):
        found += watch(losses).alarms(99999, 0, True)
    assert {alarm.kind for alarm in found} == {"not-finite", "diverging", "stalled"}
    for alarm in found:
        assert re.search(r"[Ss]tep", alarm.text)
        assert re.search(r"[Ss]top it", alarm.text)


def test_a_loss_that_came_back_is_not_called_worthless() -> None:
    watched = watch(falling(20))
    watched.take(1000, {"loss": math.nan})
    (alarm,) = watched.alarms(0.0, None, True)
    assert "worthless" in alarm.text

    watched.take(1050, {"loss": 1.2})
    (alarm,) = watched.alarms(0.0, None, True)
    assert alarm.step == 1000
    assert "finite number again since step 1,050" in alarm.text
    assert "worthless" not in alarm.text

    watched.take(1100, {"loss": math.inf})
    (alarm,) = watched.alarms(0.0, None, True)
    assert "worthless" in alarm.text
