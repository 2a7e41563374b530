"""The bench itself, asked in the lab's Python."""

from typing import Any

import pytest
from laboratory import Lab

pytestmark = pytest.mark.lerobot

SAME_ITEMS = """
import json, torch
from lerobot.datasets.lerobot_dataset import LeRobotDataset
from lab_tasks.jobs import resident
times = {"action": [0.0, 0.1, 0.2], "observation.state": [-0.1, 0.0]}
load = lambda: LeRobotDataset("local/so101_bench", root="demos/output", delta_timestamps=times)
plain = load()
resident.keep_small_datasets_in_memory()
kept = load()
assert type(kept.reader.hf_dataset).__name__ == "ResidentTable", type(kept.reader.hf_dataset)
def same(a, b):
    return torch.equal(a, b) and a.dtype == b.dtype if isinstance(a, torch.Tensor) else a == b
rows = (0, 1, len(plain) // 2, len(plain) - 1)
pairs = [(plain[i], kept[i]) for i in rows]
print(json.dumps(all(a.keys() == b.keys() and all(same(a[k], b[k]) for k in a) for a, b in pairs)))
"""

ENVIRONMENT = """
import json
import numpy as np
from lab_tasks.jobs.so101_bench import expert
from lab_tasks.jobs.so101_bench.environment import PickPlace
env = PickPlace()
seen, info = env.reset(seed=7)
inside, rewards = env.observation_space.contains(seen), []
for _ in range(100):
    seen, reward, terminated, truncated, info = env.step(expert.act(env.sight(), env.rest_height_m))
    inside &= env.observation_space.contains(seen)
    rewards.append(reward)
    if terminated:
        break
again, _ = PickPlace().reset(seed=7)
first, _ = env.reset(seed=7)
print(json.dumps({
    "inside": inside, "rewards": [r for r in rewards if r], "last": rewards[-1],
    "success": info["is_success"], "frame": env.render().shape,
    "same_seed": bool(np.array_equal(again["agent_pos"], first["agent_pos"])),
}))
"""

SAME_SIGHT = """
import json
from lab_tasks.jobs.so101_bench.demonstration import DEMONSTRATORS, Noise, demonstrate
from lab_tasks.jobs.so101_bench.environment import PickPlace
env = PickPlace()
told = {}
for name, begin in DEMONSTRATORS.items():
    act = begin()
    frames = demonstrate(env, 7, Noise(0, 0), act).frames
    jaws = [float(frame["action"][3]) for frame in frames]
    env.reset(seed=7)
    sight = env.sight()
    again = [act(sight, env.rest_height_m).tolist(), begin()(sight, env.rest_height_m).tolist()]
    told[name] = {"jaws": jaws, "same": again[0] == again[1]}
print(json.dumps(told))
"""

PUSHING = """
import json
import numpy as np
from lab_tasks.jobs.so101_bench.environment import PickPlace
env = PickPlace()
env.reset(seed=7)
push = env.sight().block - env.sight().grasp
rewards = [env.step(np.array([*np.clip(push / 0.025, -1, 1), 0.0]))[1] for _ in range(60)]
print(json.dumps(rewards))
"""

UNSEEN_GRAPHICS = """
import json, os, sys
os.environ.pop("MUJOCO_GL", None)
from lab_tasks.jobs.so101_bench.environment import PickPlace
env = PickPlace()
env.reset(seed=1)
env.render()
loaded = open("/proc/self/maps").read() if os.path.exists("/proc/self/maps") else ""
graphics = ("libGL.so", "libEGL", "libOSMesa", "libGLX")
print(json.dumps([name for name in graphics if name in loaded]))
"""


@pytest.fixture(scope="module")
def played(lab: Lab) -> dict[str, Any]:
    """What the environment told while the expert played one episode."""
    told: dict[str, Any] = lab.probe(ENVIRONMENT)
    return told


def test_the_expert_earns_each_milestone_once(played: dict[str, Any]) -> None:
    assert played["rewards"] == [0.25, 0.5, 1.0]
    assert played["success"]
    assert played["last"] == 1.0


def test_observations_are_what_the_space_says_and_follow_the_seed(played: dict[str, Any]) -> None:
    assert played["inside"]
    assert played["same_seed"]
    assert played["frame"] == [192, 384, 3]


def test_a_law_answers_the_same_sight_alike_and_one_that_remembers_does_not(lab: Lab) -> None:
    told = lab.probe(SAME_SIGHT)

    assert told["law"]["same"]
    assert not told["phases"]["same"]  # the one is at its end, the other at its beginning
    closed = [jaw < 0.5 for jaw in told["phases"]["jaws"]]
    assert closed.index(True) < len(closed) - 10  # it closes the jaw, then goes on


def test_pushing_the_block_earns_nothing(lab: Lab) -> None:
    assert set(lab.probe(PUSHING)) == {0.0}


def test_no_graphics_library_is_loaded(lab: Lab) -> None:
    assert lab.probe(UNSEEN_GRAPHICS) == []


def test_datasets_in_memory_give_the_same_items(lab: Lab) -> None:
    assert lab.probe(SAME_ITEMS) is True
