"""A success rate is spelt alike wherever it stands."""

import pytest

from lab_tasks.success_rate import interval_words, percent_words, rate_words, wilson_words


def test_the_count_stands_before_the_rate_and_its_interval() -> None:
    assert rate_words(7, 20) == "7/20 (35 %)"
    assert wilson_words(7, 20) == "18–57 %"
    assert interval_words(0, 1) == "0–100 %"


@pytest.mark.parametrize(("successes", "words"), [(57, "28 %"), (109, "54 %"), (115, "58 %")])
def test_a_half_is_rounded_by_the_count_and_not_by_what_a_quotient_lost(
    successes: int, words: str
) -> None:
    assert percent_words(successes, 200) == words
