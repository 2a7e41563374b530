"""Job: make demonstrations on the bench, as a LeRobotDataset v3.

`python -m lab_tasks.jobs.demos RUN_DIR -- [--episodes=100] [--seed=10000] [--output_dir=…]
[--demonstrator=law] [--noise=1] [--picture_px=0]`

Demonstrators: `law`, the bench's expert, and `phases`, one that counts its steps. `--noise=0`
leaves them undisturbed. Only solved episodes are kept. Attempt i is the episode of seed `seed + i`;
the default stays clear of the seeds that evaluations use.
"""

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab_tasks.jobs import arguments, context, record, signals, system
from lab_tasks.jobs.metrics import MetricsFile
from lab_tasks.jobs.refusal import Refusal, run_or_refuse

EPISODES, SEED = 100, 10_000
DEMONSTRATORS = ("law", "phases")
PUSH, SLIP = 0.3, 0.02  # at a noise of 1: deviation in action units, chance a step
ATTEMPTS_PER_EPISODE = 5  # far beyond what a demonstrator needs: then something is broken


@dataclass(frozen=True)
class Plan:
    """Who demonstrates how many episodes, from which seed, how disturbed: 0 not, 1 as usual."""

    demonstrator: str
    noise: float
    episodes: int
    seed: int
    picture_px: int
    """Height of the picture that is recorded; 0: a blank one."""


def main() -> None:
    """Make the dataset, then record it."""
    signals.stop_promptly()
    asked = arguments.parse(sys.argv[1:]).with_output()
    asked.only("episodes", "seed", "output_dir", "demonstrator", "noise", "picture_px")
    root = Path(asked.value("output_dir") or "")
    if root.exists():
        raise Refusal(f"{root} exists already: start a new run, or move that folder away")
    plan = Plan(
        demonstrator=asked.one_of("demonstrator", DEMONSTRATORS),
        noise=asked.share("noise", 1.0),
        episodes=asked.number("episodes", EPISODES),
        seed=asked.number("seed", SEED),
        picture_px=asked.number("picture_px", 0),
    )
    context.write(asked.run_dir, "cpu")
    system.watch(asked.run_dir)
    started = time.monotonic()
    counts = _make(root, plan, MetricsFile(asked.run_dir))
    facts = {
        "path": record.relative(asked.run_dir, root),
        **counts,
        "seed": plan.seed,
        "demonstrator": plan.demonstrator,
        "noise": plan.noise,
        **record.product(asked.run_dir, root),
        "duration_s": time.monotonic() - started,
    }
    record.write(asked.run_dir, "dataset", facts)


def _make(root: Path, plan: Plan, metrics: MetricsFile) -> dict[str, int]:
    from lab_tasks.jobs.so101_bench.demonstration import DEMONSTRATORS, Noise, demonstrate
    from lab_tasks.jobs.so101_bench.environment import PickPlace

    dataset, env = _create(root, plan.picture_px), PickPlace(plan.picture_px)
    noise = Noise(PUSH * plan.noise, SLIP * plan.noise)
    metrics.start(plan.episodes, "episodes")
    kept = attempts = 0
    while kept < plan.episodes:
        if attempts >= ATTEMPTS_PER_EPISODE * plan.episodes:
            raise RuntimeError(f"{plan.demonstrator} solved only {kept} of {attempts} episodes")
        demonstrator = DEMONSTRATORS[plan.demonstrator]()
        shown = demonstrate(env, plan.seed + attempts, noise, demonstrator)
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


def _create(root: Path, picture_px: int) -> Any:
    import datasets
    from lerobot.datasets.lerobot_dataset import LeRobotDataset

    from lab_tasks.jobs.so101_bench.config import FPS
    from lab_tasks.jobs.so101_bench.demonstration import features

    datasets.disable_progress_bars()
    return LeRobotDataset.create(
        "local/so101_bench",
        fps=FPS,
        features=features(picture_px),
        root=root,
        robot_type="so101_sim",
        use_videos=False,
    )


if __name__ == "__main__":
    run_or_refuse(main)
