"""The fresh-clone test with a real clone and a real uv environment; only the job is a stand-in."""

import json
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest
import sample_workspace as sample

from lab_tasks.checks.run import check_day
from lab_tasks.checks.verdict import Fail, Inconclusive, Pass
from lab_tasks.commits.plumbing import head_commit
from lab_tasks.reproduction import run as reproduction
from lab_tasks.reproduction.events import ReproductionState
from lab_tasks.reproduction.record import ReproductionRecord
from lab_tasks.reproduction.run import Cancelled, ReproductionReport, exit_status
from lab_tasks.samples.run_folder import VERSIONS
from lab_tasks.workspace import Workspace

COURSE = sample.sample_course()
DAY19, DAY21 = COURSE.days
STAND_IN = Path(__file__).with_name("stand_in.py")


@pytest.fixture
def jobs(tmp_path: Path) -> Path:
    """A folder for PYTHONPATH whose `lab_tasks.jobs.evaluate` is the stand-in."""
    package = tmp_path / "jobs" / "lab_tasks" / "jobs"
    package.mkdir(parents=True)
    for folder in (package, package.parent):
        (folder / "__init__.py").touch()
    shutil.copy(STAND_IN, package / "evaluate.py")
    return tmp_path / "jobs"


@pytest.fixture(scope="session")
def _ready_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_ready(tmp_path_factory.mktemp("ready") / "w").root


@pytest.fixture
def ready(_ready_once: Path, tmp_path: Path) -> Workspace:
    """A committed Workspace whose checkpoints tell the stand-in what it recorded."""
    root = tmp_path / "w"
    shutil.copytree(_ready_once, root, symlinks=True)
    return Workspace(root)


def make_ready(root: Path, **act: Any) -> Workspace:
    workspace = sample.solved_workspace(root, commit=False)
    for policy in sample.POLICIES:
        for folder in workspace.runs_dir.glob(f"*-{policy}-01"):
            shutil.rmtree(folder)
        settings = {"solved": sample.SOLVED[policy]} | (act if policy == "act" else {})
        sample.write_training(workspace, policy, config=settings)
        sample.write_evaluation(workspace, policy)
    sample.commit_all(workspace)
    return workspace


def reproduce(workspace: Workspace, jobs: Path, **options: Any) -> ReproductionReport:
    scratch = workspace.root.parent / "scratch"
    return reproduction.reproduce(
        COURSE, DAY21, workspace.root, workspace=workspace, scratch=scratch, jobs=jobs, **options
    )


def stages(record: ReproductionRecord) -> dict[str, str]:
    return {stage.stage: stage.verdict for stage in record.stages}


def ends_at(record: ReproductionRecord, stage: str, verdict: str = "failed") -> Any:
    """Assert that the test ended at a stage, with a remedy, and nothing was tried after it."""
    found = stages(record)
    names = list(found)
    position = names.index(stage)
    assert found[stage] == verdict, found
    assert all(found[name] == "passed" for name in names[:position]), found
    assert all(found[name] == "blocked" for name in names[position + 1 : -1]), found
    assert found["report"] == "passed"
    result = record.stages[position]
    assert result.remedy
    return result


def test_equal_episodes_are_reproduced_exactly_and_the_check_then_passes(
    ready: Workspace, jobs: Path
) -> None:
    made = reproduce(ready, jobs)

    assert made.record.verdict == "reproduced exactly"
    (why,) = [stage.why for stage in made.record.stages if stage.stage == "compare"]
    assert why == "2 of 2 reproduced exactly"
    assert set(stages(made.record).values()) == {"passed"}
    assert exit_status(made.record) == 0
    assert made.record.commit == head_commit(ready.root)
    assert [e.run for e in made.record.evaluations] == ["evaluate-act-01", "evaluate-cloning-01"]
    (result,) = check_day(COURSE, DAY21, ready)
    assert isinstance(result.verdict, Pass)
    document = made.document.read_text()
    assert "reproduced exactly" in document
    assert "18/20" in document
    assert "isolation: none" in document
    assert "| torch | 2.11.0 | 2.12.0 | differs |" in document
    assert json.loads((made.folder / "reproduction.json").read_text())["isolation"] == "none"


@pytest.mark.parametrize(
    ("config", "verdict", "status"),
    [
        ({"bonus": -0.001}, "reproduced", 0),
        ({"solved": 17}, "consistent", 4),
        ({"solved": 3}, "not reproduced", 1),
    ],
)
def test_other_episodes_are_judged_by_what_chance_explains(
    tmp_path: Path, jobs: Path, config: dict[str, Any], verdict: str, status: int
) -> None:
    ready = make_ready(tmp_path / "w", **config)

    record = reproduce(ready, jobs).record

    assert record.verdict == verdict
    assert exit_status(record) == status
    act = record.evaluations[0]
    assert act.first_difference == {"reproduced": 0, "consistent": 17, "not reproduced": 3}[verdict]
    (result,) = check_day(COURSE, DAY21, ready)
    expected = {0: Pass, 1: Fail, 4: Inconclusive}[status]
    assert isinstance(result.verdict, expected), result.verdict


def test_under_the_same_conditions_one_other_episode_is_no_chance(
    tmp_path: Path, jobs: Path
) -> None:
    context = {"format": 1, "versions": VERSIONS, "platform": "Other", "device": "cpu"}
    ready = make_ready(tmp_path / "w", solved=17, context=context)

    record = reproduce(ready, jobs).record

    assert record.verdict == "not reproduced"
    assert "not what this checkpoint did" in record.evaluations[0].why


def test_a_doctored_number_ends_at_the_comparison_and_says_what_it_should_be(
    ready: Workspace, jobs: Path
) -> None:
    run = sample.run_folder(ready, "evaluate-act-01")
    sample.edit_json(run / "output/eval_info.json", overall__pc_success=100.0)
    sample.commit_all(ready, "better")

    record = reproduce(ready, jobs).record

    result = ends_at(record, "compare")
    assert record.verdict == "number changed"
    assert exit_status(record) == 1
    assert "the recorded number was changed" in result.why
    assert "90 %" in result.why
    assert "100 %" in result.why


def test_doctored_episodes_that_agree_with_one_another_do_not_come_out_again(
    ready: Workspace, jobs: Path
) -> None:
    shutil.rmtree(sample.run_folder(ready, "evaluate-act-01"))
    run = sample.write_evaluation(ready, "act", solved=4)
    assert run.name == "evaluate-act-01"
    sample.commit_all(ready, "other episodes")

    record = reproduce(ready, jobs).record

    assert record.verdict == "not reproduced"
    assert exit_status(record) == 1


def test_a_checkpoint_file_that_was_not_committed_ends_at_its_stage_with_git_add(
    ready: Workspace, jobs: Path
) -> None:
    path = ".robolab/runs/train-act-01/output/checkpoints/003000/pretrained_model"
    sample.git(ready.root, "rm", "-q", "--cached", f"{path}/model.safetensors")
    sample.git(ready.root, "commit", "-q", "-m", "forgotten")

    record = reproduce(ready, jobs).record

    result = ends_at(record, "checkpoint")
    assert f"{path}/model.safetensors is not in the commit" in result.why
    assert f"git add -f {path}/model.safetensors" in result.remedy
    assert exit_status(record) == 1


def test_an_evaluation_that_was_not_committed_is_named(ready: Workspace, jobs: Path) -> None:
    sample.git(ready.root, "rm", "-r", "-q", "--cached", ".robolab/runs/evaluate-act-01")
    sample.git(ready.root, "commit", "-q", "-m", "forgotten")
    result = ends_at(reproduce(ready, jobs).record, "checkpoint")
    assert "robo47/day19/evaluate-act" in result.why
    assert "git add -f" in result.remedy


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# mine\nnot a requirement!!\n", "line 2"),
        ("# mine\nsome-package @ file:///nowhere/some_package-1.0-py3-none-any.whl\n", "line 2"),
    ],
)
def test_an_uninstallable_requirement_ends_at_the_environment_and_names_its_line(
    ready: Workspace, jobs: Path, text: str, line: str
) -> None:
    ready.requirements_path.write_text(text)
    sample.commit_all(ready, "requirements")

    record = reproduce(ready, jobs).record

    result = ends_at(record, "environment")
    assert line in result.why
    assert "uv: " in result.why
    assert exit_status(record) == 1


def test_a_commit_without_requirements_ends_at_the_environment(
    ready: Workspace, jobs: Path
) -> None:
    sample.git(ready.root, "rm", "-q", "--cached", "requirements.txt")
    sample.git(ready.root, "commit", "-q", "-m", "forgotten")
    result = ends_at(reproduce(ready, jobs).record, "environment")
    assert "no requirements.txt" in result.why
    assert "git add requirements.txt" in result.remedy


def test_without_a_network_it_is_not_the_students_fault(
    ready: Workspace, jobs: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ready.requirements_path.write_text("six==1.16.0\n")
    sample.commit_all(ready, "requirements")
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "empty"))

    record = reproduce(ready, jobs).record

    ends_at(record, "environment", "error")
    assert exit_status(record) == 3


def test_a_job_that_fails_is_quoted(tmp_path: Path, jobs: Path) -> None:
    ready = make_ready(tmp_path / "w", fails=True)
    record = reproduce(ready, jobs).record
    result = ends_at(record, "evaluate")
    assert "No module named 'lerobot'" in result.why
    assert result.log == "evaluate-evaluate-act-01.log"
    assert exit_status(record) == 1


def test_a_folder_that_is_no_repository_ends_at_the_clone(tmp_path: Path, jobs: Path) -> None:
    (tmp_path / "w").mkdir()
    record = reproduce(Workspace(tmp_path / "w"), jobs).record
    result = ends_at(record, "clone")
    assert "in no git repository" in result.why
    assert stages(record)["evaluate"] == "blocked"


def test_a_file_address_is_cloned_without_writing_beside_it(
    ready: Workspace, jobs: Path, tmp_path: Path
) -> None:
    before = sample.git(ready.root, "status", "--porcelain", "--ignored")
    made = reproduction.reproduce(
        COURSE,
        DAY21,
        f"file://{ready.root}",
        workspace=None,
        scratch=tmp_path / "elsewhere",
        jobs=jobs,
    )
    assert made.record.verdict == "reproduced exactly"
    assert made.document == tmp_path / "elsewhere" / "REPRODUCTION.md"
    assert sample.git(ready.root, "status", "--porcelain", "--ignored") == before


def test_no_hook_and_no_filter_of_the_repository_runs(ready: Workspace, jobs: Path) -> None:
    canary = ready.root.parent / "canary"
    program = ready.root / "evil"
    program.write_text(f"#!/bin/sh\ntouch '{canary}'\ncat\n")
    program.chmod(0o755)
    (ready.root / ".gitattributes").write_text("* filter=evil\n")
    sample.commit_all(ready, "evil")
    for key in ("filter.evil.smudge", "filter.evil.clean", "uploadpack.packObjectsHook"):
        sample.git(ready.root, "config", key, str(program))
    hook = ready.root / ".git" / "hooks" / "post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.symlink_to(program)

    assert reproduce(ready, jobs).record.verdict == "reproduced exactly"
    assert not canary.exists()


def test_tokens_of_the_user_do_not_reach_the_job_nor_any_file(
    ready: Workspace, jobs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_canary")
    evaluate = jobs / "lab_tasks" / "jobs" / "evaluate.py"
    evaluate.write_text("import os\nprint(dict(os.environ))\n" + evaluate.read_text())

    made = reproduce(ready, jobs)

    log = (made.folder / "evaluate-evaluate-act-01.log").read_text()
    assert "PYTHONPATH" in log
    assert "hf_canary" not in log
    assert str(Path.home()) not in log


def test_events_tell_the_whole_state_each_time(ready: Workspace, jobs: Path) -> None:
    told: list[ReproductionState] = []
    reproduce(ready, jobs, on_event=told.append)

    order = [state.current for state in told if state.current]
    assert list(dict.fromkeys(order)) == [
        *("clone", "environment", "checkpoint", "evaluate", "compare", "report")
    ]
    last = told[-1]
    assert [stage.verdict for stage in last.finished] == ["passed"] * 6
    assert {e.phase for e in last.evaluations} == {"done"}
    assert {(e.done, e.total) for e in last.evaluations} == {(20, 20)}


def test_a_cancelled_test_leaves_no_process_behind(tmp_path: Path, jobs: Path) -> None:
    ready = make_ready(tmp_path / "w", sleeps_s=600)
    running = threading.Event()

    def watch(state: ReproductionState) -> None:
        if any(e.phase == "running" for e in state.evaluations):
            running.set()

    with pytest.raises(Cancelled):
        reproduce(ready, jobs, on_event=watch, is_cancelled=running.is_set)
    left = subprocess.run(
        ["pgrep", "-f", str(tmp_path / "scratch")], capture_output=True, check=False
    )
    assert left.stdout == b""
