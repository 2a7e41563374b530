"""Sentences with the lines they stand in, tables by their rows, and what a reader does not see."""

import pytest

from lab_tasks.documents.sentences import sentences
from lab_tasks.documents.tables import tables


def told(text: str) -> list[tuple[str, int, int]]:
    return [(s.text, s.first_line, s.last_line) for s in sentences(text)]


def test_a_sentence_may_span_lines_and_a_line_hold_several() -> None:
    assert told("One is\nhere. Two\n\n- Three\n- Four. Five.\n") == [
        ("One is here.", 1, 2),
        ("Two", 2, 2),
        ("Three", 4, 4),
        ("Four.", 5, 5),
        ("Five.", 5, 5),
    ]


@pytest.mark.parametrize(
    "sentence",
    ["ACT vs. BC is open.", "See Fig. 2, i.e. The Table.", "Chi et al. Found 0.92.", "0.85 is it."],
)
def test_an_abbreviation_or_a_decimal_ends_no_sentence(sentence: str) -> None:
    assert told(sentence) == [(sentence, 1, 1)]


def test_code_comments_and_regions_hold_no_sentence_and_move_no_line() -> None:
    text = (
        "```\ncode\n```\n<!-- a\nb -->\n"
        "<!-- robolab:results begin -->\nc\n<!-- robolab:results end -->\nSeen.\n"
    )
    assert told(text) == [("Seen.", 9, 9)]


def test_a_row_knows_its_columns_and_a_sentence_its_heading() -> None:
    text = "## What separates\n\nThis.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    heading, this, row = sentences(text)
    assert (heading.text, this.heading) == ("What separates", "What separates")
    assert (row.text.strip(), row.columns, row.first_line) == ("1 | 2", ("a", "b"), 7)


def test_an_override_is_no_part_of_what_is_said() -> None:
    assert told("It is so. Override (numbers-backed): because I saw it myself\n") == [
        ("It is so.", 1, 1)
    ]


def test_a_table_tells_its_empty_cells_by_line_and_column() -> None:
    text = "\n| a | b |\n|:--|--:|\n| 1 | … |\n| TODO |\n| – | a \\| b |\n\nno | table\n"
    (table,) = tables(text)
    assert table.columns == ("a", "b")
    assert [row.cells for row in table.rows] == [("1", "…"), ("TODO",), ("–", "a \\| b")]
    assert table.empty_cells() == [(4, "b"), (5, "a"), (5, "b")]
