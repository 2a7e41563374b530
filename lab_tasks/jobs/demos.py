"""Job: make demonstrations with the bench's expert, as a LeRobotDataset v3.

`python -m lab_tasks.jobs.demos RUN_DIR -- [--episodes=100] [--seed=10000] [--output_dir=…]`

Only solved episodes are kept. Attempt i is the episode of seed `seed + i`; the default stays clear
of the seeds that evaluations use.
"""

import sys
import time
from pathlib import Path
from typing import Any

from lab_tasks.jobs import arguments, context, record, signals, system
from lab_tasks.jobs.metrics import MetricsFile
from lab_tasks.jobs.refusal import Refusal, run_or_refuse

EPISODES, SEED = 100, 10_000
PUSH, SLIP = 0.3, 0.02
ATTEMPTS_PER_EPISODE = 5  # far beyond what the expert needs: then something is broken


def main() -> None:
    """Make the dataset, then record it."""
    signals.stop_promptly()
    asked = arguments.parse(sys.argv[1:]).with_output()
    asked.only("episodes", "seed", "output_dir")
    root = Path(asked.value("output_dir") or "")
    if root.exists():
        raise Refusal(f"{root} exists already: start a new run, or move that folder away")
    episodes, seed = asked.number("episodes", EPISODES), asked.number("seed", SEED)
    context.write(asked.run_dir, "cpu")
    system.watch(asked.run_dir)
    started = time.monotonic()
    counts = _make(root, episodes, seed, MetricsFile(asked.run_dir))
    facts = {
        "path": record.relative(asked.run_dir, root),
        **counts,
        "seed": seed,
        **record.product(asked.run_dir, root),
        "duration_s": time.monotonic() - started,
    }
    record.write(asked.run_dir, "dataset", facts)


def _make(root: Path, episodes: int, seed: int, metrics: MetricsFile) -> dict[str, int]:
    from lab_tasks.jobs.so101_bench.demonstration import Noise, demonstrate
    from lab_tasks.jobs.so101_bench.environment import PickPlace

    dataset, env = _create(root), PickPlace()
    metrics.start(episodes, "episodes")
    kept = attempts = 0
    while kept < episodes:
        if attempts >= ATTEMPTS_PER_EPISODE * episodes:
            raise RuntimeError(f"the expert solved only {kept} of {attempts} episodes")
        shown = demonstrate(env, seed + attempts, Noise(PUSH, SLIP))
        attempts += 1
        if not shown.succeeded:
            continue
        for frame in shown.frames:
            dataset.add_frame({**frame, "task": env.task_description})
        dataset.save_episode()
        kept += 1
        metrics.progress(kept)
    dataset.finalize()
    print(f"kept {kept} of {attempts} episodes, {dataset.num_frames} frames, in {root}", flush=True)
    return {"episodes": kept, "attempts": attempts, "frames": dataset.num_frames}


def _create(root: Path) -> Any:
    import datasets
    from lerobot.datasets.lerobot_dataset import LeRobotDataset

    from lab_tasks.jobs.so101_bench.config import FPS
    from lab_tasks.jobs.so101_bench.demonstration import features

    datasets.disable_progress_bars()
    return LeRobotDataset.create(
        "local/so101_bench",
        fps=FPS,
        features=features(),
        root=root,
        robot_type="so101_sim",
        use_videos=False,
    )


if __name__ == "__main__":
    run_or_refuse(main)
