"""Resuming a training: the checkpoint it goes on from, which belongs to an earlier run."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from lab_tasks.jobs.arguments import Arguments
from lab_tasks.jobs.refusal import Refusal


@dataclass(frozen=True)
class Resumed:
    """A checkpoint of an earlier run, which is only read, and its step."""

    folder: Path
    step: int


def checkpoint(asked: Arguments) -> Resumed | None:
    """Return the checkpoint to go on from; None when the training begins at its beginning.

    Raises:
        Refusal: there is nothing of that kind at `--config_path`.
    """
    config_path = asked.value("config_path")
    if config_path and not Path(config_path).is_file():
        raise Refusal(f"no training to resume at {config_path}: look for its checkpoints folder")
    if asked.value("resume") != "true":
        return None
    if not config_path:
        raise Refusal("--resume=true says not from where: add --config_path=…/train_config.json")
    folder = Path(config_path).parent.parent
    try:
        state = json.loads((folder / "training_state" / "training_step.json").read_bytes())
        return Resumed(folder, int(state["step"]))
    except (OSError, ValueError, KeyError, TypeError):
        raise Refusal(
            f"{folder} is no whole checkpoint (its training_state tells no step): take another one"
        ) from None


def take_over(resumed: Resumed, folder: Path, steps: int) -> None:
    """Copy a checkpoint of the last step: it was saved, and its run ended before it was recorded.

    lerobot would train no step and save nothing.
    """
    if resumed.step > steps:
        raise Refusal(
            f"{resumed.folder} has {resumed.step} steps already, and --steps={steps} asks for fewer"
        )
    shutil.copytree(resumed.folder, folder)
