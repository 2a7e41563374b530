"""`python -m benchmarks.overhead`: what the supervisor costs a training, and a flood of output.

The same child is run under the supervisor and without, its output redirected to a file, in turns,
so that a slow minute falls on both. A pair is several such turns, and a side's cost that of its
least disturbed turn, for other programs only ever add to it, and they add more than the supervisor
costs; the median of the pairs' ratios is told. CPU seconds are the child's and, where there is one,
its supervisor's.
"""

import contextlib
import fcntl
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cost import Cost
from benchmarks.fake_jobs import make_jobs
from benchmarks.row import Row
from lab_tasks.runs import child
from lab_tasks.runs.launch import launch
from lab_tasks.runs.model import (
    LOCK,
    OUTPUT_LOG,
    GitState,
    Launch,
    Run,
    Running,
    RunRequest,
    Starting,
)
from lab_tasks.runs.store import read_state
from lab_tasks.workspace import Workspace

CHILD = Path(__file__).with_name("overhead_child.py")
PAIRS = 5
TURNS = 6
OVER_PAIRS = 3
STEPS = 4000
FLOOD_MB = 200
OVER_BOUND_MB = 900


@dataclass(frozen=True)
class Pair:
    """One child's cost under the supervisor and without."""

    ours: Cost
    plain: Cost
    supervisor_s: float
    """CPU seconds of the supervisor alone."""


class Laboratory:
    """A folder in which children are run, one after the other."""

    def __init__(self, folder: Path) -> None:
        self._workspace = Workspace(folder / "workspace")
        self._workspace.root.mkdir()
        self._jobs = make_jobs(folder / "jobs", CHILD)
        self._report = folder / "report.json"
        self._number = 0
        self.largest_log = 0

    def pair(self, kind: str, amount: int, turns: int = 1) -> Pair:
        """Run both, as often as there are turns; each cost is the least of its turns."""
        taken = [self._turn(kind, amount) for _ in range(turns)]
        return Pair(
            least_cost([turn.ours for turn in taken]),
            least_cost([turn.plain for turn in taken]),
            statistics.median(turn.supervisor_s for turn in taken),
        )

    def _turn(self, kind: str, amount: int) -> Pair:
        self._number += 1
        if self._number % 2:
            ours, supervisor_s = self._supervised(kind, amount)
            plain, _ = self._plain(kind, amount)
        else:
            plain, _ = self._plain(kind, amount)
            ours, supervisor_s = self._supervised(kind, amount)
        return Pair(Cost(ours.wall_s, ours.cpu_s + supervisor_s), plain, supervisor_s)

    def _request(self, kind: str, amount: int) -> RunRequest:
        return RunRequest(
            id=f"{kind}-{self._number:02d}",
            step="robo47/day19/overhead",
            title="Overhead",
            job="fake",
            profile="quick",
            args=(str(self._report), kind, str(amount)),
            git=GitState(commit=None, dirty=None),
            requested_s=time.time(),
        )

    def _supervised(self, kind: str, amount: int) -> tuple[Cost, float]:
        request = self._request(kind, amount)
        run = launch(self._workspace, request, Path(sys.executable), jobs=self._jobs)
        self._wait_for_end(run, samples=kind == "flood")
        (run.folder / OUTPUT_LOG).unlink()
        return self._told()

    def _wait_for_end(self, run: Run, *, samples: bool) -> None:
        while samples and isinstance(read_state(run.folder), Starting | Running):
            with contextlib.suppress(FileNotFoundError):
                size = (run.folder / OUTPUT_LOG).stat().st_size
                self.largest_log = max(self.largest_log, size)
            time.sleep(0.02)
        with (run.folder / LOCK).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH)  # waits without taking anything from the child

    def _plain(self, kind: str, amount: int) -> tuple[Cost, float]:
        folder = self._workspace.root / f"plain-{self._number}"
        folder.mkdir()
        request = self._request(kind, amount)
        how = Launch(python=sys.executable, jobs_path=str(self._jobs))
        argv = child.command(folder, request, how)
        env = child.environment(os.environ, request, how)
        with (folder / OUTPUT_LOG).open("ab") as log:
            # A session of its own, as under the supervisor: the scheduler shares time by session.
            subprocess.run(argv, env=env, stdout=log, start_new_session=True, check=True)
        (folder / OUTPUT_LOG).unlink()
        return self._told()

    def _told(self) -> tuple[Cost, float]:
        told = json.loads(self._report.read_text())
        self._report.unlink()
        return Cost(told["wall_s"], told["cpu_s"]), told["parent_s"]


def least_cost(costs: Sequence[Cost]) -> Cost:
    """Return the least wall and the least CPU seconds."""
    return Cost(min(cost.wall_s for cost in costs), min(cost.cpu_s for cost in costs))


def pairs(kind: str, amount: int, count: int = PAIRS, turns: int = 1) -> tuple[list[Pair], int]:
    """Return the costs of `count` pairs, after one that warms up and is not counted.

    With them comes the size in bytes that the log of a supervised child had at most.
    """
    with tempfile.TemporaryDirectory(prefix="robolab-overhead-") as folder:
        laboratory = Laboratory(Path(folder))
        laboratory.pair(kind, max(1, amount // 10))
        return [laboratory.pair(kind, amount, turns) for _ in range(count)], laboratory.largest_log


def rows(
    steps: int = STEPS,
    flood_mb: int = FLOOD_MB,
    over_mb: int = OVER_BOUND_MB,
    turns: int = TURNS,
) -> list[Row]:
    """Return what it costs a training, a flood, and a flood over the log's bound."""
    redirected = "output to a file"
    training, _ = pairs("train", steps, turns=turns)
    supervisor = statistics.median(p.supervisor_s / p.plain.wall_s for p in training)
    flooded, _ = pairs("flood", flood_mb)
    measured = [
        *_rows("a training under the supervisor", redirected, training, "1.01 at most"),
        Row("the supervisor's own CPU", "", f"{supervisor:.2%} of a core", "", "", "0.5 % at most"),
        *_rows(f"a flood of {flood_mb} MB", redirected, flooded, "1.2 at most"),
    ]
    if over_mb:
        name = f"a flood of {over_mb} MB, over the log's bound"
        over, largest = pairs("flood", over_mb, OVER_PAIRS)
        measured += _rows(name, redirected, over, "1.2 at most", cpu_aim="")
        size = f"{largest / (1 << 20):.0f} MiB"
        measured.append(Row(f"{name}: largest log", "", size, "", "", "512 MiB at most"))
    return measured


def _rows(
    name: str, floor: str, measured: list[Pair], aim: str, cpu_aim: str | None = None
) -> list[Row]:
    cpu_aim = aim if cpu_aim is None else cpu_aim
    return [
        _row(f"{name}, wall", floor, [(p.ours.wall_s, p.plain.wall_s) for p in measured], aim),
        _row(f"{name}, CPU", floor, [(p.ours.cpu_s, p.plain.cpu_s) for p in measured], cpu_aim),
    ]


def _row(name: str, floor: str, seconds: list[tuple[float, float]], aim: str) -> Row:
    ours, plain = (statistics.median(column) for column in zip(*seconds, strict=True))
    ratios = sorted(a / b for a, b in seconds)
    ratio = f"{statistics.median(ratios):.3f} ({ratios[0]:.3f} to {ratios[-1]:.3f})"
    return Row(name, floor, f"{ours * 1e3:.0f} ms", f"{plain * 1e3:.0f} ms", ratio, aim)


if __name__ == "__main__":
    for row in rows():
        print(row)
