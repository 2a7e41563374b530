"""The child whose cost is measured: FOLDER -- REPORT train STEPS, or flood MEGABYTES.

It tells its own wall and CPU seconds, and those of the process that started it.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path

LINE = "INFO 2026-01-01 00:00:00 step:{} smpl:{} ep:3 loss:0.123 grdn:4.567 lr:1.0e-05 updt_s:0.01"
WORK = 40_000
"""Turns of a loop a step, some milliseconds."""
BLOCK_LINES = 100


def train(steps: int, folder: Path) -> None:
    """Compute, print a line and write a line of metrics, step by step."""
    with (folder / "metrics.jsonl").open("a", buffering=1) as metrics:
        for step in range(steps):
            loss = 0.0
            for turn in range(WORK):
                loss += turn * 1e-9
            print(LINE.format(step, step * 8), flush=True)
            metrics.write(json.dumps({"kind": "metric", "step": step, "values": {"loss": loss}}))
            metrics.write("\n")


def flood(megabytes: int, _folder: Path) -> None:
    """Print as fast as it goes."""
    block = b"".join(b"%063d\n" % number for number in range(BLOCK_LINES))
    for _ in range(megabytes * 1_000_000 // len(block)):
        os.write(1, block)


def cpu_of(pid: int) -> float:
    """Return the CPU seconds of a process; 0 where /proc does not tell."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except OSError:
        return 0.0


def main(folder: str, _: str, report: str, kind: str, amount: str) -> None:
    """Do it and report."""
    started = time.perf_counter()
    {"train": train, "flood": flood}[kind](int(amount), Path(folder))
    wall_s = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_SELF)
    costs = {"wall_s": wall_s, "cpu_s": used.ru_utime + used.ru_stime}
    Path(report).write_text(json.dumps(costs | {"parent_s": cpu_of(os.getppid())}))


if __name__ == "__main__":
    main(*sys.argv[1:])
