"""The table of policies as the student left it, beside what the records say."""

import pytest
from checked_day import check, failure

from lab_tasks.checks.verdict import Fail
from lab_tasks.workspace import Workspace


def test_a_changed_cell_of_the_table_is_shown_beside_the_right_one(solved: Workspace) -> None:
    path = solved.root / "devlog/comparison.md"
    path.write_text(path.read_text().replace("18/20", "20/20", 1))
    failed = failure(solved, "compare/table")
    assert "18/20" in failed.expected
    assert "20/20" in failed.found


@pytest.mark.parametrize(
    ("words", "forged"),
    [
        ("cannot tell at", "separate at"),
        (": cannot tell", " do not separate: cannot tell"),
        ("p = 0.50", "p = 0.01"),
        ("90 %) and 20/20", "90 %) and 10/20"),
        ("and **cloning**", "and **diffusion**"),
        ("- **act** and **cloning**: cannot tell at", "**act** and **cloning** separate at"),
        ("- **act**", "- **act** and **cloning** separate, p = 0.001.\n- **act**"),
    ],
)
def test_a_changed_claim_about_a_pair_is_shown_beside_the_right_one(
    solved: Workspace, words: str, forged: str
) -> None:
    path = solved.root / "devlog/comparison.md"
    text = path.read_text()
    assert words in text, text
    path.write_text(text.replace(words, forged, 1))

    failed = failure(solved, "compare/table")

    assert "**act**" in f"{failed.expected}{failed.found}"


def test_a_table_that_another_version_worded_otherwise_is_to_be_written_again(
    solved: Workspace,
) -> None:
    path = solved.root / "devlog/comparison.md"
    path.write_text(path.read_text().replace(" steps, ", " optimiser steps, "))

    verdict = check(solved)["compare/table"].verdict

    assert isinstance(verdict, Fail)
    assert verdict.why.endswith("is not what the app writes from the records now.")
    assert verdict.remedy.endswith("write the table. Your own text around it stays.")


def test_a_table_that_an_editor_drew_otherwise_still_holds(solved: Workspace) -> None:
    path = solved.root / "devlog/comparison.md"
    text = path.read_text().replace("|---|", "| ----- |", 1).replace("\n- ", "\n* ")
    path.write_text(text.replace("| 18/20 |", "|18/20   |").replace(" Pairs:", "\nPairs:"))

    assert check(solved)["compare/table"].passed
