"""Demonstrations: a demonstrator's episodes, disturbed so that they show how to recover.

What is executed is noisy, what is recorded is the clean action for the state that the noise led to
(DART, https://arxiv.org/abs/1703.09327). Without it a policy never sees what to do next to the
demonstrator's path, which is where it soon is.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lab_tasks.jobs.so101_bench import expert, observation
from lab_tasks.jobs.so101_bench.config import ACTION_SIZE, EPISODE_STEPS
from lab_tasks.jobs.so101_bench.environment import PickPlace
from lab_tasks.jobs.so101_bench.observation import Sight
from lab_tasks.jobs.so101_bench.phases import Phases

type Demonstrator = Callable[[Sight, float], NDArray[np.float32]]
"""What is seen, and the block's rest height in metres -> the action, for one episode."""

DEMONSTRATORS: dict[str, Callable[[], Demonstrator]] = {
    "law": lambda: expert.act,
    "phases": Phases,
}
"""Name -> the demonstrator of a new episode."""

SLIP_STEPS = 3  # how long the jaw does the opposite of what was asked


@dataclass(frozen=True)
class Noise:
    """What disturbs the arm: pushes, a deviation in action units; slips of the jaw, a chance."""

    push: float
    slip: float


@dataclass(frozen=True)
class Demonstration:
    """One episode: its frames, ready for a dataset, and whether the block was placed."""

    frames: list[dict[str, NDArray[np.generic]]]
    succeeded: bool


def demonstrate(env: PickPlace, seed: int, noise: Noise, act: Demonstrator) -> Demonstration:
    """Let a demonstrator solve the episode of a seed against noise drawn from the same seed."""
    seen, _ = env.reset(seed=seed)
    disturb = _Disturbance(noise, seed)
    frames = []
    for _ in range(EPISODE_STEPS):
        clean = act(env.sight(), env.rest_height_m)
        frames.append(_frame(seen, clean))
        seen, _, terminated, _, info = env.step(disturb(clean))
        if terminated:
            return Demonstration(frames, bool(info["is_success"]))
    return Demonstration(frames, succeeded=False)


class _Disturbance:
    """Noise that depends on its seed alone; every second action, on average, is pushed."""

    def __init__(self, noise: Noise, seed: int) -> None:
        self._noise, self._random, self._slipping = noise, np.random.default_rng(seed), 0

    def __call__(self, action: NDArray[np.float32]) -> NDArray[np.float32]:
        noisy = action.copy()
        if self._random.random() < 0.5:
            noisy[:3] += self._random.normal(0, self._noise.push, 3)
        if not self._slipping and self._random.random() < self._noise.slip:
            self._slipping = SLIP_STEPS
        if self._slipping:
            noisy[3], self._slipping = 1 - noisy[3], self._slipping - 1
        return noisy


def _frame(
    seen: dict[str, NDArray[np.generic]], action: NDArray[np.float32]
) -> dict[str, NDArray[np.generic]]:
    return {
        "observation.state": seen["agent_pos"],
        "observation.environment_state": seen["environment_state"],
        "observation.image": seen["pixels"],
        "action": action,
    }


def features(picture_px: int = 0) -> dict[str, dict[str, object]]:
    """Describe a frame as LeRobotDataset wants it; `picture_px` as the environment was told."""

    def numbers(size: int) -> dict[str, object]:
        return {"dtype": "float32", "shape": (size,), "names": None}

    return {
        "observation.state": numbers(observation.STATE_SIZE),
        "observation.environment_state": numbers(observation.SCENE_SIZE),
        "observation.image": {
            "dtype": "image",
            "shape": observation.picture_shape(picture_px),
            "names": ["height", "width", "channel"],
        },
        "action": numbers(ACTION_SIZE),
    }
