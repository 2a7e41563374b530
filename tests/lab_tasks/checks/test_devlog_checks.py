"""Checks `devlog-written` and `few-trials-written`: filled by the app, spoiled, outdated."""

import shutil
from pathlib import Path

import pytest
import sample_workspace as sample

from course.model import CheckSpec, Deliverable, Step
from lab_tasks import filling
from lab_tasks.checks.question import Question
from lab_tasks.checks.run import check_deliverable
from lab_tasks.checks.verdict import Blocked, Fail, Pass, Verdict
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.evidence.evidence_files import documents
from lab_tasks.problem import Problem
from lab_tasks.reports import written_part
from lab_tasks.results import Filled
from lab_tasks.workspace import Workspace

COURSE = sample.sample_course()
DAY = COURSE.days[0]
DEVLOG = "devlog/day19/devlog.md"
FEW = "docs/few.md"
ASKED = {
    "devlog-written": {"path": DEVLOG, "steps": ["train-act", "train-cloning"]},
    "few-trials-written": {
        "path": FEW,
        "steps": ["evaluate-act", "evaluate-cloning"],
        "trials": 5,
    },
}


def step_of(check: str) -> Step:
    deliverable = Deliverable(id="d", title="t", check=CheckSpec(name=check, args=ASKED[check]))
    return Step(
        id=check, title="Write it", kind="write", minutes=5, text="t", deliverables=(deliverable,)
    )


def filled(workspace: Workspace, check: str) -> Filled | Problem:
    return filling.fill(COURSE, DAY, step_of(check), workspace)


def judged(workspace: Workspace, check: str) -> Verdict:
    step = step_of(check)
    question = Question(Evidence(COURSE, workspace), DAY, step)
    return check_deliverable(question, step.deliverables[0]).verdict


@pytest.fixture(scope="module")
def _solved_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two trainings with one value each, their evaluations, and both documents."""
    made = Workspace(tmp_path_factory.mktemp("solved") / "workspace")
    for number, policy in enumerate(sample.POLICIES):
        sample.write_training(made, policy, requested_s=100.0 + number)
        sample.write_evaluation(made, policy, requested_s=200.0 + number)
    for check in ASKED:
        assert isinstance(filled(made, check), Filled)
    return made.root


@pytest.fixture
def solved(_solved_once: Path, tmp_path: Path) -> Workspace:
    return Workspace(shutil.copytree(_solved_once, tmp_path / "workspace"))


def edit(workspace: Workspace, path: str, old: str, new: str) -> None:
    file = workspace.root / path
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


@pytest.mark.parametrize("check", ASKED)
def test_what_the_app_filled_passes(solved: Workspace, check: str) -> None:
    verdict = judged(solved, check)
    assert isinstance(verdict, Pass), verdict
    assert verdict.level == "executed"


@pytest.mark.parametrize("check", ASKED)
def test_nothing_written_fails(tmp_path: Path, check: str) -> None:
    assert isinstance(judged(Workspace(tmp_path), check), Fail)


def test_words_of_ones_own_around_a_table_stay_and_pass(solved: Workspace) -> None:
    path = solved.root / FEW
    path.write_text(f"# Mine\n\nWith 99/100 of my own.\n\n{path.read_text()}")
    assert isinstance(filled(solved, "few-trials-written"), Filled)
    assert path.read_text().startswith("# Mine")
    assert isinstance(judged(solved, "few-trials-written"), Pass)


def test_a_number_changed_by_hand_in_the_report_fails(solved: Workspace) -> None:
    edit(solved, DEVLOG, "18/20", "19/20")
    verdict = judged(solved, "devlog-written")
    assert isinstance(verdict, Fail)
    assert "changed by hand" in verdict.why


def test_a_devlog_of_an_earlier_run_fails(solved: Workspace) -> None:
    sample.write_training(solved, "act", number=2, requested_s=900.0)
    verdict = judged(solved, "devlog-written")
    assert isinstance(verdict, Fail)
    assert "does not tell of train-act-02" in verdict.why


def test_a_devlog_from_before_an_evaluation_fails(
    solved: Workspace,
) -> None:
    sample.write_evaluation(solved, "act", number=2, solved=3, requested_s=900.0)
    verdict = judged(solved, "devlog-written")
    assert isinstance(verdict, Fail)
    assert "evaluate-act-02" in verdict.expected


def test_a_loss_that_the_records_do_not_have_fails_though_the_part_is_whole(
    solved: Workspace,
) -> None:
    metrics = sample.run_folder(solved, "train-act-01") / "metrics.jsonl"
    metrics.write_text(metrics.read_text().replace('"loss":0.5', '"loss":0.4'))
    verdict = judged(solved, "devlog-written")
    assert isinstance(verdict, Fail)
    assert "0.4" in verdict.expected
    assert "0.5" in verdict.found


@pytest.mark.parametrize(
    ("where", "more"),
    [
        ("## Comparison", "## {title}\n\n### Evaluation\n\n| x | y | 1 | 20/20 | 1 |\n\n"),
        ("## Comparison", "ACT solved 500/500.\n\n"),
        ("### Evaluation", "ACT solved 500/500.\n\n"),
        ("### Configuration", "> ACT solved 500/500.\n\n"),
        ("- Final loss:", "- Solved: 500/500\n"),
        ("## Comparison\n", "- `train-act-01` and `train-cloning-01` separate: p < 0.001.\n"),
        ("| step asked", "| 12a | 3 | 4 | 5 | 6 |\n"),
        ("| step asked", "| 9999999999999999999999999 | 3 | 4 | 5 | 6 |\n"),
    ],
)
def test_a_claim_of_ones_own_in_the_report_fails_though_its_digest_is_right(
    solved: Workspace, where: str, more: str
) -> None:
    path = solved.root / DEVLOG
    part = written_part.find(path.read_text())
    assert isinstance(part, written_part.WrittenPart)
    words = part.inner.strip()
    title = next(line for line in words.splitlines() if "(`train-act-01`)" in line)
    added = more.replace("## {title}", title)
    forged = f"{added}{where}" if not where.endswith("\n") else f"{where}\n{added}"
    assert where in words
    path.write_text(written_part.marked(f"{words.replace(where, forged, 1)}\n"))

    verdict = judged(solved, "devlog-written")

    assert isinstance(verdict, Fail)
    assert "is not what the app writes from the records now" in verdict.why


def test_a_devlog_without_its_report_fails(solved: Workspace) -> None:
    (solved.root / DEVLOG).write_text("# By hand\n\n| `act` | 20/20 |\n")
    verdict = judged(solved, "devlog-written")
    assert isinstance(verdict, Fail)
    assert "holds no report" in verdict.why


def test_a_devlog_waits_for_its_trainings(solved: Workspace) -> None:
    shutil.rmtree(sample.run_folder(solved, "train-act-01"))
    assert isinstance(judged(solved, "devlog-written"), Blocked)
    problem = filled(solved, "devlog-written")
    assert isinstance(problem, Problem)
    assert "train-act" in problem.what


def test_a_devlog_brings_its_pictures_into_the_commit(solved: Workspace) -> None:
    day = type(DAY)(
        **{f: getattr(DAY, f) for f in DAY.__struct_fields__ if f != "steps"},
        steps=(*DAY.steps, step_of("devlog-written")),
    )
    names = {path.name for path in documents(Evidence(COURSE, solved), day)}
    assert {"devlog.md", "curves.png", "curves.svg", "train-act-01.png"} <= names


def test_a_changed_share_of_few_trials_fails(solved: Workspace) -> None:
    edit(solved, FEW, "18/20", "17/20")
    verdict = judged(solved, "few-trials-written")
    assert isinstance(verdict, Fail)
    assert "18/20" in verdict.expected


def test_few_trials_wait_for_an_evaluation(solved: Workspace) -> None:
    shutil.rmtree(sample.run_folder(solved, "evaluate-act-01"))
    assert isinstance(judged(solved, "few-trials-written"), Blocked)
