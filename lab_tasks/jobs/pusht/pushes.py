"""Pushes: straight ones that start beside the T, tried in the model and ranked by where it ends."""

from dataclasses import dataclass

import numpy as np
from shapely.geometry import Point, Polygon

from lab_tasks.jobs.pusht import tee
from lab_tasks.jobs.pusht.model import AGENT_RADIUS, FAR_WALL, NEAR_WALL, STILL, Model, Scene
from lab_tasks.jobs.pusht.tee import Points, Pose

STAND_OFF = 19.0  # the agent's centre from the outline before a push
CLEARANCE = 16.0  # and from all other parts of the T
SPREAD_RAD = 0.45  # of the direction about the inward normal


@dataclass(frozen=True)
class Stride:
    """How pushes are made: pixels an action, pixels at most, how many are tried."""

    speed: float
    longest: float
    tried: int


@dataclass(frozen=True)
class Push:
    """A straight push: where it starts, which way, for how many actions, and what it leaves."""

    start: Points
    direction: Points
    speed: float
    actions: int
    after: Pose
    left: float
    """The T's misplacement after it, px."""

    @property
    def targets(self) -> list[Points]:
        """The agent's target of each action."""
        step = self.direction * self.speed
        return [self.start + step * (k + 1) for k in range(self.actions)]


def ranked(model: Model, block: Pose, rng: np.random.Generator, stride: Stride) -> list[Push]:
    """Return pushes drawn at random, the best one first."""
    shape = tee.shape(block)
    tried = (_try(model, block, shape, rng, stride) for _ in range(stride.tried))
    return sorted((push for push in tried if push), key=lambda push: push.left)


def _try(
    model: Model, block: Pose, shape: Polygon, rng: np.random.Generator, stride: Stride
) -> Push | None:
    """Draw a push and cut it where it has done most; None where the agent cannot stand."""
    contacts = tee.contacts()
    point, normal = contacts[rng.integers(len(contacts))]
    outward = block.turned @ normal
    start = block.placed(point[None])[0] + outward * STAND_OFF
    wall = AGENT_RADIUS + 2
    if not np.all((start > wall) & (start < 512 - wall)):
        return None
    if shape.distance(Point(start)) < CLEARANCE:
        return None
    direction = -_rotated(outward, rng.normal(0, SPREAD_RAD))
    return _best_length(model, block, start, direction, stride)


def _best_length(
    model: Model, block: Pose, start: Points, direction: Points, stride: Stride
) -> Push | None:
    model.place(Scene(start, STILL, block))
    best: Push | None = None
    for actions in range(1, int(stride.longest / stride.speed) + 1):
        target = start + direction * stride.speed * actions
        if not np.all((target > NEAR_WALL) & (target < FAR_WALL)):
            break
        after = model.step(target)
        left = tee.misplacement(after)
        if best is None or left < best.left:
            best = Push(start, direction, stride.speed, actions, after, left)
    return best


def _rotated(vector: Points, angle: float) -> Points:
    return Pose(0.0, 0.0, angle).turned @ vector
