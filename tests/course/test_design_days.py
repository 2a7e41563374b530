"""The Days that design an experiment print what the app itself computes of trials."""

import re
from pathlib import Path

import pytest

from lab_tasks import power
from lab_tasks.statistics import wilson

CONTENT = Path(__file__).parents[2] / "course" / "content" / "robo47"
BOUND = re.compile(r"^\| at least ([\d.]+) \| ([\d.]+) \| (\d+) \|$", re.M)
GAP = re.compile(r"^\| ([\d.]+) against ([\d.]+) \| as claimed \| (\d+) \|$", re.M)


@pytest.mark.parametrize("day", ["day21", "day35"])
def test_the_table_of_trials_is_what_the_check_computes(day: str) -> None:
    text = (CONTENT / day / "design.md").read_text()
    bounds, gaps = BOUND.findall(text), GAP.findall(text)
    assert bounds
    assert gaps
    for claimed, true_rate, trials in bounds:
        assert power.trials_to_show(float(claimed), float(true_rate)) == int(trials), claimed
    for high, low, trials in gaps:
        assert power.trials_to_separate(float(high), float(low)) == int(trials), (high, low)


@pytest.mark.parametrize(
    ("day", "high", "low", "words"),
    [
        ("day21", 0.7, 0.2, "in 85 of 100 series"),
        ("day21", 0.7, 0.5, "in 16 of 100"),
        ("day35", 0.6, 0.2, "in 65 of 100 series"),
    ],
)
def test_how_often_20_trials_see_a_difference_is_said_as_computed(
    day: str, high: float, low: float, words: str
) -> None:
    text = " ".join((CONTENT / day / "design.md").read_text().split())
    assert words in text
    assert f"in {100 * power.fisher_power(high, low, 20):.0f} of 100" in words


def test_what_20_trials_can_show_of_one_rate_is_said_as_computed() -> None:
    assert power.fewest_successes(0.7, 20) == 19
    assert power.fewest_successes(0.6, 20) == 17
    assert wilson(18, 20)[0] == pytest.approx(0.699, abs=0.0005)
    fewer_than_6 = [1 - power.chance(6, 20, rate) for rate in (0.4, 0.5)]
    assert [round(100 * each) for each in fewer_than_6] == [13, 2]
