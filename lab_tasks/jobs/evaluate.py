"""Job: evaluate a checkpoint with lerobot's own evaluation.

`python -m lab_tasks.jobs.evaluate RUN_DIR -- ARGS…`, ARGS as for `lerobot-eval`.
"""

import json
import os
import re
import sys
import time
from pathlib import Path
from typing import Any

from lab_tasks.jobs import arguments, context, digest, record, signals, system
from lab_tasks.jobs.metrics import MetricsFile
from lab_tasks.jobs.refusal import Refusal, run_or_refuse

CHECKPOINT_FILES = ("config.json", "model.safetensors")
HUB_ID = re.compile(r"[\w-][\w.-]*/[\w.-]+")


def main() -> None:
    """Evaluate, then record every episode and the checkpoint's digest."""
    signals.stop_promptly()
    asked = arguments.parse(sys.argv[1:]).with_output()
    checkpoint = _checkpoint(asked)
    context.write(asked.run_dir, asked.value("policy.device") or "cpu")
    system.watch(asked.run_dir)
    started = time.monotonic()
    config = _evaluate(asked)
    facts = _facts(asked, config) | {"checkpoint": checkpoint}
    facts["duration_s"] = time.monotonic() - started
    record.write(asked.run_dir, "evaluation", facts)


def _checkpoint(asked: arguments.Arguments) -> dict[str, str | None]:
    """Name the checkpoint by what is in it now; one on the hub has no digest of ours."""
    path = asked.value("policy.path")
    if not path:
        raise Refusal("no checkpoint given: add --policy.path=…/pretrained_model")
    if not Path(path).is_dir() and _may_be_on_the_hub(path):
        return {"path": path, "sha256": None}
    missing = [name for name in CHECKPOINT_FILES if not Path(path, name).is_file()]
    # A checkpoint of an adapter has its weights under another name.
    if missing and not Path(path, "adapter_config.json").is_file():
        raise Refusal(
            f"no checkpoint in {path} ({' and '.join(missing)} missing): "
            "train first, or point --policy.path at a pretrained_model folder"
        )
    return {"path": path, "sha256": digest.of_folder(Path(path))}


def _may_be_on_the_hub(path: str) -> bool:
    return os.environ.get("HF_HUB_OFFLINE") not in {"1", "true"} and bool(HUB_ID.fullmatch(path))


def _evaluate(asked: arguments.Arguments) -> Any:
    from lerobot.scripts import lerobot_eval
    from lerobot.utils.import_utils import register_third_party_plugins
    from lerobot.utils.utils import init_logging

    from lab_tasks.jobs import command_line
    from lab_tasks.jobs.evaluation import EvaluationWatch

    init_logging()
    register_third_party_plugins()
    config = command_line.eval_config(asked.given)
    watch = EvaluationWatch(MetricsFile(asked.run_dir))
    watch.attach(lerobot_eval, config.eval.n_episodes)
    lerobot_eval.eval_main(config)
    return config


def _facts(asked: arguments.Arguments, config: Any) -> dict[str, Any]:
    from lab_tasks.jobs import evaluation

    path = Path(config.output_dir) / "eval_info.json"
    eval_info = json.loads(path.read_text(encoding="utf-8"))
    return {
        "policy_type": config.policy.type,
        "eval_info": record.relative(asked.run_dir, path),
        **record.product(asked.run_dir, path),
        "n_episodes": len(evaluation.episodes(eval_info, "successes")),
        "seed": config.seed,
        "batch_size": config.eval.batch_size,
        "device": config.policy.device,
        "env": _environment(asked, config) | evaluation.tasks(eval_info),
        **evaluation.facts(eval_info),
    }


def _environment(asked: arguments.Arguments, config: Any) -> dict[str, Any]:
    """Return the environment's type and task, then whatever else was given as `--env.*`."""
    given = [text.removeprefix("--env.").partition("=") for text in asked.given]
    named = {name: value for name, equals, value in given if equals and not name.startswith("--")}
    return {**named, "type": config.env.type, "task": config.env.task}


if __name__ == "__main__":
    run_or_refuse(main)
