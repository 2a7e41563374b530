"""Episodes of gym-pusht's own task, played by the expert or by one who stands still."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import gym_pusht  # noqa: F401  # registers the environment
import gymnasium as gym
import numpy as np

from lab_tasks.jobs.pusht import expert
from lab_tasks.jobs.pusht.model import Model, Scene, scene_of
from lab_tasks.jobs.pusht.tee import Points

ACTIONS = 300  # an episode's, as in gym-pusht and in lerobot's `--env.type=pusht`
TARGETS_PER_PX = 32  # targets are rounded to this grid, so that a file can hold them exactly

type Player = Callable[[Any, int], Iterator[Points]]
"""Given an environment and the episode's seed: the targets, one after the other."""


@dataclass(frozen=True)
class Frame:
    """What there was, and the agent's target then: px, shape (2,)."""

    scene: Scene
    target: Points


@dataclass(frozen=True)
class Episode:
    """The frames, the reward of each (coverage / 0.95, 1 at most), and whether it was solved."""

    frames: list[Frame]
    rewards: list[float]
    succeeded: bool


def make_environment() -> Any:
    """Make PushT as lerobot does for `--env.obs_type=environment_state_agent_pos`."""
    return gym.make(
        "gym_pusht/PushT-v0",
        obs_type="environment_state_agent_pos",
        render_mode="rgb_array",
        max_episode_steps=ACTIONS,
    )


def play(env: Any, seed: int, player: Player) -> Episode:
    """Play the episode of a seed to its end."""
    env.reset(seed=seed)
    frames: list[Frame] = []
    rewards: list[float] = []
    for target in player(env, seed):
        asked = np.clip(np.round(target * TARGETS_PER_PX) / TARGETS_PER_PX, 0, 512)
        frames.append(Frame(scene_of(env), asked))
        _, reward, terminated, truncated, _ = env.step(asked.astype(np.float32))
        rewards.append(float(reward))
        if terminated or truncated:
            return Episode(frames, rewards, bool(terminated))
    return Episode(frames, rewards, succeeded=False)


def expert_player() -> Player:
    """Return the expert, with one model for all of its episodes."""
    model = Model()

    def plan(env: Any, seed: int) -> Iterator[Points]:
        rng = np.random.default_rng(seed)
        while True:
            yield from expert.plan(model, scene_of(env), rng)

    return plan


def still_player() -> Player:
    """Return one who stays where the episode begins."""

    def stay(env: Any, seed: int) -> Iterator[Points]:
        place = scene_of(env).agent
        while True:
            yield place

    return stay


def repeating(targets: Points) -> Player:
    """Return one who repeats what was done before, targets of shape (actions, 2)."""
    return lambda env, seed: iter(targets)
