"""The Check of an adapter: it is one, its share is small, and its base is as it was."""

from pathlib import Path

import pytest

from course.loader import load_course
from course.model import CheckSpec, Deliverable
from lab_tasks.checks.question import Question
from lab_tasks.checks.run import check_deliverable
from lab_tasks.checks.verdict import Blocked, Fail, Pass, Verdict
from lab_tasks.evidence.evidence import Evidence
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
    verdict = judge(trained)
    assert not isinstance(verdict, Pass)


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
