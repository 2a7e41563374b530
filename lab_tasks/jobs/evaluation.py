"""Watching lerobot evaluate: episodes finished, counted in the environments themselves."""

from types import ModuleType
from typing import Any

import numpy as np

from lab_tasks.jobs.metrics import MetricsFile


class EvaluationWatch:
    """Writes an evaluation's progress in episodes."""

    def __init__(self, metrics: MetricsFile) -> None:
        """Watch nothing until `attach` is called."""
        self._metrics = metrics
        self._finished = 0

    def attach(self, lerobot_eval: ModuleType, episodes: int) -> None:
        """Watch the environments that lerobot's evaluation is about to make."""
        self._metrics.start(episodes, "episodes")
        made = lerobot_eval.make_env

        def make_and_watch(*args: Any, **options: Any) -> Any:
            suites = made(*args, **options)
            for tasks in suites.values():
                for environments in tasks.values():
                    self._count(environments)
            return suites

        lerobot_eval.make_env = make_and_watch  # type: ignore[attr-defined]

    def _count(self, environments: Any) -> None:
        """Count, in a batch that steps on until its last episode ends, each first end."""
        step, reset = environments.step, environments.reset
        ended = np.zeros(environments.num_envs, bool)

        def counting_reset(*args: Any, **options: Any) -> Any:
            ended[:] = False
            return reset(*args, **options)

        def counting_step(actions: Any) -> Any:
            result = step(actions)
            newly = (result[2] | result[3]) & ~ended
            ended[newly] = True
            self._finish(int(newly.sum()))
            return result

        environments.step, environments.reset = counting_step, counting_reset

    def _finish(self, episodes: int) -> None:
        if episodes:
            # The last batch may hold more episodes than were asked for; lerobot drops them.
            self._finished = min(self._finished + episodes, self._metrics.total)
            self._metrics.progress(self._finished)


def episodes(eval_info: dict[str, Any], name: str) -> list[Any]:
    """Return one list from `eval_info.json`, such as "successes", over its tasks in order."""
    return [value for task in eval_info["per_task"] for value in task["metrics"][name]]


def tasks(eval_info: dict[str, Any]) -> dict[str, int]:
    """Return how many tasks the suite has, each with its episodes; nothing for a single one."""
    count = len(eval_info["per_task"])
    return {"tasks": count} if count > 1 else {}


def facts(eval_info: dict[str, Any]) -> dict[str, list[Any]]:
    """Return what the record keeps of each episode, episode i having seed `seed + i`."""
    names = ("max_rewards", "sum_rewards", "successes")
    return {name: episodes(eval_info, name) for name in names}
