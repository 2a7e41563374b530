"""Checks `results-filled` and `numbers-backed`: passing, failing, overridden, unsolved."""

import re
import shutil
from pathlib import Path

import pytest
import sample_workspace as sample
from retro_workspace import ALSO, COURSE, DAY21, POLICIES, retro_results, retro_workspace

from course.model import CheckSpec, Deliverable
from lab_tasks import results
from lab_tasks.checks.question import Question
from lab_tasks.checks.run import check_deliverable
from lab_tasks.checks.verdict import Blocked, Error, Fail, Pass, Verdict
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.reports.written_part import BEGIN
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
    assert "is not what the app writes from the records now" in verdict.why
    assert verdict.expected != verdict.found


WHAT_I_SAW = "# Retro\n\nThe cube was often missed at the left edge of the table.\n\n"
LIE = "ACT solved 100 % of 500 episodes and is ten times better than BC.\n"


def test_each_word_of_the_table_is_the_apps(retro: Workspace) -> None:
    results.write(retro, retro_results(retro)[1], PATH)
    text = (retro.root / PATH).read_text()
    told = next(line for line in text.splitlines() if line.startswith("- **ACT** and **expert**"))
    numbers = " ".join(re.findall(r"[0-9][0-9./]*", told))
    forged = {
        told: f"- **ACT** beats **expert** by far; cannot tell {numbers}",
        "| ACT | so101_bench pick_place": "| ACT | a real robot",
        "Rate over seeds: mean": "All of a real robot. Rate over seeds: mean",
        "<!-- robolab:results end -->": f"{LIE}<!-- robolab:results end -->",
    }
    for old, new in forged.items():
        assert old in text
        verdict = judged(retro, "results-filled", text.replace(old, new, 1))
        assert isinstance(verdict, Fail), old
        assert "is not what the app writes from the records now" in verdict.why


@pytest.mark.parametrize(
    "marks",
    [
        ("<!-- robolab:comparison begin -->\n", "<!-- robolab:comparison end -->\n"),
        ("<!-- robolab:results begin -->\n", "<!-- robolab:results end -->\n"),
        (f"{BEGIN}\n", "<!-- robolab:report end sha256:0123456789abcdef -->\n"),
        ("`<!--` ", "`-->`\n"),
        ("```x``` ", "```\n"),
        ("Override (results-filled): ", ""),
        ("Override (numbers-backed): ", ""),
        ("Override (nothing): because I have seen all of it ", ""),
    ],
)
def test_a_claim_that_a_reader_sees_is_judged_whatever_stands_around_it(
    retro: Workspace, marks: tuple[str, str]
) -> None:
    verdict = backed(retro, f"{WHAT_I_SAW}{marks[0]}{LIE}{marks[1]}")
    assert isinstance(verdict, Fail)
    assert "“100 %”" in verdict.why


def test_a_second_pair_of_marks_is_no_table(retro: Workspace) -> None:
    results.write(retro, retro_results(retro)[1], PATH)
    text = (retro.root / PATH).read_text()
    more = f"<!-- robolab:results begin -->\n{LIE}<!-- robolab:results end -->\n"
    verdict = judged(retro, "results-filled", f"{text}\n{more}")
    assert isinstance(verdict, Fail)
    assert "one too many" in verdict.why


def test_without_table_file_or_runs_the_table_fails(retro: Workspace, tmp_path: Path) -> None:
    assert isinstance(judged(retro, "results-filled"), Fail)
    no_table = judged(retro, "results-filled", "# Retro\n")
    assert isinstance(no_table, Fail)
    assert "holds no table of results" in no_table.why
    (tmp_path / "empty").mkdir()
    empty = judged(Workspace(tmp_path / "empty"), "results-filled", "# Retro\n")
    assert isinstance(empty, Blocked)
    assert "The table lacks ACT" in empty.why


def test_a_retro_may_go_without_a_policy_for_a_written_reason(retro: Workspace) -> None:
    for run in ("evaluate-cloning-01", "train-cloning-01"):
        shutil.rmtree(sample.run_folder(retro, run))
    results.write(retro, retro_results(retro)[1], PATH)

    lacking = judged(retro, "results-filled")
    assert isinstance(lacking, Blocked)
    assert "The table lacks BC" in lacking.why
    assert "Override (results-filled): because" in lacking.remedy

    text = (retro.root / PATH).read_text()
    reason = "Override (results-filled): because I was ill on Day 15\n"
    excused = judged(retro, "results-filled", f"{text}\n{reason}")
    assert isinstance(excused, Pass)
    assert excused.level == "attested"
    assert "I was ill on Day 15" in excused.evidence
    doctored = judged(retro, "results-filled", f"{text.replace('51/60', '60/60')}\n{reason}")
    assert isinstance(doctored, Fail)


def test_a_reason_names_all_that_it_excuses(retro: Workspace) -> None:
    for policy in ("cloning", "untrained"):
        shutil.rmtree(sample.run_folder(retro, f"evaluate-{policy}-01"))
    results.write(retro, retro_results(retro)[1], PATH)
    text = (retro.root / PATH).read_text()
    reason = "Override (results-filled): because I was ill on Day 15\n"
    excused = judged(retro, "results-filled", f"{text}\n{reason}")
    assert isinstance(excused, Pass)
    assert "The table lacks BC, untrained: " in excused.evidence


def test_a_reason_does_not_stand_for_a_week_without_results(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    text = "# Retro\n\nOverride (results-filled): because I was ill the whole week\n"
    assert isinstance(judged(Workspace(tmp_path / "empty"), "results-filled", text), Blocked)


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


def test_a_day_that_names_its_pairs_compares_those_alone(retro: Workspace) -> None:
    args = {"path": PATH, "policies": POLICIES, "pairs": [["ACT", "BC"]]}
    named = results.gather(Evidence(COURSE, retro), DAY21, POLICIES, pairs=args["pairs"])
    assert [(pair.a.policy, pair.b.policy) for pair in named.pairs] == [("ACT", "BC")]
    every = retro_results(retro)[1].pairs
    of_six = next(p for p in every if (p.a.policy, p.b.policy) == ("ACT", "BC"))
    assert named.pairs[0].test.holm_p < of_six.test.holm_p

    (retro.root / PATH).write_text("# Retro\n\nACT beats BC. ACT beats the untrained policy.\n")
    deliverable = Deliverable(id="d", title="t", check=CheckSpec(name="numbers-backed", args=args))
    question = Question(Evidence(COURSE, retro), DAY21, DAY21.steps[0])
    verdict = check_deliverable(question, deliverable).verdict
    assert isinstance(verdict, Fail)
    assert "ACT and untrained are no pair that this table compares" in verdict.why


def test_a_pair_of_what_is_no_policy_is_the_authors_fault(retro: Workspace) -> None:
    args = {"path": PATH, "policies": POLICIES, "pairs": [["ACT", "PPO"]]}
    deliverable = Deliverable(id="d", title="t", check=CheckSpec(name="results-filled", args=args))
    question = Question(Evidence(COURSE, retro), DAY21, DAY21.steps[0])
    verdict = check_deliverable(question, deliverable).verdict
    assert isinstance(verdict, Error)
    assert "PPO" in verdict.why


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


def test_what_a_reason_says_is_told_though_nothing_else_was_found(retro: Workspace) -> None:
    reason = "because the camera saw it solve 500/500"
    verdict = backed(retro, f"{WHAT_I_SAW}Override (numbers-backed): {reason}\n")
    assert isinstance(verdict, Pass)
    assert verdict.level == "attested"
    assert reason in verdict.evidence


def test_each_finding_that_a_reason_silences_is_told(retro: Workspace) -> None:
    verdict = backed(retro, f"# Retro\n\nBC solved 19/20. {CLAIM} {REASON}\n")
    assert isinstance(verdict, Pass)
    assert "no recorded Run backs “19/20”" in verdict.evidence or "“19/20” is" in verdict.evidence
    assert "a factor of 4" in verdict.evidence


def test_an_override_without_a_reason_is_named(retro: Workspace) -> None:
    verdict = backed(retro, f"{CLAIM}\nOverride (numbers-backed): trust me\n")
    assert isinstance(verdict, Fail)
    assert "The override in line 2 gives no reason." in verdict.remedy


def test_numbers_that_a_later_run_backs_pass_again(retro: Workspace) -> None:
    text = "The expert solved 12/20 in the end.\n"
    assert isinstance(backed(retro, text), Fail)
    sample.write_evaluation(retro, "expert", number=2, solved=12, requested_s=400.0)
    assert isinstance(backed(retro, text), Pass)
