"""A Checkpoint counts as its Run recorded it: the same files, whole, of the policy asked for."""

import json
import shutil

import pytest
import sample_workspace as sample
from checked_day import check, failure

from lab_tasks.checks.verdict import Blocked, Fail, Pass
from lab_tasks.progress import progress
from lab_tasks.workspace import Workspace


def test_a_removed_checkpoint_fails_although_the_progress_file_says_done(
    solved: Workspace,
) -> None:
    progress.tick(solved, "robo47/day19/train-act", "committed")
    run = sample.run_folder(solved, "train-act-01")
    (run / "output/checkpoints/003000/pretrained_model/model.safetensors").unlink()

    failed = failure(solved, "train-act/checkpoint")

    assert "model.safetensors is missing" in failed.why
    assert "git checkout" in failed.remedy
    assert isinstance(check(solved)["evaluate-act/rate"].verdict, Blocked)
    assert isinstance(check(solved)["evaluate-cloning/rate"].verdict, Pass)


def test_a_changed_checkpoint_is_told_by_its_hash(solved: Workspace) -> None:
    run = sample.run_folder(solved, "train-act-01")
    weights = run / "output/checkpoints/003000/pretrained_model/model.safetensors"
    weights.write_bytes(b"x" * weights.stat().st_size)

    failed = failure(solved, "train-act/checkpoint")

    assert "changed" in failed.why
    assert failed.expected.startswith("sha256 ")
    assert failed.expected != failed.found


def test_too_few_steps_or_another_policy_is_refused(
    solved: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = sample.run_folder(solved, "train-act-01")
    shutil.rmtree(run)
    monkeypatch.setattr(sample, "STEPS", 2000)
    sample.write_training(solved, "act")
    assert failure(solved, "train-act/checkpoint").found == "2,000 steps"
    shutil.rmtree(run)
    sample.write_training(solved, "act", config={"type": "diffusion"})
    sample.ask(run, policy__type="diffusion")
    sample.edit_json(run / "record.json", policy_type="diffusion")
    assert failure(solved, "train-act/checkpoint").found == "diffusion"


def test_a_training_whose_metrics_end_early_is_refused(solved: Workspace) -> None:
    metrics = sample.run_folder(solved, "train-act-01") / "metrics.jsonl"
    metrics.write_text("".join(metrics.read_text().splitlines(keepends=True)[:3]))

    failed = failure(solved, "train-act/checkpoint")

    assert (failed.expected, failed.found) == ("50", "3000")
    assert isinstance(check(solved)["evaluate-act/rate"].verdict, Blocked)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"kind":"evaluation"}', '{"kind":"virus"}', "NaN", "[" * 100_000]
)
def test_a_record_that_is_none_fails_with_its_name(solved: Workspace, content: str) -> None:
    (sample.run_folder(solved, "train-act-01") / "record.json").write_text(content)
    assert "record.json" in failure(solved, "train-act/checkpoint").why


def test_hostile_text_from_a_file_reaches_no_verdict(solved: Workspace) -> None:
    run = sample.run_folder(solved, "train-act-01")
    sample.edit_json(run / "record.json", policy_type="\x1b]52;c;evil\x07act\u202e")
    assert failure(solved, "train-act/checkpoint").found == "act"


def test_a_record_that_names_files_outside_its_run_is_refused(solved: Workspace) -> None:
    run = sample.run_folder(solved, "train-act-01")
    record = json.loads((run / "record.json").read_text())
    record["files"][0]["path"] = "../../../../secret"
    (run / "record.json").write_text(json.dumps(record))
    assert isinstance(check(solved)["train-act/checkpoint"].verdict, Fail)
