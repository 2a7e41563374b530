"""The bench's environment: `lerobot-env-so101`'s pick and place with a reward that means progress.

Action, shape (4,): the grasp point's move in x, y, z, in units of 25 mm a step, -1 to 1; then the
jaw's target, 0 closed to 1 open. Ten steps a second, gripper pointing down.
"""

from typing import Any

import gymnasium as gym
import numpy as np
from lerobot_env_so101.gripper import ctrl_to_normalized
from lerobot_env_so101.pick_place_env import SO101PickPlaceGymEnv
from numpy.typing import NDArray

from lab_tasks.jobs.so101_bench import drawing, observation
from lab_tasks.jobs.so101_bench.observation import Sight
from lab_tasks.jobs.so101_bench.reward import Milestones

STEP_M = 0.025  # metres of one action unit


class PickPlace(SO101PickPlaceGymEnv):
    """Random block and goal; success: the block was carried, rests on the goal and is let go."""

    task = "pick_place"
    task_description = "Pick up the cube and place it on the goal."

    def __init__(self) -> None:
        """Build the simulation; nothing here opens a window or an OpenGL context."""
        super().__init__(random_block_position=True, action_scale=STEP_M)
        self.observation_space = _space()
        self._milestones = Milestones(self.rest_height_m)
        self._succeeded = False

    @property
    def rest_height_m(self) -> float:
        """Height of the block's centre when it lies on the table."""
        return float(self._block_z)

    def sight(self) -> Sight:
        """Look at the scene as it is now."""
        joint = self._data.qpos[self._gripper_qpos_adr]
        opening = ctrl_to_normalized(joint, self._model.actuator("gripper").ctrlrange)
        block = self._data.sensor("block_pos").data.copy()
        return Sight(np.array(self.ik_point_pos), block, self.goal_pos, float(opening))

    def reset(
        self, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Place block and goal by the seed."""
        super().reset(seed=seed)
        self._milestones = Milestones(self.rest_height_m)
        self._succeeded = False
        return observation.encode(self.sight()), {"is_success": False}

    def step(
        self, action: NDArray[np.float32]
    ) -> tuple[dict[str, Any], float, bool, bool, dict[str, Any]]:
        """Move for a tenth of a second.

        `is_success` must be in the info: lerobot-eval counts every finished episode as a success
        where it is absent.
        """
        _, _, terminated, truncated, told = super().step(np.asarray(action, np.float64))
        self._succeeded = bool(told["succeed"])
        sight = self.sight()
        reward = self._milestones.reward(sight, self._succeeded)
        info = {"is_success": self._succeeded}
        return observation.encode(sight), reward, terminated, truncated, info

    def render(self) -> NDArray[np.uint8]:
        """Draw the scene from above and from the front, shape (192, 384, 3)."""
        return drawing.draw(self.sight(), self.rest_height_m, self._succeeded)


def _space() -> gym.spaces.Dict:
    def unbounded(size: int) -> gym.spaces.Box:
        return gym.spaces.Box(-np.inf, np.inf, (size,), np.float32)

    return gym.spaces.Dict(
        {
            "agent_pos": unbounded(observation.STATE_SIZE),
            "environment_state": unbounded(observation.SCENE_SIZE),
            "pixels": gym.spaces.Box(0, 255, observation.PICTURE_SHAPE, np.uint8),
        }
    )
