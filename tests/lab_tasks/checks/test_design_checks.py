"""A design document: solved it passes every Check, untouched none, spoiled the one it concerns."""

from collections.abc import Callable
from pathlib import Path

import pytest
from design_course import SOLVED, TEMPLATE, checked, design_course

from course.lint import lint
from course.model import Course
from lab_tasks.checks.registry import known_checks
from lab_tasks.checks.verdict import Fail, Inconclusive, Pass
from lab_tasks.workspace import Workspace


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return design_course(tmp_path_factory.mktemp("design") / "course")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A folder without git: none of this asks it."""
    return Workspace(tmp_path)


def failed(course: Course, workspace: Workspace, deliverable: str, text: str | None) -> Fail:
    verdict = checked(course, workspace, text)[deliverable].verdict
    assert isinstance(verdict, Fail), verdict
    assert verdict.remedy
    return verdict


def changed(old: str, new: str) -> str:
    assert SOLVED.count(old) == 1
    return SOLVED.replace(old, new)


def test_the_course_itself_has_no_faults(course: Course) -> None:
    assert lint(course.folder, known_checks()) == []


def test_a_solved_design_passes_every_check(course: Course, workspace: Workspace) -> None:
    results = checked(course, workspace, SOLVED)
    levels = [r.verdict.level for r in results.values() if isinstance(r.verdict, Pass)]
    assert levels == ["detected"] * 8, results


@pytest.mark.parametrize("text", [None, TEMPLATE])
def test_a_design_that_nobody_wrote_fails_every_check(
    course: Course, workspace: Workspace, text: str | None
) -> None:
    results = checked(course, workspace, text)
    assert [r.deliverable for r in results.values() if not isinstance(r.verdict, Fail)] == []


SPOILED: dict[str, tuple[str, str, str, str]] = {
    "a section that is missing": (
        changed("## Risks", "## Dangers"),
        "sections",
        "lacks the heading 'Risks'",
        "Hypothesis, Variables",
    ),
    "a section that is too short": (
        changed("We run 40 trials of each policy on the same start poses, in turn.", "40 trials."),
        "sections",
        "the section 'Trials' is too short",
        "2 words",
    ),
    "a cell that is empty": (
        changed("| poses, camera, seed |", "| … |"),
        "variables",
        "line 13: the cell under 'Values' is empty",
        "",
    ),
    "a row that is too few": (
        changed("| What you keep | poses, camera, seed |\n", ""),
        "variables",
        "too short",
        "1 rows",
    ),
    "a column with another name": (
        changed("| Variable | Values |", "| Variable | Value |"),
        "variables",
        "lacks the column 'Values'",
        "Variable, Value",
    ),
    "no table at all": (
        changed("|---|---|\n", ""),
        "variables",
        "there is no table under 'Variables'",
        "",
    ),
    "a prompt that still stands": (
        changed("## Budget\n", "## Budget\n\n> At most how many hours?\n"),
        "own",
        "text of the template is left, line 25",
        "At most how many hours?",
    ),
    "a hypothesis without a comparison": (
        changed(" with a success rate of at least 0.7, against 0.1\nfor the one that is not.", "."),
        "hypothesis",
        "nothing under 'Hypothesis' is a sentence with a number and a comparison",
        "puts the cup",
    ),
    "a kill criterion without a number": (
        changed("fewer than 3 of the first 10 trials succeed", "it goes badly"),
        "kill",
        "with a number and what you then stop or change",
        "If it goes badly",
    ),
    "a kill criterion without an end": (
        changed(", we stop and collect more demonstrations", ", that is bad"),
        "kill",
        "with a number and what you then stop or change",
        "",
    ),
    "a budget without a unit": (
        changed("At most 6 GPU-hours and two evenings of teleoperation.", "At most 6, I think."),
        "budget",
        "an amount with its unit",
        "At most 6, I think.",
    ),
    "too few words in all": (
        "## Hypothesis\n\nAt least 0.7.\n",
        "words",
        "too short",
        "4 words",
    ),
}


@pytest.mark.parametrize("name", SPOILED)
def test_a_spoiled_design_is_told_with_what_was_found(
    name: str, course: Course, workspace: Workspace
) -> None:
    text, deliverable, why, found = SPOILED[name]

    said = failed(course, workspace, deliverable, text)

    assert why in said.why
    assert found in said.found


RATE = "at least 0.7, against 0.1\nfor the one that is not. We expect 0.9."
CLAIMS: dict[str, tuple[str, str, bool, str]] = {
    "40 trials for 0.7 where 0.9 is expected": (RATE, "40 trials", True, "34/40 or more"),
    "20 trials are too few for it": (RATE, "20 trials", False, "needs 19/20 or more"),
    "nothing expected: halfway to one is assumed": ("at least 0.7.", "64 trials", True, "assumed"),
    "and 40 are too few for that": ("at least 0.7.", "40 trials", False, "true rate of 0.85"),
    "8 trials cannot show it at all": ("at least 0.7.", "8 trials", False, "8 of 8 leaves 0.68"),
    "at most, from below": ("at most 0.3. We expect 0.1.", "40 trials", True, "6/40 or fewer"),
    "at most, with too few": ("at most 0.1.", "100 trials", False, "needs 4/100 or fewer"),
    "a percentage": ("at least 70 %. We expect 90 %.", "40 trials", True, "34/40"),
    "a count": ("at least 14 of 20. We expect 0.9.", "40 trials", True, "34/40"),
    "a span": ("up from 0.2 to 0.7.", "20 trials", True, "separate"),
    "two rates that 20 trials do not separate": (
        "of 0.6 against 0.2.",
        "20 trials",
        False,
        "65 separate",
    ),
    "less than what is claimed is expected": (
        "at least 0.7. We expect 0.6.",
        "500 trials",
        False,
        "cannot be shown at a true rate of 0.60",
    ),
    "the fewest count": ("at least 0.7.", "64 trials of ACT and 10 trials of BC", False, "10"),
    "demonstrations are no trials": ("at least 0.7.", "50 demo episodes and 64 trials", True, "64"),
    "numbers in words are read": ("at least 0.7.", "twenty trials", False, "with 20 trials"),
    "seeds multiply": ("at least 0.7.", "20 episodes × 4 seeds", True, "80 trials"),
}


@pytest.mark.parametrize("name", CLAIMS)
def test_whether_so_many_trials_can_show_a_claim(
    name: str, course: Course, workspace: Workspace
) -> None:
    claim, trials, can, words = CLAIMS[name]
    text = f"## Hypothesis\n\nIt has a success rate {claim}\n\n## Trials\n\nWe plan {trials}.\n"

    verdict = checked(course, workspace, text)["trials"].verdict

    assert isinstance(verdict, Pass if can else Fail), verdict
    assert words in (verdict.evidence if isinstance(verdict, Pass) else verdict.why)
    if isinstance(verdict, Fail):
        assert "Override (trials-can-show): because" in verdict.remedy


def test_what_stands_in_a_documents_place_is_told_and_to_be_put_right(
    course: Course, workspace: Workspace
) -> None:
    (workspace.root / "docs" / "design.md").mkdir(parents=True)
    for deliverable in ("sections", "words"):
        said = failed(course, workspace, deliverable, None)
        assert said.why == "design.md is not a regular file."
        assert said.remedy.startswith("Put a text file of your own in its place")


def test_a_document_with_zero_bytes_is_no_document(course: Course, workspace: Workspace) -> None:
    assert "zero byte" in failed(course, workspace, "words", f"{SOLVED}\0").why


def test_a_budget_in_words_is_one(course: Course, workspace: Workspace) -> None:
    text = changed("At most 6 GPU-hours and two evenings of teleoperation.", "At most one evening.")
    assert isinstance(checked(course, workspace, text)["budget"].verdict, Pass)


def test_one_word_is_not_told_as_words(course: Course, workspace: Workspace) -> None:
    said = failed(
        course,
        workspace,
        "sections",
        changed("in turn.", "in turn.").replace(
            "We run 40 trials of each policy on the same start poses, in turn.", "We run 40 trials."
        ),
    )
    assert said.remedy.startswith("Write 1 more word of your own")


def test_how_many_trials_would_do_is_said(course: Course, workspace: Workspace) -> None:
    said = failed(course, workspace, "trials", changed("40 trials", "20 trials"))
    assert said.remedy.startswith("Plan 30 trials of each policy, or write `Override")


def test_a_design_without_a_number_of_trials_is_told(course: Course, workspace: Workspace) -> None:
    said = failed(course, workspace, "trials", changed("We run 40 trials", "We run many trials"))
    assert "nothing under 'Trials' says how many" in said.why


def test_a_claim_about_something_else_is_not_settled(course: Course, workspace: Workspace) -> None:
    text = "## Hypothesis\n\nThe cosine is at least 0.85.\n\n## Trials\n\n20 trials.\n"
    verdict = checked(course, workspace, text)["trials"].verdict
    assert isinstance(verdict, Inconclusive)
    assert "no success rate" in verdict.why


REASON = "Override (trials-can-show): because a trial costs an hour and the pilot was 9 of 9"


def overridden(line: str) -> Callable[[Course, Workspace], object]:
    text = changed("40 trials", "20 trials") + f"\n{line}\n"
    return lambda course, workspace: checked(course, workspace, text)["trials"].verdict


def test_a_written_reason_overrides_and_the_report_says_so(
    course: Course, workspace: Workspace
) -> None:
    verdict = overridden(REASON)(course, workspace)
    assert isinstance(verdict, Pass)
    assert verdict.level == "attested"
    assert "overridden in docs/design.md, line 31: because a trial costs" in verdict.evidence
    assert "needs 19/20 or more" in verdict.evidence


def test_no_reason_stands_for_a_plan_that_nobody_wrote(
    course: Course, workspace: Workspace
) -> None:
    for text in (
        f"## Hypothesis\n\n## Trials\n\n20 trials.\n\n{REASON}\n",
        changed("We run 40 trials", "We run many trials") + f"\n{REASON}\n",
    ):
        assert isinstance(checked(course, workspace, text)["trials"].verdict, Fail)


@pytest.mark.parametrize(
    "line",
    [
        "Override (trials-can-show): I think it is fine that way",
        "Override (trials-can-show): because",
        "Override (trials-can-show): because so",
        "Override (numbers-backed): because a trial costs an hour each",
        f"<!-- {REASON} -->",
        f"```\n{REASON}\n```",
    ],
)
def test_an_override_without_a_reason_that_a_reader_sees_is_none(
    line: str, course: Course, workspace: Workspace
) -> None:
    assert isinstance(overridden(line)(course, workspace), Fail)
