"""W&B's own datastore reads a file that grows: each record once, however the file is cut."""

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
OFFLINE = ROOT / "tests" / "lab_tasks" / "logs" / "shapes" / "offline.wandb"
WRITE = """
import sys
from wandb.proto.wandb_internal_pb2 import Record
from wandb.sdk.internal.datastore import DataStore

source, store = DataStore(), DataStore()
source.open_for_scan(sys.argv[1])
store.open_for_write(sys.argv[2])
records = [Record.FromString(data) for data in iter(source.scan_data, None)]
for _ in range(40):  # over several blocks of 32 KB, which cut records in two
    for record in records:
        store.write(record)
store.close()
"""
GROW = """
import json, sys
from pathlib import Path
from wandb.sdk.internal.datastore import DataStore
from lab_tasks.jobs.read_wandb import _Said

scans, scan = [], DataStore.scan_data
DataStore.scan_data = lambda store: scans.append(None) or scan(store)
whole, growing, looks = Path(sys.argv[1]).read_bytes(), Path(sys.argv[2]), 0
said = _Said(str(growing))
for end in [*range(997, len(whole), 997), len(whole)]:
    growing.write_bytes(whole[:end])
    said.say_new()
    looks += 1
print(json.dumps({"scans": len(scans), "looks": looks}))
"""
RECORDS = 40 * 23
"""Records of the file."""


@pytest.mark.lerobot
@pytest.mark.skipif("ROBOLAB_LAB_PYTHON" not in os.environ, reason="needs the lab's Python")
def test_a_growing_file_is_read_once_wherever_it_is_cut(tmp_path: Path) -> None:
    whole, growing = str(tmp_path / "whole.wandb"), str(tmp_path / "growing.wandb")
    _said("-c", WRITE, str(OFFLINE), whole)
    at_once = _said("-m", "lab_tasks.jobs.read_wandb", whole, "--once")

    *lines, counts = _said("-c", GROW, whole, growing)

    assert [*lines, '{"kind": "facts", "values": {"read": "all"}}'] == at_once
    known = json.loads(counts)
    assert known["looks"] > 40
    assert known["scans"] == RECORDS + known["looks"], "each look ends with one that finds nothing"


def _said(*words: str) -> list[str]:
    done = subprocess.run(
        [os.environ["ROBOLAB_LAB_PYTHON"], "-P", *words],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()
