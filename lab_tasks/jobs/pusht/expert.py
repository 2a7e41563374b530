"""The expert: plans a push in the model, walks to where it starts, makes it, and looks again.

Each plan tries some 140 straight pushes, looks one push further for the ten best that can be walked
to, and runs walk and push of the winner in the model before the first action is executed. It draws
at random, so the same scene is answered in several ways: its demonstrations are multimodal.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from lab_tasks.jobs.pusht import pushes, route, tee
from lab_tasks.jobs.pusht.model import FAR_WALL, NEAR_WALL, Model, Scene
from lab_tasks.jobs.pusht.pushes import Push, Stride
from lab_tasks.jobs.pusht.tee import Points

FAR, FINE = Stride(14.0, 110.0, 140), Stride(6.0, 30.0, 180)
FINE_BELOW = 14.0  # px of misplacement
AHEAD, AHEAD_TRIED, AHEAD_ABOVE = 10, 30, 8.0  # looked one push further
EXECUTABLE = 6  # of the best, whose whole sequence is tried
WALK_SPEED = 32.0  # px an action
WORTHWHILE = 0.05  # px that a sequence must gain
SETTLE = 2  # actions for the agent, which lags, to arrive
SECOND_PUSH = 0.5  # px: what another push must be better by
WANDER = 60.0  # px


def plan(model: Model, scene: Scene, rng: np.random.Generator) -> list[Points]:
    """Return the targets of the next actions; at least one."""
    stride = FINE if tee.misplacement(scene.block) < FINE_BELOW else FAR
    ranked = pushes.ranked(model, scene.block, rng, stride)
    found = list(islice(_reachable(scene, ranked), AHEAD))
    promised = [_promise(model, each.push, scene, stride, rng) for each in found]
    for i in sorted(range(len(found)), key=promised.__getitem__)[:EXECUTABLE]:
        targets = _worthwhile(model, scene, found[i])
        if targets:
            return targets
    return _something_else(scene, found, rng)


@dataclass(frozen=True)
class Approach:
    """A push, and the targets of the walk to where it starts."""

    push: Push
    walk: list[Points]


def _reachable(scene: Scene, ranked: Iterable[Push]) -> Iterator[Approach]:
    """Yield the pushes that the agent can walk to: a T in a corner cuts many off."""
    for push in ranked:
        corners = route.around(scene.agent, push.start, scene.block)
        if corners is not None:
            walk = [*route.steps(corners, WALK_SPEED), *[corners[-1]] * SETTLE]
            yield Approach(push, walk)


def _promise(
    model: Model, push: Push, scene: Scene, stride: Stride, rng: np.random.Generator
) -> float:
    """Return how far off the T would be after a push and, unless it is close, one more."""
    best = push.left
    if tee.misplacement(scene.block) > AHEAD_ABOVE:
        ahead = Stride(stride.speed, stride.longest, AHEAD_TRIED)
        following = pushes.ranked(model, push.after, rng, ahead)
        best = min([best, *(after.left + SECOND_PUSH for after in following[:1])])
    return 0.5 * push.left + best


def _worthwhile(model: Model, scene: Scene, approach: Approach) -> list[Points]:
    """Return the walk and the push, cut where they have done most; nothing if that is too little.

    The agent follows its targets with a lag, so the whole of it is run in the model.
    """
    targets = [*approach.walk, *approach.push.targets]
    targets += [targets[-1]] * SETTLE
    left = _left_after(model, scene, targets)
    best = min(range(len(approach.walk), len(targets)), key=left.__getitem__)
    gained = tee.misplacement(scene.block) - left[best]
    return targets[: best + 1] if gained > WORTHWHILE else []


def _left_after(model: Model, scene: Scene, targets: Sequence[Points]) -> list[float]:
    model.place(scene)
    return [tee.misplacement(model.step(target)) for target in targets]


def _something_else(scene: Scene, found: list[Approach], rng: np.random.Generator) -> list[Points]:
    """Return any push that can be reached, or a few steps anywhere: the scene must change."""
    if found:
        approach = found[rng.integers(len(found))]
        return [*approach.walk, *approach.push.targets]
    wander = scene.agent + rng.normal(0, WANDER, (SETTLE * 2, 2))
    return list(np.clip(wander, NEAR_WALL, FAR_WALL))
