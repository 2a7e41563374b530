"""The bench's picture: the scene from above and from the front, in two dimensions.

lerobot-eval draws its first ten episodes at every step. Software OpenGL takes longer for that than
the episodes themselves, and many a lab machine has none at all; lines and rectangles need neither.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from lab_tasks.jobs.so101_bench.observation import Sight

PANEL_PX = 192  # each panel is square
SMOOTH = 2  # drawn this many times larger, then reduced: smooth edges without a graphics library
PX_PER_M = PANEL_PX * SMOOTH / 0.40  # a panel shows 40 cm
GOAL_RADIUS_M = 0.03
JAW_REACH_M = 0.045  # half the distance between open jaws, about
FINGER_M = (0.006, 0.05)  # width, height
TIP_BELOW_GRASP_M = 0.012

TABLE, PAPER, LINE = (38, 42, 54), (24, 26, 34), (70, 76, 94)
CUBE, GOAL, ARM, DONE = (232, 116, 70), (94, 160, 255), (196, 202, 216), (104, 206, 128)

Point = tuple[float, float]


class _Panel:
    """One square view: maps metres to pixels and draws on the shared canvas."""

    def __init__(self, pen: ImageDraw.ImageDraw, left_px: int, bottom_m: float) -> None:
        self.pen, self.left_px, self.bottom_m = pen, left_px, bottom_m

    def point(self, across_m: float, up_m: float) -> Point:
        # The arm's left, positive y, is the viewer's left when looking along x.
        across = self.left_px + PANEL_PX * SMOOTH / 2 - across_m * PX_PER_M
        return across, PANEL_PX * SMOOTH - (up_m - self.bottom_m) * PX_PER_M

    def box(self, centre: Point, half: Point, colour: tuple[int, int, int]) -> None:
        left, top = self.point(centre[0] + half[0], centre[1] + half[1])
        right, bottom = self.point(centre[0] - half[0], centre[1] - half[1])
        self.pen.rounded_rectangle((left, top, right, bottom), radius=2 * SMOOTH, fill=colour)

    def ring(self, centre: Point, radius: float, colour: tuple[int, int, int]) -> None:
        left, top = self.point(centre[0] + radius, centre[1] + radius)
        right, bottom = self.point(centre[0] - radius, centre[1] - radius)
        self.pen.ellipse((left, top, right, bottom), outline=colour, width=2 * SMOOTH)

    def line(self, start: Point, end: Point, colour: tuple[int, int, int], width_px: int) -> None:
        ends = (*self.point(*start), *self.point(*end))
        self.pen.line(ends, fill=colour, width=width_px * SMOOTH)


def draw(sight: Sight, half_block_m: float, succeeded: bool) -> NDArray[np.uint8]:
    """Draw one frame, shape (192, 384, 3): from above on the left, from the front on the right."""
    size = (2 * PANEL_PX * SMOOTH, PANEL_PX * SMOOTH)
    canvas = Image.new("RGB", size, PAPER)
    pen = ImageDraw.Draw(canvas)
    pen.rectangle((0, 0, size[1] - SMOOTH, size[1]), fill=TABLE)
    goal = DONE if succeeded else GOAL
    _from_above(_Panel(pen, 0, bottom_m=0.03), sight, half_block_m, goal)
    _from_front(_Panel(pen, size[1], bottom_m=-0.06), sight, half_block_m, goal)
    return np.asarray(canvas.reduce(SMOOTH), np.uint8)


def small(picture: NDArray[np.uint8], height_px: int) -> NDArray[np.uint8]:
    """Reduce a drawing for a policy's eyes, shape (height_px, 2 * height_px, 3)."""
    size = (2 * height_px, height_px)
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.BOX), np.uint8)


def _from_above(panel: _Panel, sight: Sight, half_m: float, goal: tuple[int, int, int]) -> None:
    block, grasp, target = ((p[1], p[0]) for p in (sight.block, sight.grasp, sight.goal))
    panel.ring(target, GOAL_RADIUS_M, goal)
    panel.box(block, (half_m, half_m), CUBE)
    panel.line((0.0, 0.03), grasp, LINE, 5)
    for side in (-1, 1):
        panel.box((grasp[0] + side * _jaw_m(sight, half_m), grasp[1]), (FINGER_M[0], 0.012), ARM)


def _from_front(panel: _Panel, sight: Sight, half_m: float, goal: tuple[int, int, int]) -> None:
    across, up = sight.grasp[1], sight.grasp[2] - TIP_BELOW_GRASP_M
    jaw = _jaw_m(sight, half_m)
    panel.line((0.2, 0.0), (-0.2, 0.0), LINE, 2)
    panel.box((sight.goal[1], -0.008), (GOAL_RADIUS_M, 0.004), goal)
    panel.box((sight.block[1], sight.block[2]), (half_m, half_m), CUBE)
    panel.line((across, up + FINGER_M[1]), (across, 0.36), LINE, 5)
    panel.box((across, up + FINGER_M[1]), (jaw + FINGER_M[0], 0.006), ARM)
    for side in (-1, 1):
        panel.box((across + side * jaw, up + FINGER_M[1] / 2), (FINGER_M[0], FINGER_M[1] / 2), ARM)


def _jaw_m(sight: Sight, half_block_m: float) -> float:
    """Return how far a finger is from the grasp point: schematic, closing on the block's faces."""
    return half_block_m * 0.6 + FINGER_M[0] + sight.opening * (JAW_REACH_M - half_block_m * 0.6)
