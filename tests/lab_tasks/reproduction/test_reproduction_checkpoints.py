"""An adapter is half a policy: the clone must hold the base that it names, and find it there."""

import shutil
from pathlib import Path

import pytest
import sample_workspace as sample

from lab_tasks.evidence.evidence import Evidence
from lab_tasks.evidence.evidence_files import day_files
from lab_tasks.reproduction import checkpoints
from lab_tasks.reproduction.record import StageResult
from lab_tasks.workspace import Workspace

COURSE = sample.sample_course()
DAY19, DAY21 = COURSE.days
BASE = ".robolab/runs/train-base-01/output/checkpoints/003000/pretrained_model"


def adapted(root: Path, base: str) -> Workspace:
    """Leave an evaluated adapter that names `base`, and the Run that made BASE."""
    root.mkdir()
    workspace = Workspace(root)
    sample.write_training(workspace, "base", requested_s=50.0)
    sample.write_training(workspace, "act", base=base)
    sample.write_evaluation(workspace, "act")
    return workspace


def found(workspace: Workspace) -> object:
    """Return what the stage finds of the evaluation in a clone like this Workspace."""
    return checkpoints.find_recorded(COURSE, DAY21, ("day19/evaluate-act",), workspace.root)


@pytest.mark.parametrize("base", [BASE, f"./{BASE}", "lerobot/smolvla_base"])
def test_an_adapter_is_found_with_its_base_in_the_clone_or_on_the_hub(
    tmp_path: Path, base: str
) -> None:
    assert not isinstance(found(adapted(tmp_path / "w", base)), StageResult)


def test_a_base_that_is_not_in_the_commit_is_named_with_git_add(tmp_path: Path) -> None:
    workspace = adapted(tmp_path / "w", BASE)
    (workspace.root / BASE / "model.safetensors").unlink()
    half = found(workspace)
    assert isinstance(half, StageResult)
    assert half.why == f"{BASE}/model.safetensors is not in the commit."

    shutil.rmtree(sample.run_folder(workspace, "train-base-01"))
    nothing = found(workspace)
    assert isinstance(nothing, StageResult)
    assert nothing.why == f"The base model of train-act-01 is not in the commit: {BASE}."
    assert f"git add -f {BASE}" in nothing.remedy


@pytest.mark.parametrize("base", [f"/home/ada/lab/{BASE}", f"../lab/{BASE}", "~/lab/base"])
def test_a_base_that_only_one_machine_has_is_refused(tmp_path: Path, base: str) -> None:
    result = found(adapted(tmp_path / "w", base))
    assert isinstance(result, StageResult)
    assert f"by a path of one machine: {base}" in result.why
    assert "--policy.path" in result.remedy


def test_an_adapter_that_names_nothing_is_refused(tmp_path: Path) -> None:
    workspace = adapted(tmp_path / "w", BASE)
    training = sample.run_folder(workspace, "train-act-01")
    config = next(training.rglob("adapter_config.json"))
    config.write_text("{}")
    result = found(workspace)
    assert isinstance(result, StageResult)
    assert "adapter_config.json" in result.why


def test_the_base_is_committed_with_a_day_that_evaluates_or_reproduces_its_adapter(
    tmp_path: Path,
) -> None:
    evidence = Evidence(COURSE, adapted(tmp_path / "w", BASE))
    weights = evidence.workspace.root / BASE / "model.safetensors"
    assert weights in day_files(evidence, DAY19)
    assert weights in day_files(evidence, DAY21)
