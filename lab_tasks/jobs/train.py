"""Job: train a policy with lerobot's own training, its exact metrics recorded as it goes.

`python -m lab_tasks.jobs.train RUN_DIR -- ARGS…`, ARGS as for `lerobot-train`.

A resumed training has a run of its own: the arguments of the first one, `--output_dir` its own,
`--config_path=…/checkpoints/NNNNNN/pretrained_model/train_config.json` and `--resume=true`.

The untrained baseline is this job with `--steps=1` and a learning rate of zero: lerobot itself
makes, initialises and saves the policy, and the one step changes no weight.
"""

import sys
import time
from pathlib import Path
from typing import Any

from lab_tasks.jobs import arguments, context, digest, record, resuming, signals, system
from lab_tasks.jobs.metrics import MetricsFile, finite_or_name
from lab_tasks.jobs.refusal import Refusal, run_or_refuse
from lab_tasks.jobs.resuming import Resumed


def main() -> None:
    """Train, then record the last checkpoint."""
    signals.stop_promptly()
    asked = arguments.parse(sys.argv[1:]).with_output()
    _refuse_what_cannot_work(asked)
    resumed = resuming.checkpoint(asked)
    context.write(asked.run_dir, asked.value("policy.device") or "cpu")
    system.watch(asked.run_dir)
    started = time.monotonic()
    config, facts = _train(asked, resumed)
    facts["dataset"] = _dataset(config)
    facts["duration_s"] = time.monotonic() - started
    record.write(asked.run_dir, "checkpoint", facts)


def _refuse_what_cannot_work(asked: arguments.Arguments) -> None:
    root = asked.value("dataset.root")
    if root and not Path(root, "meta", "info.json").is_file():
        raise Refusal(f"no dataset in {root}: make the demonstrations, or correct --dataset.root")
    output = asked.value("output_dir")
    if output and Path(output).exists() and asked.value("resume") != "true":
        raise Refusal(f"{output} exists already: start a new run, or move that folder away")


def _train(asked: arguments.Arguments, resumed: Resumed | None) -> tuple[Any, dict[str, Any]]:
    from lerobot.common.train_utils import get_step_checkpoint_dir
    from lerobot.utils.import_utils import register_third_party_plugins

    from lab_tasks.jobs import command_line
    from lab_tasks.jobs.training import TrainingWatch

    register_third_party_plugins()
    config = command_line.train_config(asked.given)
    watch = TrainingWatch(MetricsFile(asked.run_dir), config.steps, resumed.step if resumed else 0)
    saved = get_step_checkpoint_dir(config.output_dir, config.steps, config.steps)
    if resumed and resumed.step >= config.steps:
        resuming.take_over(resumed, saved, config.steps)
    else:
        _train_on(config, watch)
    policy = saved / "pretrained_model"
    return config, {
        "policy_type": config.policy.type,
        "path": record.relative(asked.run_dir, policy),
        "step": config.steps,
        **record.product(asked.run_dir, policy),
        "final": {name: finite_or_name(value) for name, value in watch.final.items()},
        "batch_size": config.batch_size,
        "seed": config.seed,
        "device": config.policy.device,
        "parameters": watch.parameters,
    }


def _train_on(config: Any, watch: Any) -> None:
    from lerobot.scripts import lerobot_train

    from lab_tasks.jobs import resident

    resident.keep_small_datasets_in_memory()
    watch.attach(lerobot_train)
    lerobot_train.train(config)


def _dataset(config: Any) -> dict[str, Any]:
    """Name the dataset by what is in it; one from the hub has no digest of ours."""
    from lerobot.datasets.lerobot_dataset import LeRobotDatasetMetadata

    meta = LeRobotDatasetMetadata(config.dataset.repo_id, root=config.dataset.root)
    counts = {"episodes": meta.total_episodes, "frames": meta.total_frames}
    sha256 = digest.of_folder(Path(config.dataset.root)) if config.dataset.root else None
    return {"sha256": sha256, **counts, "path": config.dataset.root or config.dataset.repo_id}


if __name__ == "__main__":
    run_or_refuse(main)
