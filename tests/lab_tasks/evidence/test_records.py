"""Records read and verified."""

import json

import pytest
import sample_workspace as sample

from lab_tasks.evidence import records
from lab_tasks.evidence.records import CheckpointRecord, DatasetRecord, EvaluationRecord
from lab_tasks.jobs import digest as job_digest
from lab_tasks.problem import Problem
from lab_tasks.workspace import Workspace


@pytest.mark.parametrize(
    ("run_id", "kind"),
    [
        ("train-act-01", CheckpointRecord),
        ("evaluate-act-01", EvaluationRecord),
        ("make-demos-01", DatasetRecord),
    ],
)
def test_each_kind_of_record_is_read_and_its_files_agree(
    solved: Workspace, run_id: str, kind: type
) -> None:
    folder = sample.run_folder(solved, run_id)
    record = records.read_record(folder)
    assert isinstance(record, kind)
    assert records.verify_files(folder, record) == []  # type: ignore[arg-type]


def test_a_training_on_a_dataset_of_the_hub_has_no_digest_of_ours(solved: Workspace) -> None:
    folder = sample.run_folder(solved, "train-act-01")
    hub = {"sha256": None, "episodes": 206, "frames": 25650, "path": None}
    sample.edit_json(folder / "record.json", dataset=hub)

    record = records.read_record(folder)

    assert isinstance(record, CheckpointRecord)
    assert record.dataset is not None
    assert record.dataset.sha256 is None


def test_a_folder_without_a_record_has_none(solved: Workspace) -> None:
    assert records.read_record(solved.root) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"successes": ["yes"] * 20},
        {"n_episodes": -1},
        {"sha256": "short"},
        {"max_rewards": "many"},
        {"checkpoint": {"path": 1}},
    ],
)
def test_wrong_types_are_problems(solved: Workspace, changes: dict[str, object]) -> None:
    folder = sample.run_folder(solved, "evaluate-act-01")
    sample.edit_json(folder / "record.json", **changes)
    assert isinstance(records.read_record(folder), Problem)


def test_missing_resized_and_changed_files_are_told_apart(solved: Workspace) -> None:
    folder = sample.run_folder(solved, "train-act-01")
    record = records.read_record(folder)
    assert isinstance(record, CheckpointRecord)
    config, weights = (folder / file.path for file in record.files)
    weights.write_bytes(b"x" * weights.stat().st_size)
    config.unlink()
    missing, changed = records.verify_files(folder, record)
    assert "is missing" in missing.what
    assert "was changed" in changed.what
    weights.write_bytes(b"x")
    assert "another size" in records.verify_files(folder, record)[1].what


def test_a_digest_that_does_not_follow_from_the_files_is_a_problem(solved: Workspace) -> None:
    folder = sample.run_folder(solved, "train-act-01")
    sample.edit_json(folder / "record.json", sha256="a" * 64)
    record = records.read_record(folder)
    assert isinstance(record, CheckpointRecord)
    (problem,) = records.verify_files(folder, record)
    assert "does not follow" in problem.what


def test_the_digest_is_the_one_that_jobs_write(solved: Workspace) -> None:
    folder = sample.run_folder(solved, "train-act-01")
    record = json.loads((folder / "record.json").read_text())
    assert job_digest.of_folder(folder / record["path"]) == record["sha256"]
