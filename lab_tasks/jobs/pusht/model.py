"""The model: a second PushT, in which the expert tries a push before it makes it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from gym_pusht.envs.pusht import PushTEnv

from lab_tasks.jobs.pusht.tee import Points, Pose

AGENT_RADIUS = 15.0
NEAR_WALL, FAR_WALL = 16.0, 496.0  # where the agent's centre may go
STILL: Points = np.zeros(2)


@dataclass(frozen=True)
class Scene:
    """What the expert knows: the agent's place (px) and velocity (px/s), and the T's pose."""

    agent: Points
    velocity: Points
    block: Pose


def scene_of(env: Any) -> Scene:
    """Return the scene of a PushT environment, wrapped or not."""
    inner = env.unwrapped
    agent = inner.agent
    return Scene(np.array(agent.position), np.array(agent.velocity), _pose_of(inner.block))


def _pose_of(block: Any) -> Pose:
    x, y = block.position
    return Pose(x, y, block.angle)


class Model:
    """gym-pusht's physics without its observations and rewards."""

    def __init__(self) -> None:
        """Build a simulation; nothing is drawn."""
        self._env = PushTEnv(obs_type="state")
        self._env.reset(seed=0)

    def place(self, scene: Scene) -> None:
        """Put everything where a scene says; the T lies at rest."""
        agent, block = self._env.agent, self._env.block
        agent.position, agent.velocity = tuple(scene.agent), tuple(scene.velocity)
        block.angle = scene.block.angle
        block.position = (scene.block.x, scene.block.y)
        block.velocity, block.angular_velocity = (0, 0), 0
        # Not by body: pymunk keeps a body's shapes in a set, whose order no seed decides.
        for shape in (*agent.shapes, *self._env._block_shapes):
            self._env.space.reindex_shape(shape)

    def step(self, target: Points) -> Pose:
        """Let the agent follow a target for one action, 0.1 s; return where the T lies then.

        The loop is that of gym-pusht 0.1.8, `PushTEnv.step`, less the coverage, which costs most.
        """
        env, agent = self._env, self._env.agent
        for _ in range(int(1 / (env.dt * env.control_hz))):
            (x, y), (vx, vy) = agent.position, agent.velocity
            pull_x, pull_y = env.k_p * (target[0] - x), env.k_p * (target[1] - y)
            agent.velocity = (
                vx + (pull_x - env.k_v * vx) * env.dt,
                vy + (pull_y - env.k_v * vy) * env.dt,
            )
            env.space.step(env.dt)
        return _pose_of(env.block)
