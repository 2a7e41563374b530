"""The Check of an adapter: it is one, its share is small, and its base is as it was."""

import hashlib
import json
import re
from pathlib import Path

import msgspec
import pytest

from course.loader import load_course
from course.model import CheckSpec, Deliverable
from lab_tasks.checks.question import Question
from lab_tasks.checks.run import check_deliverable
from lab_tasks.checks.verdict import Blocked, Fail, Pass, Verdict
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.evidence.records import FileRecord, digest
from lab_tasks.samples.made_runs import MadeRuns
from lab_tasks.workspace import Workspace

COURSE = load_course("robo47")
DAY18 = COURSE.day(18)
ASKED = {"policy": "smolvla", "steps": 300, "base": "make-tiny", "share": 0.05}


@pytest.fixture
def trained(tmp_path: Path) -> Workspace:
    """A Workspace with a base and an adapter on it, as Day 18 makes them."""
    assert DAY18 is not None
    workspace = Workspace(tmp_path)
    made = MadeRuns(COURSE, workspace, "quick", {})
    for name in ("make-tiny", "make-demos", "train-lora"):
        step = DAY18.step(name)
        assert step is not None
        made.make(DAY18, step)
    return workspace


def judge(workspace: Workspace, **changes: object) -> Verdict:
    assert DAY18 is not None
    step = DAY18.step("train-lora")
    assert step is not None
    question = Question(Evidence(COURSE, workspace), DAY18, step)
    spec = CheckSpec(name="adapter-trained", args=ASKED | changes)
    return check_deliverable(question, Deliverable(id="adapter", title="It", check=spec)).verdict


def record_anew(run: Path) -> None:
    """Write the record's sizes and hashes as its files are now, as one who forges it would."""
    path = run / "record.json"
    record = json.loads(path.read_text())
    files = [made_file(run, run / each["path"]) for each in record["files"]]
    own = digest(files, record["path"])
    told = [msgspec.to_builtins(each) for each in files]
    path.write_text(json.dumps(record | {"files": told, "sha256": own}))


def made_file(run: Path, path: Path) -> FileRecord:
    content = path.read_bytes()
    return FileRecord(
        path=path.relative_to(run).as_posix(),
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def folder(workspace: Workspace, run: str) -> Path:
    return workspace.root / ".robolab/runs" / run


def test_it_passes_with_the_share_and_the_hash_of_the_base(trained: Workspace) -> None:
    verdict = judge(trained)
    assert isinstance(verdict, Pass), verdict
    assert "10,000 of 1,000,000 parameters (1 %)" in verdict.evidence
    assert "base make-tiny-01 unchanged" in verdict.evidence
    assert verdict.evidence.endswith("(a rehearsal, not a result)")


def test_a_base_that_was_changed_afterwards_blocks_it(trained: Workspace) -> None:
    path = folder(trained, "make-tiny-01") / "output/pretrained_model/model.safetensors"
    path.write_bytes(path.read_bytes() + b"!")
    verdict = judge(trained)
    assert isinstance(verdict, Blocked)
    assert verdict.by == "robo47/day18/make-tiny/base"


def test_a_larger_share_than_asked_fails(trained: Workspace) -> None:
    verdict = judge(trained, share=0.001)
    assert isinstance(verdict, Fail)
    assert (verdict.expected, verdict.found) == ("at most 0.1 % of 1,000,000", "10,000")


def test_an_adapter_of_another_base_fails(trained: Workspace) -> None:
    name = "output/checkpoints/000300/pretrained_model/adapter_config.json"
    config = folder(trained, "train-lora-01") / name
    size = config.stat().st_size
    other = '{"base_model_name_or_path": "lerobot/smolvla_base"'
    config.write_text(other + " " * (size - len(other) - 1) + "}")
    record_anew(folder(trained, "train-lora-01"))
    verdict = judge(trained)
    assert isinstance(verdict, Fail)
    assert verdict.why.startswith("train-lora-01 was not trained on the base of")


@pytest.mark.parametrize(
    ("run", "parameters", "why"),
    [
        ("train-lora-01", 7, "its number of parameters is not what metrics.jsonl says"),
        ("make-tiny-01", 90_000_000, "more parameters than model.safetensors holds"),
    ],
)
def test_the_share_is_not_the_records_word_alone(
    trained: Workspace, run: str, parameters: int, why: str
) -> None:
    record = folder(trained, run) / "record.json"
    record.write_text(json.dumps(json.loads(record.read_text()) | {"parameters": parameters}))
    verdict = judge(trained)
    assert isinstance(verdict, Fail | Blocked)
    assert why in verdict.why


def test_a_share_below_what_the_adapter_holds_fails(trained: Workspace) -> None:
    for name in ("record.json", "metrics.jsonl"):
        path = folder(trained, "train-lora-01") / name
        changed = re.sub(r'("parameters": ?)10000', r"\g<1>7", path.read_text())
        assert changed != path.read_text()
        path.write_text(changed)
    verdict = judge(trained)
    assert isinstance(verdict, Fail)
    assert (verdict.expected, verdict.found) == ("10,000", "7")


def test_a_whole_policy_is_no_adapter(trained: Workspace) -> None:
    assert DAY18 is not None
    fitted = DAY18.step("fit-base")
    assert fitted is not None
    made = MadeRuns(COURSE, trained, "quick", {})
    made.make(DAY18, fitted)
    spec = CheckSpec(name="adapter-trained", args=ASKED | {"steps": 1})
    question = Question(Evidence(COURSE, trained), DAY18, fitted)
    verdict = check_deliverable(question, Deliverable(id="a", title="It", check=spec)).verdict
    assert isinstance(verdict, Fail)
    assert verdict.why == "fit-base-01 saved a whole policy and no adapter."


def test_of_the_hubs_base_only_the_adapter_is_asked(trained: Workspace) -> None:
    verdict = judge(trained, base="")
    assert isinstance(verdict, Pass), verdict
    assert "parameters" not in verdict.evidence
