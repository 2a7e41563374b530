"""A template's guidance is known again, and counts as nobody's words."""

import pytest
from design_course import TEMPLATE

from lab_tasks.documents import guidance
from lab_tasks.documents.word_count import own_words, standings

PROMPT = "How many trials of each policy?"


def left(text: str) -> list[int]:
    return [each.line for each in guidance.left(text, TEMPLATE)]


@pytest.mark.parametrize(
    ("line", "is_left"),
    [
        (f"> {PROMPT}", True),
        (PROMPT, True),  # taking the mark away makes it nobody's own
        (f"- {PROMPT}", True),
        (f">   {PROMPT.upper()}  ", True),
        ("<!-- One row for each. -->", True),
        ("     Then write. -->", True),
        ("Then write.", False),  # two words may be one's own by chance
        (f"{PROMPT} Forty.", False),
        ("> A quotation of my own.", False),
        ("| What you change | … |", False),
        ("## Trials", False),
        ("<!-- robolab:results begin -->", False),
    ],
)
def test_a_line_of_the_template_is_known_again(line: str, is_left: bool) -> None:
    assert left(f"# Design\n\n{line}\n") == ([3] if is_left else [])


def test_an_untouched_template_has_no_words_of_ones_own() -> None:
    assert own_words(TEMPLATE, TEMPLATE) == 0
    assert left(TEMPLATE) == [3, 4, 8, 12, 20, 24, 28]
    assert own_words(TEMPLATE, "") > 20


def test_own_words_beside_guidance_count_whatever_the_region_of_the_app_says() -> None:
    region = "<!-- robolab:results begin -->\nfive words of the app\n<!-- robolab:results end -->"
    text = f"> {PROMPT}\n\nForty of each.\n\n{region}\n\n```\ncode here\n```\n"
    assert own_words(text, TEMPLATE) == 3


def test_a_section_stands_by_its_words_subsections_included() -> None:
    text = "## Trials\n\nThree words here.\n\n### How\n\nTwo more.\n\n## Risks\n\nNone.\n"
    trials, risks, budget = standings(text, {"trials": 5, "Risks": 2, "Budget": 0}, TEMPLATE)
    assert (trials.words, trials.is_done) == (5, True)
    assert (risks.words, risks.is_done) == (1, False)
    assert (budget.words, budget.is_done) == (None, False)


def test_a_section_with_the_words_of_the_title_is_the_one_below_it() -> None:
    text = (
        "# Trials\n\n## Trials\n\nOne.\n\n## Risks\n\nMany more words here.\n\n## Trials\n\nA, b.\n"
    )
    (trials,) = standings(text, {"Trials": 2})
    assert trials.words == 1
    (bare,) = standings("# Trials\n\n## Trials\n\n## Risks\n\nMany words.\n", {"Trials": 2})
    assert bare.words == 0


def test_a_comment_that_is_half_the_templates_stays_a_comment() -> None:
    text = "<!-- Read this whole page first.\n     my own note -->\nOne two.\n"
    assert own_words(text, TEMPLATE) == 2


ABOUT_THE_TABLE = """\
<!-- Say first what you expect. -->

<!-- The app writes the table below. Do not edit between its marks. -->
<!-- robolab:results begin -->
<!-- robolab:results end -->
"""


def test_a_comment_right_above_the_apps_table_is_the_apps_and_asks_for_nothing() -> None:
    assert [each.line for each in guidance.left(ABOUT_THE_TABLE, ABOUT_THE_TABLE)] == [1]
