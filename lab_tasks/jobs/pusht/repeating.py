"""Repeating: a stored demonstration played again from its seed, to see whether it was so."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from lab_tasks.jobs.pusht import episode, tee
from lab_tasks.jobs.pusht.stored import Demonstration


@dataclass(frozen=True)
class Repeated:
    """What came of it. `apart`: the largest distance of any corner of the T from what is stored."""

    seed: int
    succeeded: bool
    apart: float

    @property
    def words(self) -> str:
        """One line for a log."""
        ended = "solved again" if self.succeeded else "not solved this time"
        return f"repeated seed {self.seed}: {ended}, the T at most {self.apart:.2f} px from before"


def repeat(env: Any, shown: Demonstration) -> Repeated:
    """Play a demonstration's targets; pixels, where storing rounds places to 1/32."""
    played = episode.play(env, shown.seed, episode.repeating(shown.target))
    poses = zip((frame.scene.block for frame in played.frames), shown.block, strict=False)
    apart = [np.abs(a.placed(tee.OUTLINE) - b.placed(tee.OUTLINE)).max() for a, b in poses]
    return Repeated(shown.seed, played.succeeded, float(max(apart)))
