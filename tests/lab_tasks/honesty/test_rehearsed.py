"""A rehearsal told as a result is found; what is said of it as of a rehearsal is left alone."""

from pathlib import Path

import pytest
import sample_workspace as sample
from retro_workspace import COURSE, DAY21

from lab_tasks.evidence.evidence import Evidence
from lab_tasks.honesty.judging import findings
from lab_tasks.results import Results, gather
from lab_tasks.workspace import Workspace

WHY = "a base of random weights has learned nothing"
POLICIES = {"LoRA": ("day19/evaluate-act",), "zero-shot": ("day19/evaluate-cloning",)}
ALSO = {"LoRA": ("the adapter", "our adapter"), "zero-shot": ("the base", "base model")}
TOLD_AS_RESULTS = {
    "LoRA reached 20/20 (100 %) on our robot, a real result.": "“20/20”",
    "The adapter reached a success rate of 100 %.": "“100 %”",
    "Our adapter is a real result.": "real result",
    "It is real: SmolVLA works on our robot.": "works on our robot",
    "LoRA beats the base model, as I hoped.": "what is recorded of LoRA is no result",
    "The adapter is better than the base.": "what is recorded of LoRA is no result",
    "The adapter is better than any other VLA.": "what is recorded of LoRA is no result",
    "The adapter picked the cube up well on my real arm.": "on my real arm",
}
INNOCENT = (
    "The rehearsal of LoRA solved 2/20 of its episodes.",
    "The adapter failed in 18 of 20 episodes, which is no news of any kind.",
    "Both, LoRA and the base, are rehearsals and no real results.",
    "A real result would need LIBERO and the hub's base.",
    "The adapter is not better than the base.",
    "Nothing here shows that the adapter is better than the base.",
    "The adapter is better documented than the base, and faster to train.",
    "The adapter works better than I feared: it loads on top of its base again.",
    "The loss of the adapter fell from 0.5 to 0.031.",
    "LoRA may be better than the base model on the real robot.",
    "SmolVLA works on the real SO-101 in 78 % of the trials ([paper](https://arxiv.org/abs/2506.01844)).",
    "Does the adapter beat the base?",
    "It says nothing about how well a real VLA picks up a cube on my arm.",
    "The path works on the robot's simulator, and every Run works on my machine.",
    "The whole path from base to episodes works on my robot.",
    "The expert, which is no rehearsal, solved 20/20.",
)


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Evidence, Results]:
    """Two rehearsed policies, 2 and 0 of 20, in a Workspace whose expert solved 20/20."""
    workspace = Workspace(tmp_path_factory.mktemp("rehearsed") / "workspace")
    Path(workspace.root).mkdir()
    for policy, solved in (("act", 2), ("cloning", 0)):
        training = sample.write_training(workspace, policy)
        sample.edit_json(training / "request.json", rehearsal=WHY)
        sample.write_evaluation(workspace, policy, solved=solved)
    sample.write_evaluation(workspace, "expert", solved=20)
    evidence = Evidence(COURSE, workspace)
    return evidence, gather(evidence, DAY21, POLICIES, ALSO)


@pytest.mark.parametrize("sentence", TOLD_AS_RESULTS)
def test_a_rehearsal_told_as_a_result_is_found(
    sentence: str, rehearsed: tuple[Evidence, Results]
) -> None:
    found = findings(f"{sentence}\n", *rehearsed)
    assert any(TOLD_AS_RESULTS[sentence] in each.what for each in found), found
    assert all("rehearsal, not a result" in each.records for each in found)


@pytest.mark.parametrize("sentence", INNOCENT)
def test_what_is_said_of_a_rehearsal_as_of_one_is_left_alone(
    sentence: str, rehearsed: tuple[Evidence, Results]
) -> None:
    assert findings(f"{sentence}\n", *rehearsed) == ()


def test_results_may_be_told_as_results(recorded: tuple[Evidence, Results]) -> None:
    text = "ACT is a real result, works on our robot, and is better than the BC model.\n"
    assert findings(text, *recorded) == ()
