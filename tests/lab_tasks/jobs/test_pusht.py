"""PushT, asked in the lab's Python: its file, its players, and the dataset made of it."""

from typing import Any

import pytest
from laboratory import Lab, record

pytestmark = pytest.mark.lerobot

SAME_TASK = """
import json
import numpy as np
from gym_pusht.envs.pusht import PushTEnv
from lab_tasks.jobs.pusht import episode, tee
from lab_tasks.jobs.pusht.model import Model, scene_of
env = episode.make_environment()
seen, _ = env.reset(seed=7)
block = scene_of(env).block
keypoints = block.placed(tee.KEYPOINTS).flatten()
model = Model()
model.place(scene_of(env))
target = np.array([block.x, block.y])
apart = []
for _ in range(20):
    predicted = model.step(target)
    env.step(target)
    met = scene_of(env).block
    apart.append(np.abs(predicted.placed(tee.OUTLINE) - met.placed(tee.OUTLINE)).max())
moved = np.abs(met.placed(tee.OUTLINE) - block.placed(tee.OUTLINE)).max()
goal = PushTEnv.get_goal_pose_body(env.unwrapped.goal_pose)
print(json.dumps({
    "keypoints": float(np.abs(keypoints - seen["environment_state"]).max()),
    "apart": max(apart), "moved": moved,
    "goal": [*goal.position, goal.angle], "ours": [tee.GOAL.x, tee.GOAL.y, tee.GOAL.angle],
}))
"""

STORED = """
import json
import numpy as np
from lab_tasks.jobs.pusht import episode, repeating, stored
shown = stored.read()
env = episode.make_environment()
again = [repeating.repeat(env, each) for each in shown[::50]]
print(json.dumps({
    "count": len(shown), "seeds": [shown[0].seed, shown[-1].seed],
    "bytes": stored.SHIPPED.stat().st_size,
    "inside": bool(all(((e.target >= 0) & (e.target <= 512)).all() for e in shown)),
    "solved": [each.succeeded for each in again], "apart": max(each.apart for each in again),
}))
"""

CORNERED = """
import json
import numpy as np
from lab_tasks.jobs.pusht import episode, stored
env, player = episode.make_environment(), episode.expert_player()
cornered = episode.play(env, 8, player)
shown = stored.read()[5]
again = [frame.target for frame in episode.play(env, shown.seed, player).frames]
print(json.dumps({
    "solved": cornered.succeeded,
    "same_length": len(again) == len(shown.target),
    "same_start": bool(np.array_equal(again[:10], shown.target[:10])),
}))
"""


@pytest.fixture(scope="module")
def task(lab: Lab) -> dict[str, Any]:
    """The task as gym-pusht has it, beside what we say of it."""
    told: dict[str, Any] = lab.probe(SAME_TASK)
    return told


@pytest.fixture(scope="module")
def plans(lab: Lab) -> dict[str, Any]:
    """What the expert does of seed 8, where the T lies in a corner, and of one that is stored."""
    told: dict[str, Any] = lab.probe(CORNERED)
    return told


def test_what_a_policy_sees_follows_from_the_pose(task: dict[str, Any]) -> None:
    assert task["keypoints"] < 1e-9
    assert task["goal"] == task["ours"]


def test_the_model_foretells_a_push(task: dict[str, Any]) -> None:
    assert task["moved"] > 10  # px
    assert task["apart"] < 0.01


def test_the_stored_demonstrations_can_be_played_again(lab: Lab) -> None:
    told = lab.probe(STORED)

    assert (told["count"], told["seeds"]) == (200, [10_000, 10_199])
    assert told["bytes"] < 300_000
    assert told["inside"]
    assert told["solved"] == [True] * 4
    assert told["apart"] < 0.1  # places are stored to 1/32 px


def test_the_expert_solves_a_t_in_a_corner(plans: dict[str, Any]) -> None:
    assert plans["solved"]


def test_what_is_stored_is_what_the_expert_plans(plans: dict[str, Any]) -> None:
    assert plans["same_start"]
    assert plans["same_length"]


def test_a_dataset_is_made_of_some_of_them(lab: Lab) -> None:
    made = record(lab.run("stored_demos", "stored", "--episodes=3", "--repeat=1"))

    assert (made["kind"], made["episodes"], made["attempts"]) == ("dataset", 3, 3)
    log = (lab.workspace / "stored" / "output.log").read_text()
    assert "repeated seed 10000: solved again" in log
    assert f"3 episodes, {made['frames']} frames" in log


def test_one_who_stands_still_is_evaluated_as_policies_are(lab: Lab) -> None:
    asked = ("--env.type=pusht", "--player=still", "--n_episodes=3", "--seed=1")
    made = record(lab.run("expert", "still", *asked))

    assert (made["policy_type"], made["env"]) == ("still", {"type": "pusht", "task": "PushT-v0"})
    assert made["successes"] == [False] * 3
    assert all(0 <= reward < 1 for reward in made["max_rewards"])
