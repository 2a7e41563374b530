"""Stored demonstrations: what the expert saw and did, in whole numbers of a small file.

Of each frame the agent's place, the T's pose and the target are kept, 14 bytes; what a policy sees,
the T's keypoints, follows from the pose. Targets are kept exactly, so an episode can be repeated
from its seed; places to 1/32 px and angles to 0.0001 rad, for physics differ between machines.

`python -m lab_tasks.jobs.pusht.stored FILE [EPISODES [SEED]]` makes such a file, a second an
episode. The one that ships was made so: docs/pusht.md.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lab_tasks.jobs.pusht import episode, tee
from lab_tasks.jobs.pusht.episode import TARGETS_PER_PX, Episode, Frame
from lab_tasks.jobs.pusht.tee import Points, Pose

FEATURES = {"observation.state": 2, "observation.environment_state": 16, "action": 2}
"""Names and sizes, as lerobot's `--env.obs_type=environment_state_agent_pos` has them."""
SHIPPED = Path(__file__).with_name("demonstrations.npz")
EPISODES, SEED = 200, 10_000
PER_PX, PER_RADIAN = TARGETS_PER_PX, 10_000


@dataclass(frozen=True)
class Demonstration:
    """One solved episode: agent and target, px, shape (frames, 2), and the T's pose in each."""

    seed: int
    agent: Points
    block: list[Pose]
    target: Points

    @property
    def frames(self) -> list[dict[str, NDArray[np.float32]]]:
        """What a policy sees and is to do, by lerobot's names; keypoints as x0, y0, x1, ..."""
        seen = [pose.placed(tee.KEYPOINTS).flatten() for pose in self.block]
        parts = zip(self.agent, seen, self.target, strict=True)
        return [
            {name: np.float32(value) for name, value in zip(FEATURES, frame, strict=True)}
            for frame in parts
        ]


def read(path: Path = SHIPPED) -> list[Demonstration]:
    """Return the demonstrations of a file, in its order.

    Raises OSError or ValueError when it is not there or not such a file.
    """
    with np.load(path, allow_pickle=False) as file:
        seeds, lengths, numbers = file["seeds"], file["lengths"], file["frames"]
    parts = np.split(numbers, np.cumsum(lengths)[:-1])
    return [_demonstration(int(s), part) for s, part in zip(seeds, parts, strict=True)]


def _demonstration(seed: int, numbers: NDArray[np.int16]) -> Demonstration:
    px = numbers / PER_PX
    poses = [
        Pose(x, y, a / PER_RADIAN) for (x, y), a in zip(px[:, 2:4], numbers[:, 4], strict=True)
    ]
    return Demonstration(seed, px[:, :2], poses, px[:, 5:7])


def write(path: Path, shown: list[tuple[int, Episode]]) -> None:
    """Write solved episodes, each with its seed."""
    frames = [frame for _, played in shown for frame in played.frames]
    np.savez_compressed(
        path,
        seeds=np.array([seed for seed, _ in shown], np.int32),
        lengths=np.array([len(played.frames) for _, played in shown], np.int32),
        frames=np.array([_numbers(frame) for frame in frames], np.int16),
    )


def _numbers(frame: Frame) -> list[int]:
    block = frame.scene.block
    angle = (block.angle + np.pi) % (2 * np.pi) - np.pi
    places = (*frame.scene.agent, block.x, block.y)
    return [
        *(round(float(place) * PER_PX) for place in places),
        round(angle * PER_RADIAN),
        *(round(float(target) * PER_PX) for target in frame.target),
    ]


def main(path: Path, episodes: int = EPISODES, seed: int = SEED) -> None:
    """Let the expert play the episodes of so many seeds; keep those it solves."""
    env, player = episode.make_environment(), episode.expert_player()
    shown: list[tuple[int, Episode]] = []
    for tried in range(seed, seed + episodes):
        played = episode.play(env, tried, player)
        if played.succeeded:
            shown.append((tried, played))
        told = f"seed {tried}: {len(played.frames)} actions, coverage {max(played.rewards):.2f}"
        print(f"{told}, kept {len(shown)} of {tried - seed + 1}", flush=True)
    write(path, shown)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *(int(text) for text in sys.argv[2:4]))
