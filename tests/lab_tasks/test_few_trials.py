"""What few trials would have said: counted, and compared with every draw drawn."""

from itertools import combinations

import pytest

from lab_tasks.few_trials import FewTrials as Few
from lab_tasks.few_trials import Spread, drawn, order, share, to_markdown, words

DEVLOG_SETS = (1, 4, 1)
"""One policy of the devlog, three sets of five."""


def episodes(text: str) -> tuple[bool, ...]:
    return tuple(letter == "x" for letter in text)


def test_a_devlog_of_three_sets_is_read_in_the_order_it_was_played() -> None:
    played = episodes("x...." + ".xxxx" + "...x.")
    assert Spread("smolvla", "d/e", 5, played).sets == DEVLOG_SETS


def test_a_rest_that_makes_no_whole_set_is_left_out() -> None:
    assert Spread("act", "d/e", 5, episodes("xxxxx" + "xx")).sets == (5,)


@pytest.mark.parametrize("solved", [0, 3, 9, 10])
def test_the_chances_are_those_of_all_draws(solved: int) -> None:
    played = [i < solved for i in range(10)]
    draws = [sum(draw) for draw in combinations(played, 4)]
    counted = tuple(draws.count(k) / len(draws) for k in range(5))
    assert drawn(solved, 10, 4) == pytest.approx(counted)


@pytest.mark.parametrize(
    ("a", "b"), [("xx..x.xx..", "xxxx.xxxx."), ("xxxxxxxxxx", ".........."), ("x.x.", "x.x.")]
)
def test_an_order_is_that_of_all_draws_of_the_same_starts(a: str, b: str) -> None:
    starts = list(zip(episodes(a), episodes(b), strict=True))
    gaps = [sum(x - y for x, y in draw) for draw in combinations(starts, 3)]
    found = order(("a", episodes(a)), ("b", episodes(b)), 3)
    assert (found.ahead, found.level, found.behind) == (
        sum(gap > 0 for gap in gaps),
        sum(gap == 0 for gap in gaps),
        sum(gap < 0 for gap in gaps),
    )


def test_five_of_twenty_say_in_words_how_often_they_mislead() -> None:
    all_solved, most = episodes("x" * 20), episodes("..." + "x" * 17)
    told = words(order(("act", most), ("diffusion", all_solved), 5))
    assert "15,504 ways" in told
    assert "39.9 % make them level" in told
    assert "60.1 % put diffusion ahead" in told


def test_small_shares_are_not_called_none() -> None:
    assert [share(x) for x in (0.0, 1e-5, 0.5, 1 - 1e-5, 1.0)] == [
        "0.0 %",
        "< 0.1 %",
        "50.0 %",
        "> 99.9 %",
        "100.0 %",
    ]


def test_the_table_says_why_a_policy_is_missing() -> None:
    rows = (Spread("act", "d/e", 5, episodes("x" * 20)), Spread("bc", "d/f", 5, note="not run"))
    table = to_markdown(Few(5, rows, ()))
    assert "| act | 20/20 | 5/5, 5/5, 5/5, 5/5 | 5/5 always | in 100.0 % |" in table
    assert "| bc | – | – | – | not run |" in table
