"""Settings of a Run that matter: what was asked for, and what lerobot filled in."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from lab_tasks import foreign
from lab_tasks.problem import Problem
from lab_tasks.reports.training import Setting
from lab_tasks.reproduction.conditions import conditions_of
from lab_tasks.runs.model import CONTEXT, REQUEST, Run

TRAIN_CONFIG = "train_config.json"
SHOWN = (
    "policy.type",
    "policy.path",
    "policy.pretrained_path",
    "policy.n_obs_steps",
    "policy.chunk_size",
    "policy.horizon",
    "policy.n_action_steps",
    "policy.use_vae",
    "policy.dim_model",
    "policy.resize_imgs_with_padding",
    "peft.method_type",
    "peft.r",
    "optimizer.type",
    "optimizer.lr",
    "optimizer.weight_decay",
    "scheduler.type",
    "batch_size",
    "steps",
    "log_freq",
    "save_freq",
    "seed",
    "num_workers",
    "env.type",
    "env.task",
)
FOR_PICTURES = ("policy.vision_backbone", "policy.pretrained_backbone_weights")
MACHINE = ("lerobot", "torch", "python", "device", "cpu", "threads")


def settings_of(parts: Sequence[Run], config: Mapping[str, Any]) -> tuple[Setting, ...]:
    """Return the settings: the word of the newest request that has one, else that of `config`."""
    return tuple(_settings(parts, config))


def asked(parts: Sequence[Run], name: str) -> str | None:
    """Return what the newest of a training's requests that names a flag asked for."""
    found = (run.request.flag(name) for run in reversed(parts))
    return next((value for value in found if value is not None), None)


def machine_of(run: Run) -> tuple[Setting, ...]:
    """Return the versions and the machine, as the job found them, and the commit."""
    found = conditions_of(run.folder)
    facts = [Setting(n, value, CONTEXT) for n in MACHINE if (value := found.get(n))]
    commit = run.request.git.commit
    if commit:
        changed = " with changes not committed" if run.request.git.dirty else ""
        facts.append(Setting("commit", commit[:12] + changed, REQUEST))
    return tuple(facts)


def read_config(pretrained: Path) -> Mapping[str, Any]:
    """Return lerobot's configuration beside a saved policy; empty where it cannot be read."""
    found = foreign.read_json(pretrained / TRAIN_CONFIG, dict)
    return {} if isinstance(found, Problem) else found


def _settings(parts: Sequence[Run], config: Mapping[str, Any]) -> Iterator[Setting]:
    cameras = _cameras(config)
    if cameras:
        yield Setting("cameras", ", ".join(cameras), TRAIN_CONFIG)
    for name in (*SHOWN, *(FOR_PICTURES if cameras else ())):
        value, filled = asked(parts, name), _look_up(config, name)
        if value is not None:
            yield Setting(name, value, REQUEST)
        elif filled is not None:
            yield Setting(name, _written(filled), TRAIN_CONFIG)


def _look_up(config: Mapping[str, Any], name: str) -> Any:
    """Return a setting by its dotted name; None where it has none."""
    place: Any = config
    for key in name.split("."):
        place = place.get(key) if isinstance(place, dict) else None
    return place


def _cameras(config: Mapping[str, Any]) -> list[str]:
    features = _look_up(config, "policy.input_features")
    if not isinstance(features, dict):
        return []
    visual = (n for n, f in features.items() if isinstance(f, dict) and f.get("type") == "VISUAL")
    return sorted(name.removeprefix("observation.images.") for name in visual)


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
