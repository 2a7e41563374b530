"""Phases: a demonstrator that remembers, the package's own controller.

It hovers, descends, holds still for ten steps while the jaw closes, lifts, and so on. What it does
next depends on how long it has been doing what it does, and nothing that is seen shows that: the
opposite of the law in `expert.py`, for the Days that ask what a policy can learn from it.
"""

import numpy as np
from lerobot_env_so101.scripted.pick_place import PickPlaceController
from numpy.typing import NDArray

from lab_tasks.jobs.so101_bench.expert import STEP_M
from lab_tasks.jobs.so101_bench.observation import Sight


class Phases:
    """The demonstrator of one episode: a new one begins with the first phase."""

    def __init__(self) -> None:
        """Begin to hover."""
        self._controller = PickPlaceController(STEP_M)

    def __call__(self, sight: Sight, rest_height_m: float) -> NDArray[np.float32]:
        """Return the next action, as the expert's `act` does, and remember that it was taken.

        The rest height is not needed: the controller measures it in its first step.
        """
        action = self._controller.act(sight.grasp, sight.block, sight.goal)
        return np.asarray(action, np.float32)
