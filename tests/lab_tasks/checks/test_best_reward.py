"""Beating a baseline by best reward: on the same starts, beyond chance."""

import hashlib
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sample_workspace as sample

from course.model import CheckSpec, Course, Day, Deliverable
from lab_tasks import comparison
from lab_tasks.checks.numbers import MOST_REWARD
from lab_tasks.checks.run import check_day
from lab_tasks.checks.verdict import Blocked, Fail, Inconclusive, Pass, Verdict
from lab_tasks.workspace import Workspace


def by_best_reward() -> Course:
    """Return the sample Course, in which ACT is to come further than the untrained policy."""
    course = sample.sample_course()
    day = course.days[0]
    better = Deliverable(
        id="further",
        title="Further",
        check=CheckSpec(
            name="beats-baseline", args={"baseline": "evaluate-untrained", "measure": "best-reward"}
        ),
    )
    steps = tuple(
        msgspec.structs.replace(step, deliverables=(better,)) if step.id == "evaluate-act" else step
        for step in day.steps
    )
    days = (msgspec.structs.replace(day, steps=steps), *course.days[1:])
    return msgspec.structs.replace(
        course, weeks=(msgspec.structs.replace(course.weeks[0], days=days),)
    )


ROOT = Path(__file__).parents[3]
COURSE = by_best_reward()
DAY: Day = COURSE.days[0]


def reached(workspace: Workspace, policy: str, rewards: list[float]) -> None:
    """Let an evaluation in which nobody succeeded have these best rewards."""
    run = sample.run_folder(workspace, f"evaluate-{policy}-01")
    episodes: dict[str, Any] = {
        "successes": [False] * len(rewards),
        "max_rewards": rewards,
        "sum_rewards": rewards,
    }
    content = json.dumps(sample.eval_info(episodes)).encode()
    (run / "output/eval_info.json").write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    file = {"path": "output/eval_info.json", "size_bytes": len(content), "sha256": sha256}
    sample.edit_json(run / "record.json", files=[file], sha256=sha256, **episodes)


def further(workspace: Workspace) -> Verdict:
    results = check_day(COURSE, DAY, workspace)
    return next(r.verdict for r in results if r.deliverable == "further")


def test_further_on_nearly_all_starts_passes_and_says_by_how_much(workspace: Workspace) -> None:
    sample.solved_workspace(workspace.root, commit=False)
    reached(workspace, "untrained", [0.05] * 20)
    reached(workspace, "act", [0.25, 0.45] * 10)

    verdict = further(workspace)

    assert isinstance(verdict, Pass), verdict
    assert "mean best reward: act 0.35, untrained baseline 0.05" in verdict.evidence
    # half of them 0.1 above 0.30, half below: 0.1026 / sqrt(20) * 2.093
    assert "+0.30 (95 % interval +0.25 to +0.35, n = 20, paired)" in verdict.evidence


def test_as_far_as_the_baseline_fails(workspace: Workspace) -> None:
    sample.solved_workspace(workspace.root, commit=False)
    reached(workspace, "untrained", [0.3] * 20)
    reached(workspace, "act", [0.3] * 20)

    verdict = further(workspace)

    assert isinstance(verdict, Fail), verdict
    assert "comes as far" in verdict.why


def test_a_lead_that_may_be_chance_is_inconclusive(workspace: Workspace) -> None:
    sample.solved_workspace(workspace.root, commit=False)
    reached(workspace, "untrained", [0.3] * 20)
    reached(workspace, "act", [0.0] * 10 + [0.7] * 10)

    verdict = further(workspace)

    assert isinstance(verdict, Inconclusive), verdict
    assert "+0.05 (95 % interval -0.12 to +0.22" in verdict.why


def test_other_starts_are_no_comparison(workspace: Workspace) -> None:
    sample.solved_workspace(workspace.root, commit=False)
    reached(workspace, "act", [0.5] * 20)
    run = sample.run_folder(workspace, "evaluate-act-01")
    sample.ask(run, seed=7)
    sample.edit_json(run / "record.json", seed=7)

    verdict = further(workspace)

    assert isinstance(verdict, Fail), verdict
    assert "different starts" in verdict.why


def test_the_comparison_says_it_too_and_its_file_is_held_to_it(workspace: Workspace) -> None:
    sample.solved_workspace(workspace.root, commit=False)
    reached(workspace, "untrained", [0.05] * 20)
    reached(workspace, "act", [0.25, 0.45] * 10)

    table = comparison.compare(COURSE, DAY, workspace)

    (above,) = table.above
    assert (above.policy, above.baseline, above.separates) == ("act", "untrained", True)
    told = "- **act** against **untrained**: mean best reward +0.30 (95 % interval +0.25 to +0.35"
    assert told in comparison.to_markdown(table)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty place."""
    return Workspace(tmp_path / "workspace")


def test_a_reward_that_the_environment_never_gives_is_refused(solved: Workspace) -> None:
    reached(solved, "act", [0.5] * 19 + [99.0])

    said = further(solved)

    assert isinstance(said, Fail | Blocked)
    assert "so101_bench gives 1 at most in a step" in said.why


def test_the_most_that_our_environment_gives_is_what_it_pays_for_a_placed_block() -> None:
    said = (ROOT / "lab_tasks/jobs/so101_bench/reward.py").read_text()
    assert f"LIFTED, OVER_GOAL, PLACED = 0.25, 0.5, {MOST_REWARD['so101_bench']}" in said
