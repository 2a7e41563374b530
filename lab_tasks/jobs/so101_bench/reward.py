"""The bench's reward: three milestones, each paid once, in order, none for nothing."""

import numpy as np

from lab_tasks.jobs.so101_bench.observation import Sight

CARRIED_RISE_M = 0.03  # a block pushed along the table never gets this high
OVER_GOAL_M = 0.03
LIFTED, OVER_GOAL, PLACED = 0.25, 0.5, 1.0


class Milestones:
    """How far one episode has come: lifted, carried over the goal, placed and let go."""

    def __init__(self, rest_height_m: float) -> None:
        """Start an episode with the block lying at its rest height."""
        self._rest_height_m = rest_height_m
        self._reached = 0.0

    def reward(self, sight: Sight, succeeded: bool) -> float:
        """Return the worth of a milestone in the step that reaches it, else zero."""
        now = self._milestone(sight, succeeded)
        if now <= self._reached:
            return 0.0
        self._reached = now
        return now

    def _milestone(self, sight: Sight, succeeded: bool) -> float:
        if succeeded:
            return PLACED
        if sight.block[2] - self._rest_height_m <= CARRIED_RISE_M:
            return 0.0
        left = float(np.linalg.norm((sight.goal - sight.block)[:2]))
        return OVER_GOAL if left < OVER_GOAL_M else LIFTED
