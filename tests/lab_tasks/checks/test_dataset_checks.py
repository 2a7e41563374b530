"""A dataset counts by its hash, and by who demonstrated it."""

import shutil

import pytest
import sample_workspace as sample
from checked_day import COURSE, DAY19, check, failure

from course.model import CheckSpec, Deliverable
from lab_tasks.checks.question import Question
from lab_tasks.checks.run import check_deliverable
from lab_tasks.checks.verdict import Fail, Pass
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.workspace import Workspace


def test_a_dataset_that_is_only_named_by_its_hash_passes_and_a_changed_one_fails(
    solved: Workspace,
) -> None:
    data = sample.run_folder(solved, "make-demos-01") / "output"
    kept = data / "data/chunk-000/file-000.parquet"
    kept.write_bytes(b"other")
    assert "file-000.parquet" in failure(solved, "make-demos/dataset").why
    shutil.rmtree(data)
    verdict = check(solved)["make-demos/dataset"].verdict
    assert isinstance(verdict, Pass)
    assert "not in this copy" in verdict.evidence


@pytest.mark.parametrize(
    ("recorded", "passes"),
    [
        ({"demonstrator": "phases", "noise": 0.0}, True),
        ({"demonstrator": "law"}, False),
        ({}, False),
    ],
)
def test_demonstrations_by_another_demonstrator_are_refused(
    solved: Workspace, recorded: dict[str, object], passes: bool
) -> None:
    sample.edit_json(sample.run_folder(solved, "make-demos-01") / "record.json", **recorded)
    step = next(step for step in DAY19.steps if step.id == "make-demos")
    wanted = {"episodes": 100, "demonstrator": "phases", "noise": 0}
    asked = CheckSpec(name="dataset-recorded", args=wanted)

    question = Question(Evidence(COURSE, solved), DAY19, step)
    verdict = check_deliverable(question, Deliverable(id="d", title="t", check=asked)).verdict

    assert isinstance(verdict, Pass if passes else Fail)
    if isinstance(verdict, Fail):
        assert verdict.expected == "demonstrator phases"


@pytest.mark.parametrize("changes", [{"sha256": "0" * 64}, {"files": []}])
@pytest.mark.parametrize("in_a_clone", [True, False])
def test_a_dataset_whose_hash_does_not_follow_from_its_files_is_refused(
    solved: Workspace, changes: dict[str, object], in_a_clone: bool
) -> None:
    run = sample.run_folder(solved, "make-demos-01")
    sample.edit_json(run / "record.json", **changes)
    if in_a_clone:
        shutil.rmtree(run / "output")

    assert "record" in failure(solved, "make-demos/dataset").why
