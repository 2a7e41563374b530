"""The route: how the agent goes round the T without touching it, by a graph of what sees what."""

from heapq import heappop, heappush
from itertools import pairwise

import numpy as np
from shapely.geometry import LineString, Point, Polygon

from lab_tasks.jobs.pusht import tee
from lab_tasks.jobs.pusht.model import FAR_WALL, NEAR_WALL
from lab_tasks.jobs.pusht.tee import Points, Pose

KEEP_OFF = 24.0  # corners of the way round lie this far from the T
PASSING, ARRIVING = 15.3, 14.5  # the least distance on the way, and at its end; the agent has 15
BACK_OFF = 26.0


def around(start: Points, end: Points, block: Pose) -> list[Points] | None:
    """Return the corners of the shortest way found, both ends included; None if there is none."""
    shape = tee.shape(block)
    away = _away_from(shape, start)
    corners = list(shape.buffer(KEEP_OFF, join_style="mitre").simplify(3).exterior.coords)[:-1]
    inside = [np.clip(np.array(corner), NEAR_WALL, FAR_WALL) for corner in corners]
    way = _shortest([away[-1], *inside, end], shape)
    return [*away[:-1], *way] if way else None


def steps(corners: list[Points], speed: float) -> list[Points]:
    """Return targets along a way, at most `speed` pixels apart; its beginning is left out."""
    found = []
    for start, end in pairwise(corners):
        count = max(1, int(np.ceil(np.linalg.norm(end - start) / speed)))
        found += [start + (end - start) * (k + 1) / count for k in range(count)]
    return found


def _away_from(shape: Polygon, start: Points) -> list[Points]:
    """Return the start and, where it is close to the T, a place to back off to."""
    if shape.distance(Point(start)) >= KEEP_OFF:
        return [start]
    edge = shape.exterior
    nearest = np.array(edge.interpolate(edge.project(Point(start))).coords[0])
    apart = start - nearest
    off = nearest + apart / max(float(np.linalg.norm(apart)), 1e-6) * BACK_OFF
    return [start, np.clip(off, NEAR_WALL, FAR_WALL)]


def _shortest(nodes: list[Points], shape: Polygon) -> list[Points] | None:
    """Return Dijkstra's way from the first node to the last; lines are looked at as needed."""
    last = len(nodes) - 1
    length, before, queue = {0: 0.0}, {0: -1}, [(0.0, 0)]
    while queue:
        so_far, node = heappop(queue)
        if node == last:
            return _back_from(node, before, nodes)
        if so_far > length[node]:
            continue
        for other in range(len(nodes)):
            total = so_far + float(np.linalg.norm(nodes[node] - nodes[other]))
            if total < length.get(other, np.inf) and _is_free(nodes, node, other, shape):
                length[other], before[other] = total, node
                heappush(queue, (total, other))
    return None


def _is_free(nodes: list[Points], a: int, b: int, shape: Polygon) -> bool:
    """Whether the agent can go straight; a push starts closer to the T than a corner lies."""
    least = ARRIVING if len(nodes) - 1 in (a, b) else PASSING
    return a != b and bool(shape.distance(LineString([nodes[a], nodes[b]])) > least)


def _back_from(node: int, before: dict[int, int], nodes: list[Points]) -> list[Points]:
    way = []
    while node >= 0:
        way.append(nodes[node])
        node = before[node]
    return way[::-1]
