"""Job: let the bench's expert play the episodes that policies are evaluated on.

`python -m lab_tasks.jobs.expert RUN_DIR -- [--n_episodes=20] [--seed=1] [--output_dir=…]`

Episode i has seed `seed + i`, as in lerobot-eval, and the result has the shape of lerobot-eval's
`eval_info.json`, so that the expert stands in a table beside the policies.
"""

import sys
import time
from pathlib import Path
from typing import Any

from lab_tasks.jobs import arguments, context, files, record, signals, system
from lab_tasks.jobs.metrics import MetricsFile
from lab_tasks.jobs.refusal import run_or_refuse

EPISODES, SEED = 20, 1


def main() -> None:
    """Play the episodes, then write and record them as an evaluation."""
    signals.stop_promptly()
    asked = arguments.parse(sys.argv[1:]).with_output()
    asked.only("n_episodes", "seed", "output_dir")
    episodes, seed = asked.number("n_episodes", EPISODES), asked.number("seed", SEED)
    context.write(asked.run_dir, "cpu")
    system.watch(asked.run_dir)
    started = time.monotonic()
    played = _play(range(seed, seed + episodes), MetricsFile(asked.run_dir))
    duration_s = time.monotonic() - started
    path = Path(asked.value("output_dir") or "") / "eval_info.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write_json(path, eval_info("so101_bench", played, duration_s))
    facts = {
        "policy_type": "expert",
        "eval_info": record.relative(asked.run_dir, path),
        **record.product(asked.run_dir, path),
        "n_episodes": episodes,
        "seed": seed,
        "batch_size": 1,
        "device": "cpu",
        "env": {"type": "so101_bench", "task": "PickPlace-v0"},
        "checkpoint": None,
        **played,
        "duration_s": duration_s,
    }
    record.write(asked.run_dir, "evaluation", facts)


def _play(seeds: range, metrics: MetricsFile) -> dict[str, list[Any]]:
    from lab_tasks.jobs.so101_bench.environment import PickPlace
    from lab_tasks.jobs.so101_bench.episode import play

    metrics.start(len(seeds), "episodes")
    env, played = PickPlace(), []
    for done, seed in enumerate(seeds, start=1):
        played.append(play(env, seed))
        metrics.progress(done)
    return {
        "max_rewards": [max(episode.rewards) for episode in played],
        "sum_rewards": [sum(episode.rewards) for episode in played],
        "successes": [episode.succeeded for episode in played],
    }


def eval_info(suite: str, played: dict[str, list[Any]], duration_s: float) -> dict[str, Any]:
    """Arrange per-episode lists as lerobot-eval 0.6 does; no videos are made."""
    count = len(played["successes"])
    videos: dict[str, list[str]] = {"video_paths": [], "predicted_video_paths": []}
    means = {
        "avg_sum_reward": sum(played["sum_rewards"]) / count,
        "avg_max_reward": sum(played["max_rewards"]) / count,
        "pc_success": 100 * sum(played["successes"]) / count,
        "n_episodes": count,
    }
    times = {"eval_s": duration_s, "eval_ep_s": duration_s / count}
    return {
        "per_task": [{"task_group": suite, "task_id": 0, "metrics": {**played, **videos}}],
        "per_group": {suite: {**means, **videos}},
        "overall": {**means, **times, **videos},
    }


if __name__ == "__main__":
    run_or_refuse(main)
