"""The episodes of a sample's evaluation: how many a request asks for, and how each ended."""

from typing import Any

from lab_tasks.runs.model import RunRequest
from lab_tasks.samples.request_numbers import number

EPISODES = 50
"""What lerobot-eval plays where a command does not say."""
SUITES = {"libero_spatial": 10}
"""Tasks of environments that have several."""


def episodes_asked(request: RunRequest) -> int:
    """Return how many episodes a request evaluates: lerobot's flag, else the expert's.

    lerobot-eval plays so many of each task of a suite.
    """
    each = number(request, "eval.n_episodes", number(request, "n_episodes", EPISODES))
    return each * tasks_asked(request)


def tasks_asked(request: RunRequest) -> int:
    """Return how many tasks the environment of a request has."""
    return SUITES.get(request.flag("env.task") or "", 1)


def episodes_of(solved: int, episodes: int) -> dict[str, list[Any]]:
    """Return per-episode results with the first `solved` successful."""
    rewards = [1.0 if i < solved else 0.25 for i in range(episodes)]
    return {
        "successes": [i < solved for i in range(episodes)],
        "max_rewards": rewards,
        "sum_rewards": [reward + 0.125 for reward in rewards],
    }


def eval_info(episodes: dict[str, list[Any]], took_s: float = 20.0) -> dict[str, Any]:
    """Return what lerobot-eval writes for these episodes."""
    n = len(episodes["successes"])
    overall = {
        "pc_success": 100 * sum(episodes["successes"]) / n,
        "n_episodes": n,
        "eval_s": took_s,
    }
    return {"per_task": [{"task_group": "bench", "metrics": episodes}], "overall": overall}
