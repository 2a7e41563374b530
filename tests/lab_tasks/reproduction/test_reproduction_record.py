"""What a Reproduction's record holds of a repository's words."""

import json
from pathlib import Path

import msgspec
import pytest
import sample_workspace as sample

from lab_tasks.reproduction import checkpoints
from lab_tasks.reproduction.record import StageResult
from lab_tasks.workspace import Workspace

COURSE = sample.sample_course()
DAY19, DAY21 = COURSE.days
HOSTILE = "\x1b]0;owned\x07\x1b[2J\u202e\nmore"


def test_a_stage_keeps_no_words_that_act_on_a_terminal() -> None:
    made = StageResult(stage="clone", verdict="failed", why=HOSTILE, remedy=HOSTILE)
    read = msgspec.json.decode(
        json.dumps({"stage": "clone", "verdict": "failed", "why": HOSTILE}), type=StageResult
    )

    assert {made.why, made.remedy, read.why} == {" more"}


@pytest.mark.parametrize("what", ["checkpoint", "file"])
def test_paths_of_a_foreign_repository_reach_no_terminal(solved: Workspace, what: str) -> None:
    if what == "checkpoint":
        record = sample.run_folder(solved, "evaluate-act-01") / "record.json"
        sample.edit_json(record, checkpoint__path=HOSTILE, checkpoint__sha256="a" * 64)
    else:
        record = sample.run_folder(solved, "train-act-01") / "record.json"
        files = json.loads(record.read_text())["files"]
        files[0]["path"] = f"output/checkpoints/{HOSTILE}"
        sample.edit_json(record, files=files)

    result = checkpoints.find_recorded(COURSE, DAY21, ("day19/evaluate-act",), Path(solved.root))

    assert isinstance(result, StageResult)
    assert f"{result.why}{result.remedy}".isprintable()
