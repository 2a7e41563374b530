"""Job: make a vision-language-action model of random weights, a few MB, with nothing from the hub.

`python -m lab_tasks.jobs.tiny_vla RUN_DIR -- [--seed=1] [--chunk=8] [--picture_px=32]
[--output_dir=…]`

It is SmolVLA as lerobot builds it, with every width and depth made small, and lies where the
published one would be named: `--policy.path=…/pretrained_model`. See docs/rehearsals.md.
"""

import sys
import time
from pathlib import Path
from typing import Any

from lab_tasks.jobs import arguments, context, record, signals, system
from lab_tasks.jobs.metrics import MetricsFile
from lab_tasks.jobs.refusal import Refusal, run_or_refuse

SEED, CHUNK, PICTURE_PX = 1, 8, 32
POLICY, BACKBONE = "pretrained_model", "vlm"
NAMES = ("seed", "chunk", "picture_px", "output_dir")


def main() -> None:
    """Make backbone and policy, then record them as a checkpoint of step 0."""
    signals.stop_promptly()
    asked = arguments.parse(sys.argv[1:]).with_output()
    asked.only(*NAMES)
    folder = Path(asked.value("output_dir") or "") / POLICY
    if folder.exists():
        raise Refusal(f"{folder} exists already: start a new run, or move that folder away")
    seed = asked.number("seed", SEED)
    context.write(asked.run_dir, "cpu")
    system.watch(asked.run_dir)
    MetricsFile(asked.run_dir).start(0, "steps")
    started = time.monotonic()
    policy = _make(
        folder, seed, asked.number("chunk", CHUNK), asked.number("picture_px", PICTURE_PX)
    )
    facts = {
        "policy_type": policy.config.type,
        "path": record.relative(asked.run_dir, folder),
        "step": 0,
        **record.product(asked.run_dir, folder),
        "final": {},
        "dataset": None,
        "batch_size": 0,
        "seed": seed,
        "device": "cpu",
        "parameters": sum(each.numel() for each in policy.parameters()),
        "duration_s": time.monotonic() - started,
    }
    record.write(asked.run_dir, "checkpoint", facts)


def _make(folder: Path, seed: int, chunk: int, picture_px: int) -> Any:
    try:
        from lab_tasks.jobs.tiny_model import backbone, policy
    except ModuleNotFoundError as missing:
        raise Refusal(
            f"this Python has no {missing.name}: let the app make the lab's environment, or add "
            "lerobot's extras smolvla and peft to your own"
        ) from None

    backbone.write(folder / BACKBONE)
    made = policy.write(folder, folder / BACKBONE, seed=seed, chunk=chunk, picture_px=picture_px)
    total = sum(each.numel() for each in made.parameters())
    print(f"a {made.config.type} of {total:,} random parameters, in {folder}", flush=True)
    return made


if __name__ == "__main__":
    run_or_refuse(main)
