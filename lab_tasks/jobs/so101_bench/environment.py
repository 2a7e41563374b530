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

    def __init__(self, picture_px: int = 0) -> None:
        """Build the simulation; nothing here opens a window or an OpenGL context.

        `picture_px` is the height of the picture that a policy sees; 0: a blank one.
        """
        super().__init__(random_block_position=True, action_scale=STEP_M)
        self._picture_px = picture_px
        self.observation_space = _space(observation.picture_shape(picture_px))
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
        return self._seen(), {"is_success": False}

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
        return self._seen(), reward, terminated, truncated, info

    def render(self) -> NDArray[np.uint8]:
        """Draw the scene from above and from the front, shape (192, 384, 3)."""
        return drawing.draw(self.sight(), self.rest_height_m, self._succeeded)

    def _seen(self) -> dict[str, Any]:
        seen: dict[str, Any] = dict(observation.encode(self.sight()))
        if self._picture_px:
            seen["pixels"] = drawing.small(self.render(), self._picture_px)
        return seen


def _space(picture_shape: tuple[int, int, int]) -> gym.spaces.Dict:
    def unbounded(size: int) -> gym.spaces.Box:
        return gym.spaces.Box(-np.inf, np.inf, (size,), np.float32)

    return gym.spaces.Dict(
        {
            "agent_pos": unbounded(observation.STATE_SIZE),
            "environment_state": unbounded(observation.SCENE_SIZE),
            "pixels": gym.spaces.Box(0, 255, picture_shape, np.uint8),
        }
    )
