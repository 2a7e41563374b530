"""The T: its outline, where it lies, how far that is from the goal. Lengths in pixels of 512."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import Point, Polygon

CONTACT_SPACING = 8.0  # pushes may start about this far apart

type Points = NDArray[np.float64]

# Both in the block's own frame, as gym-pusht builds it: a bar of 120 x 30, a stem of 30 x 90.
OUTLINE: Points = np.array(
    [(-60, 0), (60, 0), (60, 30), (15, 30), (15, 120), (-15, 120), (-15, 30), (-60, 30)], float
)
KEYPOINTS: Points = np.array(  # in gym-pusht's order, which is what a policy sees
    [(-60, 0), (60, 0), (60, 30), (-60, 30), (-15, 30), (15, 30), (15, 120), (-15, 120)], float
)


@dataclass(frozen=True)
class Pose:
    """Where the T lies: its frame's origin, and its angle in radians."""

    x: float
    y: float
    angle: float

    @property
    def turned(self) -> Points:
        """The rotation from the T's frame to the world's, shape (2, 2)."""
        cos, sin = np.cos(self.angle), np.sin(self.angle)
        return np.array([[cos, -sin], [sin, cos]])

    def placed(self, points: Points) -> Points:
        """Return points of the T's frame, shape (n, 2), where they are in the world."""
        return points @ self.turned.T + (self.x, self.y)


GOAL = Pose(256.0, 256.0, np.pi / 4)


def misplacement(pose: Pose) -> float:
    """Return how far the eight corners are from where they belong, on average, in pixels."""
    apart = pose.placed(OUTLINE) - GOAL.placed(OUTLINE)
    return float(np.linalg.norm(apart, axis=1).mean())


def shape(pose: Pose) -> Polygon:
    """Return the T as an area of the world."""
    return Polygon(pose.placed(OUTLINE))


@cache
def contacts() -> tuple[tuple[Points, Points], ...]:
    """Return points all along the outline, each with its outward normal, in the T's frame."""
    own, found = Polygon(OUTLINE), []
    for start, end in zip(OUTLINE, np.roll(OUTLINE, -1, axis=0), strict=True):
        side = end - start
        length = float(np.linalg.norm(side))
        normal = np.array([side[1], -side[0]]) / length
        count = max(2, int(length // CONTACT_SPACING))
        for k in range(count):
            point = start + side * (k + 0.5) / count
            inwards = own.contains(Point(point + 2 * normal))
            found.append((point, -normal if inwards else normal))
    return tuple(found)
