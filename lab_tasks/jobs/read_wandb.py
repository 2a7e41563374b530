"""`python -m lab_tasks.jobs.read_wandb FILE [--once]`: what an offline W&B run says, as JSON lines.

W&B's own datastore reads it. The lines are those of metrics.jsonl; after all that was there,
`{"kind": "facts", "values": {"read": "all"}}`. It goes on following until its input ends.
"""

import json
import os
import sys
from collections.abc import Iterable
from contextlib import closing
from typing import Any

from lab_tasks.jobs.said_lines import follow, say

NAMES = ("steps", "batch_size", "seed", "output_dir", "job_name", "log_freq", "save_freq")
"""What of lerobot's configuration is a fact of the training."""


def main(path: str, *options: str) -> None:
    """Say what is in the file, then what comes to it."""
    said = _Said(path)
    follow(said.say_new, once="--once" in options)


class _Said:
    """How far the file has been said."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._said_bytes = 0
        self._size_bytes = -1

    def say_new(self) -> None:
        """Say what has come; half a record at the end is read again when there is more."""
        from wandb.proto import wandb_internal_pb2
        from wandb.sdk.internal.datastore import DataStore

        size_bytes = os.path.getsize(self._path)
        if size_bytes == self._size_bytes:
            return
        self._size_bytes = size_bytes
        store = DataStore()
        store.open_for_scan(self._path)
        with closing(store):
            if self._said_bytes:
                store.seek(self._said_bytes)
            while data := _next(store):
                record = wandb_internal_pb2.Record()
                record.ParseFromString(data)
                _say_record(record)
                self._said_bytes = store.get_offset()


def _next(store: Any) -> bytes | None:
    try:
        return store.scan_data()
    except (AssertionError, ValueError):  # half a record at the end, or damage
        return None


def _say_record(record: Any) -> None:
    kind = record.WhichOneof("record_type")
    if kind == "history":
        values = {_key(item): _value(item) for item in record.history.item}
        step = values.get("_step", record.history.step.num)
        time_s = values.get("_timestamp", 0.0)
        numbers = {name: v for name, v in values.items() if _is_number(v) and name[0] != "_"}
        say({"kind": "metric", "time_s": time_s, "step": int(step or 0), "values": numbers})
    elif kind in ("run", "config"):
        config = record.run.config if kind == "run" else record.config
        _say_config({_key(item): _value(item) for item in config.update})


def _say_config(config: dict[str, Any]) -> None:
    policy, dataset = config.get("policy"), config.get("dataset")
    facts = {name: config[name] for name in NAMES if config.get(name) is not None}
    if isinstance(policy, dict):
        facts |= {"policy": policy.get("type"), "device": policy.get("device")}
    if isinstance(dataset, dict):
        facts |= {"dataset": dataset.get("repo_id")}
    known = {name: str(value) for name, value in facts.items() if value is not None}
    if known:
        say({"kind": "facts", "values": known})


def _key(item: Any) -> str:
    nested: Iterable[str] = item.nested_key
    return item.key or "/".join(nested)


def _value(item: Any) -> Any:
    try:
        return json.loads(item.value_json)
    except ValueError:
        return None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | str) and not isinstance(value, bool)


if __name__ == "__main__":
    main(*sys.argv[1:])
