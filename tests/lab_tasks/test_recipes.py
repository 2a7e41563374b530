"""Recipes resolved against what a Workspace has."""

import shutil

import pytest
import sample_workspace as sample

from course.model import Step
from lab_tasks import recipes
from lab_tasks.recipes import Missing
from lab_tasks.runs.model import GitState, RunRequest
from lab_tasks.workspace import Workspace

COURSE = sample.sample_course()
DAY19 = COURSE.days[0]


def step(name: str) -> Step:
    found = DAY19.step(name)
    assert found is not None
    return found


def resolve(workspace: Workspace, name: str) -> RunRequest | Missing:
    return recipes.resolve(COURSE, DAY19, step(name), "quick", workspace)


def test_placeholders_become_paths_relative_to_the_workspace(solved: Workspace) -> None:
    request = resolve(solved, "evaluate-act")

    assert isinstance(request, RunRequest)
    assert request.id == "evaluate-act-02"
    run = ".robolab/runs/train-act-01/output"
    assert request.flag("policy.path") == f"{run}/checkpoints/003000/pretrained_model"
    assert request.flag("output_dir") == ".robolab/runs/evaluate-act-02/output"
    assert request.inputs == ("train-act-01",)
    assert request.step == "robo47/day19/evaluate-act"
    assert request.env["OMP_NUM_THREADS"] == "1"
    assert request.env["HF_HUB_OFFLINE"] == "1"


def test_an_output_of_another_step_is_its_newest_successful_run(solved: Workspace) -> None:
    request = resolve(solved, "train-act")
    assert isinstance(request, RunRequest)
    assert request.flag("dataset.root") == ".robolab/runs/make-demos-01/output"


def test_what_is_missing_is_named_with_the_step_that_makes_it(workspace: Workspace) -> None:
    missing = resolve(workspace, "evaluate-act")
    assert isinstance(missing, Missing)
    assert missing.what == ("the checkpoint of 'Train act'",)
    assert missing.steps == ("robo47/day19/train-act",)
    assert "robo47/day19/train-act" in missing.remedy


@pytest.mark.parametrize("gone", ["output", "record.json"])
def test_a_product_that_was_removed_is_missing(solved: Workspace, gone: str) -> None:
    path = sample.run_folder(solved, "train-act-01") / gone
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert isinstance(resolve(solved, "evaluate-act"), Missing)


def test_a_step_or_profile_without_a_recipe_says_what_there_is(workspace: Workspace) -> None:
    missing = recipes.resolve(COURSE, DAY19, step("glossary"), "quick", workspace)
    assert isinstance(missing, Missing)
    assert "read its text" in missing.remedy
    missing = recipes.resolve(COURSE, DAY19, step("train-act"), "full", workspace)
    assert isinstance(missing, Missing)
    assert "quick" in missing.remedy


def test_the_git_state_tells_commit_and_the_students_own_changes(solved: Workspace) -> None:
    head = sample.git(solved.root, "rev-parse", "HEAD").strip()
    assert recipes.git_state(solved) == GitState(commit=head, dirty=False)

    (solved.root / "course-progress.yaml").write_text("changes with every tick")
    assert recipes.git_state(solved).dirty is False

    (solved.root / "requirements.txt").write_text("changed")
    assert recipes.git_state(solved) == GitState(commit=head, dirty=True)


def test_without_a_commit_or_repository_the_git_state_is_unknown(uncommitted: Workspace) -> None:
    assert recipes.git_state(uncommitted) == GitState(commit=None, dirty=None)
    shutil.rmtree(uncommitted.root / ".git")
    assert recipes.git_state(uncommitted) == GitState(commit=None, dirty=None)
