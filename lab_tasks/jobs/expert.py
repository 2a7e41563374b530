"""Job: let one who needs no training play the episodes that policies are evaluated on.

`python -m lab_tasks.jobs.expert RUN_DIR -- [--env.type=so101_bench] [--player=expert]
[--n_episodes=20] [--seed=1] [--output_dir=…]`

Environments: `so101_bench`, where the expert plays, and `pusht`, where besides it `still` does, who
stays where it is. Episode i has seed `seed + i`, as in lerobot-eval, and the result has the shape
of lerobot-eval's `eval_info.json`, so that the player stands in a table beside the policies.
"""

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from lab_tasks.jobs import arguments, context, files, record, signals, system
from lab_tasks.jobs.metrics import MetricsFile
from lab_tasks.jobs.refusal import run_or_refuse

EPISODES, SEED = 20, 1
PLAYERS = {"so101_bench": ("expert",), "pusht": ("expert", "still")}
TASKS = {"so101_bench": "PickPlace-v0", "pusht": "PushT-v0"}


def main() -> None:
    """Play the episodes, then write and record them as an evaluation."""
    signals.stop_promptly()
    asked = arguments.parse(sys.argv[1:]).with_output()
    asked.only("env.type", "player", "n_episodes", "seed", "output_dir")
    env_type = asked.one_of("env.type", tuple(PLAYERS))
    player = asked.one_of("player", PLAYERS[env_type])
    episodes, seed = asked.number("n_episodes", EPISODES), asked.number("seed", SEED)
    context.write(asked.run_dir, "cpu")
    system.watch(asked.run_dir)
    started = time.monotonic()
    played = _play(env_type, player, range(seed, seed + episodes), MetricsFile(asked.run_dir))
    duration_s = time.monotonic() - started
    path = Path(asked.value("output_dir") or "") / "eval_info.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write_json(path, eval_info(env_type, played, duration_s))
    facts = {
        "policy_type": player,
        "eval_info": record.relative(asked.run_dir, path),
        **record.product(asked.run_dir, path),
        "n_episodes": episodes,
        "seed": seed,
        "batch_size": 1,
        "device": "cpu",
        "env": {"type": env_type, "task": TASKS[env_type]},
        "checkpoint": None,
        **played,
        "duration_s": duration_s,
    }
    record.write(asked.run_dir, "evaluation", facts)


def _play(env_type: str, player: str, seeds: range, metrics: MetricsFile) -> dict[str, list[Any]]:
    metrics.start(len(seeds), "episodes")
    play, played = _playing(env_type, player), []
    for done, seed in enumerate(seeds, start=1):
        played.append(play(seed))
        metrics.progress(done)
    return {
        "max_rewards": [max(episode.rewards) for episode in played],
        "sum_rewards": [sum(episode.rewards) for episode in played],
        "successes": [episode.succeeded for episode in played],
    }


def _playing(env_type: str, player: str) -> Callable[[int], Any]:
    """Return what plays the episode of a seed, in one environment for all of them."""
    if env_type == "pusht":
        from lab_tasks.jobs.pusht import episode as pusht

        who = pusht.expert_player() if player == "expert" else pusht.still_player()
        return partial(pusht.play, pusht.make_environment(), player=who)
    from lab_tasks.jobs.so101_bench.environment import PickPlace
    from lab_tasks.jobs.so101_bench.episode import play

    return partial(play, PickPlace())


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
