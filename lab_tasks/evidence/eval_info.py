"""lerobot's `eval_info.json`: what `lerobot-eval` wrote, read as a foreign file.

Its shape is that of lerobot 0.6: `per_task[].metrics` holds one entry an episode,
`overall.pc_success` the success rate in percent (0 to 100, not 0 to 1).
"""

from pathlib import Path

import msgspec

from lab_tasks import foreign
from lab_tasks.problem import Problem

ROUNDING = 1e-6
"""How far a recorded percentage may lie from the one worked out from the episodes."""


class Metrics(msgspec.Struct, frozen=True):
    """One task's episodes, in the order they were started."""

    sum_rewards: tuple[float, ...]
    max_rewards: tuple[float, ...]
    successes: tuple[bool, ...]


class Task(msgspec.Struct, frozen=True):
    """One task of the suite; the labs have one."""

    metrics: Metrics


class Overall(msgspec.Struct, frozen=True):
    """The figures lerobot works out from the episodes."""

    pc_success: float
    n_episodes: int
    eval_s: float | None = None
    """How long it took, to the clock's last digit. None: another program wrote the file."""


class EvalInfo(msgspec.Struct, frozen=True):
    """The whole file, as far as a Check reads it."""

    per_task: tuple[Task, ...]
    overall: Overall

    @property
    def successes(self) -> tuple[bool, ...]:
        """Per episode, all tasks one after the other."""
        return tuple(value for task in self.per_task for value in task.metrics.successes)

    @property
    def max_rewards(self) -> tuple[float, ...]:
        """Per episode, all tasks one after the other."""
        return tuple(value for task in self.per_task for value in task.metrics.max_rewards)

    @property
    def sum_rewards(self) -> tuple[float, ...]:
        """Per episode, all tasks one after the other."""
        return tuple(value for task in self.per_task for value in task.metrics.sum_rewards)


def read(path: Path) -> EvalInfo | Problem:
    """Return the file's content; a Problem when it is not what lerobot writes."""
    return foreign.read_json(path, EvalInfo)
