"""An evaluation counts as its own files tell it, of a Checkpoint that a Run made."""

import json
import shutil

import pytest
import sample_workspace as sample
from checked_day import check, failure

from lab_tasks.checks.verdict import Blocked, Inconclusive, Pass
from lab_tasks.workspace import Workspace


def test_an_evaluation_before_its_training_is_blocked_and_names_the_training(
    workspace: Workspace,
) -> None:
    verdict = check(workspace)["evaluate-act/rate"].verdict
    assert isinstance(verdict, Blocked)
    assert verdict.by == "robo47/day19/train-act/checkpoint"
    assert "train-act" in verdict.remedy


@pytest.mark.parametrize(
    ("file", "changes", "expected", "found"),
    [
        ("output/eval_info.json", {"overall__pc_success": 95.0}, "90 % (18 of 20", "95 %"),
        ("record.json", {"successes": [True] * 20}, "True (record.json)", "False (eval_info"),
        ("record.json", {"n_episodes": 50}, "20", "50"),
        ("output/eval_info.json", {"overall__n_episodes": 19}, "20 episodes", "19 in"),
    ],
)
def test_a_doctored_number_is_told_with_what_it_should_be(
    solved: Workspace, file: str, changes: dict[str, object], expected: str, found: str
) -> None:
    sample.edit_json(sample.run_folder(solved, "evaluate-act-01") / file, **changes)

    failed = failure(solved, "evaluate-act/rate")

    assert expected in failed.expected
    assert found in failed.found


def test_a_doctored_file_that_agrees_with_itself_is_told_by_its_hash(solved: Workspace) -> None:
    run = sample.run_folder(solved, "evaluate-act-01")
    better = sample.episodes_of(20)
    (run / "output/eval_info.json").write_text(json.dumps(sample.eval_info(better)))
    sample.edit_json(run / "record.json", **better)

    failed = failure(solved, "evaluate-act/rate")

    assert "eval_info.json" in failed.why


def test_a_success_with_no_reward_is_not_accepted(
    solved: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = sample.run_folder(solved, "evaluate-act-01")
    nothing = sample.episodes_of(20) | {"max_rewards": [0.0] * 20, "sum_rewards": [0.0] * 20}
    shutil.rmtree(run)
    monkeypatch.setattr(sample.made, "episodes_of", lambda *counts: nothing)
    sample.write_evaluation(solved, "act")

    failed = failure(solved, "evaluate-act/rate")

    assert "no reward" in failed.why
    assert "is_success" in failed.remedy


def test_a_checkpoint_that_no_run_made_is_refused(solved: Workspace) -> None:
    run = sample.run_folder(solved, "evaluate-act-01")
    sample.edit_json(run / "record.json", checkpoint__sha256="a" * 64)
    assert "no Run of ‘Train act’" in failure(solved, "evaluate-act/rate").why


def test_the_checkpoint_of_another_policy_is_refused(solved: Workspace) -> None:
    cloning = json.loads(
        (sample.run_folder(solved, "train-cloning-01") / "record.json").read_text()
    )
    run = sample.run_folder(solved, "evaluate-act-01")
    sample.edit_json(run / "record.json", checkpoint__sha256=cloning["sha256"])
    assert "no Run of ‘Train act’" in failure(solved, "evaluate-act/rate").why


def test_an_evaluation_of_an_earlier_training_still_counts(solved: Workspace) -> None:
    sample.write_training(solved, "act", number=2)
    assert isinstance(check(solved)["evaluate-act/rate"].verdict, Pass)


@pytest.mark.parametrize(
    ("field", "flag", "why"),
    [("seed", "seed", "another seed"), ("batch_size", "eval__batch_size", "another batch size")],
)
def test_another_seed_or_batch_size_is_refused(
    solved: Workspace, field: str, flag: str, why: str
) -> None:
    run = sample.run_folder(solved, "evaluate-act-01")
    sample.edit_json(run / "record.json", **{field: 7})
    sample.ask(run, **{flag: 7})
    assert why in failure(solved, "evaluate-act/rate").why


def test_a_policy_that_the_untrained_baseline_equals_is_refused(solved: Workspace) -> None:
    shutil.rmtree(sample.run_folder(solved, "evaluate-untrained-01"))
    sample.write_evaluation(solved, "untrained", solved=18)
    assert "succeeds as often" in failure(solved, "evaluate-act/better").why


def test_a_lead_that_may_be_chance_is_inconclusive(solved: Workspace) -> None:
    shutil.rmtree(sample.run_folder(solved, "evaluate-act-01"))
    sample.write_evaluation(solved, "act", solved=3)
    verdict = check(solved)["evaluate-act/better"].verdict
    assert isinstance(verdict, Inconclusive)
    assert "may be chance" in verdict.why
