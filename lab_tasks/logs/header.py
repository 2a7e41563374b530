"""Header: what a training says of itself before its first step, in any lerobot from 0.3 to 0.6."""

import ast
import re
import warnings
from collections.abc import Mapping
from typing import Any

from lab_tasks.sanitise import clean_line

LARGEST_DICT_BYTES = 256 * 1024
CONFIG = re.compile(
    rb"INFO [^\r\n{]{0,40}\d\d:\d\d:\d\d +[^\s{]{1,40} \{'[^\r\n]*(?:\r?\n [^\r\n]*)*+"
)
"""The printed configuration: a dict over many lines, all but the first indented."""
START = b"Start offline training"

_SAID = {
    "steps": re.compile(rb"cfg\.steps=(\d+)"),
    "frames": re.compile(rb"dataset\.num_frames=(\d+)"),
    "episodes": re.compile(rb"dataset\.num_episodes=(\d+)"),
    "parameters": re.compile(rb"num_learnable_params=(\d+)"),
    "all_parameters": re.compile(rb"num_total_params=(\d+)"),
    "output_dir": re.compile(rb"Output dir:(?:\x1b\[0m)? ([^\r\n]+)"),
    "environment": re.compile(rb"cfg\.env\.task='([^'\r\n]*)'"),
    "effective_batch_size": re.compile(rb"Effective batch size: [^\r\n=]*= (\d+)"),
}
# A printed configuration holds enums and paths, which are no literals.
_ENUM = re.compile(r"<[\w.]+: ('[^']*'|\d+)>")
_PATH = re.compile(r"\b(?:Posix|Windows|Pure)\w*Path\(('[^']*')\)")
_LINES_06 = re.compile(rb"smp/s:|'env_eval_freq'")
_LINES_04 = re.compile(rb"lerobot_train\.py|ot_train\.py")


def facts_of(text: bytes) -> dict[str, str]:
    """Return what a stretch of a log's header says, by name."""
    config = parse_config(text)
    found = {name: value for name, value in _from_config(config).items() if value}
    for name, regex in _SAID.items():
        match = regex.search(text)
        if match:
            found[name] = _text(match[1])
    version = _version(text)
    return found | ({"version": version} if version else {})


def parse_config(text: bytes) -> Mapping[str, Any]:
    """Return the printed configuration in `text`; empty when there is none that can be read."""
    match = CONFIG.search(text)
    if match is None or len(match[0]) > LARGEST_DICT_BYTES:
        return {}
    printed = match[0][match[0].index(b"{") :].decode(errors="replace")
    config = literal(printed)
    return config if isinstance(config, dict) else _lines_of(printed)


def literal(printed: str) -> Any:
    """Return a Python literal that lerobot printed; None when it is none, or too large."""
    if len(printed) > LARGEST_DICT_BYTES:
        return None
    try:
        with warnings.catch_warnings(action="ignore"):  # of odd escapes: the screen is ours
            return ast.literal_eval(_PATH.sub(r"\1", _ENUM.sub(r"\1", printed)))
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return None


def _lines_of(printed: str) -> dict[str, Any]:
    """Return the plain top values of a configuration of which a part was lost or is no literal."""
    found: dict[str, Any] = {}
    for line in printed.splitlines():
        match = re.match(r"[{ ]'(\w+)': ('[^']*'|-?\d[\d.e+-]*|True|False|None)[,}]", line)
        if match:
            found[match[1]] = literal(match[2])
    return found


def _from_config(config: Mapping[str, Any]) -> dict[str, str]:
    policy, dataset, env = (_part(config, name) for name in ("policy", "dataset", "env"))
    return {
        "policy": _text(policy.get("type")),
        "device": _text(policy.get("device")),
        "dataset": _text(dataset.get("repo_id")),
        "environment": _text(env.get("task") or env.get("type")),
        **{
            name: _text(config.get(name))
            for name in (
                "steps",
                "batch_size",
                "seed",
                "log_freq",
                "save_freq",
                "num_workers",
                "output_dir",
                "job_name",
                "checkpoint_path",
            )
        },
        "resume": "true" if config.get("resume") is True else "",
    }


def _part(config: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = config.get(name)
    return part if isinstance(part, dict) else {}


def _version(text: bytes) -> str:
    if _LINES_06.search(text):
        return "0.6"
    if _LINES_04.search(text):
        return "0.4 or 0.5"
    return "0.3" if b"ts/train.py:" in text or b" train.py:" in text else ""


def _text(value: object) -> str:
    if value is None:
        return ""
    return clean_line(value.decode(errors="replace") if isinstance(value, bytes) else str(value))
