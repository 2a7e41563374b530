"""Ten hours of watching at 1 Hz, compressed in time: what 36,000 refreshes add to memory.

`python -m benchmarks.memory [--refreshes 36000] [--every 1]`; some fifteen minutes on one core.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.environment import ROOT, bench
from benchmarks.fake_trainer import header, line
from benchmarks.refreshing_app import STEPS
from benchmarks.row import Row
from benchmarks.terminal import Terminal

TOLD = 1000
SETTLED = 1000


def rows(refreshes: int = 36_000, every: int = 1) -> list[Row]:
    """Refresh so often; each has a new line of the log behind it, one in `every` new metrics."""
    with bench() as place, tempfile.TemporaryDirectory() as folder:
        log, out = Path(folder) / "train.log", Path(folder) / "resident.json"
        told = (line(step * every) for step in range(1, TOLD + 1))
        log.write_text(header(STEPS) + "".join(told))
        argv = [sys.executable, "-m", "benchmarks.refreshing_app", str(log), str(out)]
        env = place.env | {"PYTHONPATH": str(ROOT)}
        began = time.perf_counter()
        with Terminal([*argv, str(SETTLED + refreshes), str(every)], env) as terminal:
            while not out.exists() or not out.stat().st_size:
                terminal.drain(0.2)
        spent_s = time.perf_counter() - began
        resident = json.loads(out.read_text())
    # The first thousand fill what Textual and Rich remember of texts, which is bounded.
    settled = next(one for one in resident if one[0] == SETTLED)
    last = resident[-1]
    added = (last[1] - settled[1]) / 1e6
    refreshed = f"{last[0] - settled[0]:,} refreshes"
    return [
        Row(
            name=f"memory that {refreshed} add, {_often(every)} with new metrics",
            floor="",
            ours=f"{added:+.1f} MB to {last[1] / 1e6:.0f} MB, in {spent_s:.0f} s",
            floors="",
            ratio="",
            aim="5 MB at most for 36,000",
        )
    ]


def _often(every: int) -> str:
    return "each" if every == 1 else f"one in {every}"


def main() -> None:
    """Measure for another number."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--refreshes", type=int, default=36_000)
    parser.add_argument("--every", type=int, default=1)
    words = parser.parse_args()
    for row in rows(words.refreshes, words.every):
        print(row)


if __name__ == "__main__":
    main()
