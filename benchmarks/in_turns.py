"""Measuring programs in turns, so that a slow minute of the machine falls on all of them."""

import resource
import statistics
import subprocess
import time
from collections.abc import Callable

from benchmarks.cost import Cost
from benchmarks.row import Row

REPEATS = 11


def medians(*programs: Callable[[], Cost], repeats: int = REPEATS) -> list[Cost]:
    """Return each program's median cost; a first run of each (disk, bytecode) does not count."""
    for program in programs:
        program()
    rounds = [[program() for program in programs] for _ in range(repeats)]
    return [
        Cost(statistics.median(c.wall_s for c in costs), statistics.median(c.cpu_s for c in costs))
        for costs in zip(*rounds, strict=True)
    ]


def cost(argv: list[str], env: dict[str, str]) -> Cost:
    """Return what a program and its children cost; what it prints is thrown away."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(argv, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    wall_s, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall_s, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def against(name: str, floor_name: str, ours: Cost, floor: Cost, aim: str = "") -> list[Row]:
    """Return two rows, by the clock and by CPU time."""
    measured = (("wall", ours.wall_s, floor.wall_s), ("CPU", ours.cpu_s, floor.cpu_s))
    return [
        Row(
            name=f"{name}, {what}",
            floor=floor_name,
            ours=f"{ours_s * 1e3:.0f} ms",
            floors=f"{floor_s * 1e3:.0f} ms",
            ratio=f"{ours_s / floor_s:.2f}",
            aim=aim,
        )
        for what, ours_s, floor_s in measured
    ]
