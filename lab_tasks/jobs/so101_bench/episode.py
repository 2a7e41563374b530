"""Episodes: the expert alone in the environment, undisturbed."""

from dataclasses import dataclass

from lab_tasks.jobs.so101_bench import expert
from lab_tasks.jobs.so101_bench.config import EPISODE_STEPS
from lab_tasks.jobs.so101_bench.environment import PickPlace


@dataclass(frozen=True)
class Episode:
    """The reward of each step, and whether the block was placed."""

    rewards: list[float]
    succeeded: bool


def play(env: PickPlace, seed: int) -> Episode:
    """Let the expert play the episode of a seed."""
    env.reset(seed=seed)
    rewards = []
    for _ in range(EPISODE_STEPS):
        _, reward, terminated, _, info = env.step(expert.act(env.sight(), env.rest_height_m))
        rewards.append(reward)
        if terminated:
            return Episode(rewards, bool(info["is_success"]))
    return Episode(rewards, succeeded=False)
