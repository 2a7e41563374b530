"""Checks `results-filled` and `numbers-backed`: passing, failing, overridden, unsolved."""

import shutil
from pathlib import Path

import pytest
import sample_workspace as sample
from retro_workspace import ALSO, COURSE, DAY21, POLICIES, retro_results, retro_workspace

from course.model import CheckSpec, Deliverable
from lab_tasks import results
from lab_tasks.checks.question import Question
from lab_tasks.checks.run import check_deliverable
from lab_tasks.checks.verdict import Blocked, Fail, Pass, Verdict
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.workspace import Workspace

PATH = "RETRO_w3.md"


@pytest.fixture(scope="module")
def _retro_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return retro_workspace(tmp_path_factory.mktemp("retro") / "workspace").root


@pytest.fixture
def retro(_retro_once: Path, tmp_path: Path) -> Workspace:
    return Workspace(shutil.copytree(_retro_once, tmp_path / "workspace"))


def judged(workspace: Workspace, check: str, text: str | None = None) -> Verdict:
    """Return the verdict on the retro, written anew with `text` where one is given."""
    if text is not None:
        (workspace.root / PATH).write_text(text)
    args = {"path": PATH, "policies": POLICIES, "also": ALSO}
    deliverable = Deliverable(id="d", title="t", check=CheckSpec(name=check, args=args))
    question = Question(Evidence(COURSE, workspace), DAY21, DAY21.steps[0])
    return check_deliverable(question, deliverable).verdict


def backed(workspace: Workspace, text: str) -> Verdict:
    return judged(workspace, "numbers-backed", text)


def test_a_table_as_recorded_passes(retro: Workspace) -> None:
    results.write(retro, retro_results(retro)[1], PATH)
    verdict = judged(retro, "results-filled")
    assert isinstance(verdict, Pass)
    assert verdict.level == "executed"
    assert "4 policies as recorded" in verdict.evidence


@pytest.mark.parametrize(
    ("old", "new"),
    [("0.85 ± 0.05", "0.95 ± 0.05"), ("| 4/20 |", "| 5/20 |"), ("cannot tell at", "separate at")],
)
def test_a_changed_table_is_shown_beside_the_right_one(
    retro: Workspace, old: str, new: str
) -> None:
    results.write(retro, retro_results(retro)[1], PATH)
    text = (retro.root / PATH).read_text()
    assert old in text

    verdict = judged(retro, "results-filled", text.replace(old, new, 1))

    assert isinstance(verdict, Fail)
    assert "is not what the Runs say" in verdict.why
    assert verdict.expected != verdict.found


def test_without_table_file_or_runs_the_table_fails(retro: Workspace, tmp_path: Path) -> None:
    assert isinstance(judged(retro, "results-filled"), Fail)
    no_table = judged(retro, "results-filled", "# Retro\n")
    assert isinstance(no_table, Fail)
    assert "holds no table of results" in no_table.why
    (tmp_path / "empty").mkdir()
    empty = judged(Workspace(tmp_path / "empty"), "results-filled", "# Retro\n")
    assert isinstance(empty, Blocked)
    assert "The table lacks ACT" in empty.why


def test_a_text_that_says_what_the_records_say_passes(retro: Workspace) -> None:
    verdict = backed(retro, "# Retro\n\nACT beats BC: 51/60 against 4/20.\n")
    assert isinstance(verdict, Pass)
    assert verdict.level == "executed"


def test_a_text_without_records_behind_it_fails_whatever_it_claims(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    verdict = backed(Workspace(tmp_path / "empty"), "# Retro\n\nACT beats BC: 51/60 to 4/20.\n")
    assert isinstance(verdict, Fail)
    assert isinstance(judged(Workspace(tmp_path / "empty"), "results-filled"), Blocked)


@pytest.mark.parametrize("text", ["", "# Retro\n", "# Retro\n\n| policy |\n|---|\n"])
def test_a_retro_that_nobody_wrote_fails(retro: Workspace, text: str) -> None:
    verdict = backed(retro, text)
    assert isinstance(verdict, Fail)
    assert "nothing of your own" in verdict.why


CLAIM = "ACT beats BC 4x."


def test_a_claim_beyond_its_n_fails_with_line_sentence_records_and_remedy(
    retro: Workspace,
) -> None:
    verdict = backed(retro, f"# Retro\n\n{CLAIM}\n\nBC solved 0.5 of the episodes with success.\n")
    assert isinstance(verdict, Fail)
    assert verdict.why == (
        f"{PATH}, line 3: at n = 20 the records cannot support a factor of 4. More in line 5."
    )
    assert verdict.found == CLAIM
    assert "measured 4.2 times" in verdict.expected
    assert "Override (numbers-backed): because" in verdict.remedy


REASON = "Override (numbers-backed): because I counted another 40 on paper"


@pytest.mark.parametrize(
    "text",
    [
        f"{CLAIM} {REASON}",
        f"{CLAIM}\n{REASON}",
        f"{CLAIM}\n\n> {REASON}",
        f"- {CLAIM}\n  - {REASON}",
        f"| policy | solved | note |\n|---|---|---|\n| ACT | 14/20 | {REASON} |",
    ],
    ids=["same line", "line below", "quoted below", "list", "in a cell"],
)
def test_a_written_reason_speaks_for_its_line_and_the_report_says_so(
    retro: Workspace, text: str
) -> None:
    verdict = backed(retro, f"# Retro\n\nWhat I saw.\n\n{text}\n")
    assert isinstance(verdict, Pass), verdict
    assert verdict.level == "attested"
    assert "because I counted another 40 on paper" in verdict.evidence
    assert "the check found:" in verdict.evidence


def test_a_reason_speaks_for_no_other_line(retro: Workspace) -> None:
    text = f"{CLAIM}\n{REASON}\n\nBC solved 0.5 of the episodes.\n"
    verdict = backed(retro, text)
    assert isinstance(verdict, Fail)
    assert "line 4" in verdict.why


def test_an_override_without_a_reason_is_named(retro: Workspace) -> None:
    verdict = backed(retro, f"{CLAIM}\nOverride (numbers-backed): trust me\n")
    assert isinstance(verdict, Fail)
    assert "The override in line 2 gives no reason." in verdict.remedy


def test_numbers_that_a_later_run_backs_pass_again(retro: Workspace) -> None:
    text = "The expert solved 12/20 in the end.\n"
    assert isinstance(backed(retro, text), Fail)
    sample.write_evaluation(retro, "expert", number=2, solved=12, requested_s=400.0)
    assert isinstance(backed(retro, text), Pass)
