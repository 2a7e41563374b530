"""Observations: what a policy sees of the bench, from positions in metres.

Every policy gets the same 16 numbers in `agent_pos`. The other two entries carry nothing more:
ACT and diffusion insist on an environment state, VQ-BeT on a picture. Only where a picture is asked
for by its height (`--env.picture_px=32`, for policies that look) is the scene drawn in it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

STATE_SIZE = 16  # jaw opening, grasp point 3, then the scene
SCENE_SIZE = 12  # block from grasp point 3, goal from block 3, then both again, saturated
PICTURE_SHAPE = (8, 8, 3)  # height, width, colours: blank
NEAR_M = 0.025  # the saturated copy resolves the last millimetres within about this distance

type Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Sight:
    """What can be seen: positions in metres, shape (3,), and the jaw, 0 closed to 1 open."""

    grasp: Vector
    block: Vector
    goal: Vector
    opening: float


def picture_shape(picture_px: int) -> tuple[int, int, int]:
    """Return height, width, colours of a policy's picture: two square panels; 0: the blank one."""
    return (picture_px, 2 * picture_px, 3) if picture_px else PICTURE_SHAPE


def encode(sight: Sight) -> dict[str, NDArray[np.float32] | NDArray[np.uint8]]:
    """Turn a sight into arrays: relative positions, because absolute ones teach each place anew."""
    offsets = np.concatenate([sight.block - sight.grasp, sight.goal - sight.block])
    scene = np.concatenate([offsets, np.tanh(offsets / NEAR_M)]).astype(np.float32)
    arm = np.array([sight.opening, *sight.grasp], np.float32)
    return {
        "agent_pos": np.concatenate([arm, scene]),
        "environment_state": scene,
        "pixels": np.zeros(PICTURE_SHAPE, np.uint8),
    }
