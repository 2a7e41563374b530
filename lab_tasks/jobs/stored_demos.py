"""Job: make a LeRobotDataset v3 of the PushT demonstrations that come with the labs.

`python -m lab_tasks.jobs.stored_demos RUN_DIR -- [--episodes=…] [--repeat=5] [--output_dir=…]`

An expert planned them, a second each (docs/pusht.md); the file they are kept in has the first
`episodes` of them here within seconds. The first `repeat` are played again from their seeds, target
by target, and the log says how far the T ended from where it had: nothing on the same physics.
"""

import sys
import time
from pathlib import Path
from typing import Any

from lab_tasks.jobs import arguments, context, record, signals, system
from lab_tasks.jobs.metrics import MetricsFile
from lab_tasks.jobs.refusal import Refusal, run_or_refuse

FPS = 10
TASK = "Push the T onto the goal."
REPEATED = 5


def main() -> None:
    """Make the dataset, then record it."""
    signals.stop_promptly()
    asked = arguments.parse(sys.argv[1:]).with_output()
    asked.only("episodes", "repeat", "output_dir")
    root = Path(asked.value("output_dir") or "")
    if root.exists():
        raise Refusal(f"{root} exists already: start a new run, or move that folder away")
    context.write(asked.run_dir, "cpu")
    system.watch(asked.run_dir)
    started = time.monotonic()
    shown = _chosen(asked)
    _repeat(shown[: asked.number("repeat", REPEATED)])
    frames = _make(root, shown, MetricsFile(asked.run_dir))
    facts = {
        "path": record.relative(asked.run_dir, root),
        "episodes": len(shown),
        "attempts": shown[-1].seed - shown[0].seed + 1,
        "frames": frames,
        "seed": shown[0].seed,
        **record.product(asked.run_dir, root),
        "duration_s": time.monotonic() - started,
    }
    record.write(asked.run_dir, "dataset", facts)


def _chosen(asked: arguments.Arguments) -> list[Any]:
    from lab_tasks.jobs.pusht import stored

    there = stored.read()
    episodes = asked.number("episodes", len(there))
    if not 1 <= episodes <= len(there):
        raise Refusal(f"--episodes={episodes}: {len(there)} are stored, ask for 1 to {len(there)}")
    return there[:episodes]


def _repeat(shown: list[Any]) -> None:
    from lab_tasks.jobs.pusht import episode, repeating

    env = episode.make_environment()
    for each in shown:
        print(repeating.repeat(env, each).words, flush=True)


def _make(root: Path, shown: list[Any], metrics: MetricsFile) -> int:
    dataset = _create(root)
    metrics.start(len(shown), "episodes")
    for done, each in enumerate(shown, start=1):
        for frame in each.frames:
            dataset.add_frame({**frame, "task": TASK})
        dataset.save_episode()
        metrics.progress(done)
    dataset.finalize()
    print(f"{len(shown)} episodes, {dataset.num_frames} frames, in {root}", flush=True)
    return int(dataset.num_frames)


def _create(root: Path) -> Any:
    import datasets
    from lerobot.datasets.lerobot_dataset import LeRobotDataset

    from lab_tasks.jobs.pusht.stored import FEATURES

    datasets.disable_progress_bars()
    return LeRobotDataset.create(
        "local/pusht",
        fps=FPS,
        features={
            name: {"dtype": "float32", "shape": (size,), "names": None}
            for name, size in FEATURES.items()
        },
        root=root,
        robot_type="pusht",
        use_videos=False,
    )


if __name__ == "__main__":
    run_or_refuse(main)
