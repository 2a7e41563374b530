"""Checkpoints of a Run: which are complete, so that a training can go on from them.

lerobot writes one file after the other, in place, and the weights before the rest: a Checkpoint
that was being saved when the training was killed looks like one. Its files are looked at from
outside: no pickle, no torch; of safetensors the header, which tells how long the file must be.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab_tasks import foreign
from lab_tasks.problem import Problem
from lab_tasks.runs.model import OUTPUT, Run

CHECKPOINTS = "checkpoints"
POLICY = "pretrained_model"
STATE = "training_state"
TRAIN_CONFIG = "train_config.json"
WEIGHTS = ("model.safetensors", "adapter_model.safetensors")
STATE_FILES = (
    "rng_state.safetensors",
    "optimizer_state.safetensors",
    "optimizer_param_groups.json",
)
LARGEST_HEADER_BYTES = 100_000_000
"""What the safetensors library itself accepts."""
LARGEST_JSON_BYTES = 64_000_000


@dataclass(frozen=True)
class CheckpointFound:
    """A complete Checkpoint."""

    run_id: str
    """The Run that saved it."""
    step: int
    config_path: Path
    """Its train_config.json, which lerobot resumes from."""
    size_bytes: int


def last_complete_checkpoint(run: Run) -> CheckpointFound | None:
    """Return the newest complete Checkpoint in a Run's output; None when there is none.

    The link `last` is not asked: lerobot removes it before it makes it anew.
    """
    folders = _numbered(run.folder / OUTPUT / CHECKPOINTS)
    found = (_complete(run.id, folder) for folder in sorted(folders, key=_step, reverse=True))
    return next((checkpoint for checkpoint in found if checkpoint), None)


def _numbered(folder: Path) -> list[Path]:
    try:
        entries = list(folder.iterdir())
    except OSError:
        return []
    return [e for e in entries if e.name.isascii() and e.name.isdecimal() and e.is_dir()]


def _step(folder: Path) -> int:
    return int(folder.name)


def _complete(run_id: str, folder: Path) -> CheckpointFound | None:
    policy, state = folder / POLICY, folder / STATE
    config, done = _object(policy / TRAIN_CONFIG), _object(state / "training_step.json")
    files = [path for path in folder.rglob("*") if path.is_file()]
    is_complete = (
        config is not None
        and done is not None
        and done.get("step") == _step(folder)
        and any((policy / name).is_file() for name in WEIGHTS)
        and (policy / "config.json").is_file()
        and _has_processors(policy)
        and _has_training_state(state, config)
        and all(_is_whole(path) for path in files)
    )
    if not is_complete:
        return None
    size_bytes = sum(path.stat().st_size for path in files)
    return CheckpointFound(run_id, _step(folder), policy / TRAIN_CONFIG, size_bytes)


def _has_processors(policy: Path) -> bool:
    """Whether what stands before and after the policy is there, with the files it names."""
    both = all(any(policy.glob(f"*_{side}processor.json")) for side in ("pre", "post"))
    return both and all(path.is_file() for path in _processor_files(policy))


def _processor_files(policy: Path) -> Iterator[Path]:
    """Yield the files that the saved processors name."""
    for path in policy.glob("*processor.json"):
        steps = (_object(path) or {}).get("steps", [])
        for step in steps if isinstance(steps, list) else []:
            name = step.get("state_file") if isinstance(step, dict) else None
            if isinstance(name, str):
                yield policy / name


def _has_training_state(state: Path, config: dict[str, Any]) -> bool:
    """Whether all is there that lerobot saves last; a training may have no scheduler."""
    scheduled = ("scheduler_state.json",) if config.get("scheduler") else ()
    return all((state / name).is_file() for name in (*STATE_FILES, *scheduled))


def _is_whole(path: Path) -> bool:
    if path.suffix == ".safetensors":
        return _is_whole_safetensors(path)
    return path.suffix != ".json" or _json(path) is not None


def _is_whole_safetensors(path: Path) -> bool:
    """Whether a file is as long as its header says: its length, the header, then the tensors."""
    try:
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            if not 2 <= length <= LARGEST_HEADER_BYTES:
                return False
            header = json.loads(file.read(length))
        ends = [each["data_offsets"][1] for name, each in header.items() if name != "__metadata__"]
        return bool(path.stat().st_size == 8 + length + max(ends, default=0))
    except (OSError, ValueError, RecursionError, KeyError, TypeError, AttributeError, IndexError):
        return False


def _object(path: Path) -> dict[str, Any] | None:
    content = _json(path)
    return content if isinstance(content, dict) else None


def _json(path: Path) -> object:
    """Return a JSON file's content, also with lerobot's NaN and Infinity; None: it is none."""
    content = foreign.read_bytes(path, LARGEST_JSON_BYTES)
    if isinstance(content, Problem):
        return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None
