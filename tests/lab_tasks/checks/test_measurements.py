"""The Check of measured times: often enough, unchanged, and their medians follow."""

import json
from pathlib import Path

import pytest
from sample_workspace import edit_json

from course.loader import load_course
from course.model import CheckSpec, Deliverable
from lab_tasks.checks.question import Question
from lab_tasks.checks.run import check_deliverable
from lab_tasks.checks.verdict import Fail, Pass, Verdict
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.evidence.records import MeasurementRecord, read_record
from lab_tasks.samples.made_runs import MadeRuns
from lab_tasks.workspace import Workspace
from tui.words.run_result import result_text

COURSE = load_course("robo47")
ASKED = {"measured": ["tokens-8", "parallel-8"], "rounds": 15}


@pytest.fixture
def measured(tmp_path: Path) -> Workspace:
    """A Workspace with the measurement of Day 20."""
    day = COURSE.day(20)
    assert day is not None
    step = day.step("measure-decoding")
    assert step is not None
    MadeRuns(COURSE, Workspace(tmp_path), "quick", {}).make(day, step)
    return Workspace(tmp_path)


def judge(workspace: Workspace, **changes: object) -> Verdict:
    day = COURSE.day(20)
    assert day is not None
    step = day.step("measure-decoding")
    assert step is not None
    spec = CheckSpec(name="measurement-recorded", args=ASKED | changes)
    question = Question(Evidence(COURSE, workspace), day, step)
    return check_deliverable(question, Deliverable(id="times", title="It", check=spec)).verdict


def folder(workspace: Workspace) -> Path:
    return workspace.root / ".robolab/runs/measure-decoding-01"


def test_it_passes_with_the_medians_and_is_no_rehearsal(measured: Workspace) -> None:
    verdict = judge(measured)
    assert isinstance(verdict, Pass), verdict
    assert verdict.evidence.startswith("measure-decoding-01: medians of 15: tokens-8 ")
    assert "rehearsal" not in verdict.evidence


@pytest.mark.parametrize("changes", [{"rounds": 16}, {"measured": ["tokens-64"]}])
def test_too_few_times_fail(measured: Workspace, changes: dict[str, object]) -> None:
    verdict = judge(measured, **changes)
    assert isinstance(verdict, Fail)
    assert "often enough" in verdict.why


def test_a_median_that_was_made_nicer_fails(measured: Workspace) -> None:
    record = folder(measured) / "record.json"
    medians = json.loads(record.read_text())["medians"]
    edit_json(record, medians=medians | {"parallel-8": 0.001})
    verdict = judge(measured)
    assert isinstance(verdict, Fail)
    assert "does not follow" in verdict.why


def test_a_time_that_was_made_nicer_fails(measured: Workspace) -> None:
    path = folder(measured) / "output/decoding.json"
    path.write_text(path.read_text().replace("0.125", "0.001"))
    assert isinstance(judge(measured), Fail)


def test_rounds_that_were_not_asked_for_fail(measured: Workspace) -> None:
    edit_json(folder(measured) / "record.json", rounds=99)
    assert isinstance(judge(measured), Fail)


def test_the_run_shows_its_medians(measured: Workspace) -> None:
    record = read_record(folder(measured))
    assert isinstance(record, MeasurementRecord)
    assert "parallel-8 " in result_text(record, {}).plain
