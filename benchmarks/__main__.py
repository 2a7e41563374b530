"""`python -m benchmarks [WORKSPACE]`: every figure in one run, on compiled bytecode, as a table.

Without a WORKSPACE it measures on a small sample in which Day 19 is solved and committed.
What each row means and where the time goes stands in docs/benchmarks.md.

Ratios travel between machines, seconds do not; both are printed. Medians of the repetitions.
"""

import compileall
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.cost import Cost
from benchmarks.first_frame import first_frame
from benchmarks.redraw import redraw_s
from course.loader import load_course
from tests.sample_workspace import solved_workspace

ROOT = Path(__file__).parents[1]
REPEATS = 11
LIBRARIES = "import argparse, hashlib, msgspec, shutil, subprocess, yaml"
"""What a check needs and others wrote."""


def main() -> None:
    """Measure and print."""
    for package in ("course", "lab_tasks", "tui", "benchmarks"):
        compileall.compile_dir(ROOT / package, quiet=2)
    with tempfile.TemporaryDirectory() as folder:
        env = _clean_environment(Path(folder))
        named = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None
        workspace = named or solved_workspace(Path(folder) / "workspace").root
        rows = [*_frames(workspace, env), *_check(workspace, env), *_redraws()]
    print("| measured | floor | ours | floor's | ratio | aim |\n|---|---|---|---|---|---|")
    print("\n".join(rows))


def _frames(workspace: Path, env: dict[str, str]) -> list[str]:
    empty = [sys.executable, str(ROOT / "benchmarks" / "empty_app.py")]
    app = [sys.executable, "-m", "tui", "--workspace", str(workspace), "--day", "19"]
    step = load_course("robo47", days={19}).days[0].steps[0].title
    floor, shell, content = _in_turns(
        lambda: first_frame(empty, "painted", env),
        lambda: first_frame(app, "Day 19", env),
        lambda: first_frame(app, step, env),
    )
    against = "an empty Textual app"
    return [
        *_rows("first painted frame of the app", against, shell, floor, "1.3 or better"),
        *_rows("Day's checklist on screen", against, content, floor, ""),
    ]


def _check(workspace: Path, env: dict[str, str]) -> list[str]:
    check = [sys.executable, "-m", "tui", "--check", str(workspace), "--day", "19"]
    floor, libraries, ours = _in_turns(
        lambda: _cost([sys.executable, "-c", "pass"], env),
        lambda: _cost([sys.executable, "-c", LIBRARIES], env),
        lambda: _cost(check, env),
    )
    against = "python -c pass"
    return [
        *_rows("--check --day 19", against, ours, floor, "5 or better"),
        *_rows("importing only its libraries", against, libraries, floor, ""),
    ]


def _redraws() -> list[str]:
    name = "redraw, 100,000 points a curve, 120x30"
    return [
        f"| {name}: 1 curve | | {redraw_s(100_000) * 1e3:.1f} ms | | | under 16 ms |",
        f"| {name}: 4 curves | | {redraw_s(100_000, curves=4) * 1e3:.1f} ms | | | |",
    ]


def _in_turns(*programs: Callable[[], Cost]) -> list[Cost]:
    """Return each program's median; run in turns, so that a slow minute falls on all."""
    for program in programs:
        program()  # once unmeasured: files come from the disk, bytecode is written
    rounds = [[program() for program in programs] for _ in range(REPEATS)]
    return [
        Cost(statistics.median(c.wall_s for c in costs), statistics.median(c.cpu_s for c in costs))
        for costs in zip(*rounds, strict=True)
    ]


def _cost(argv: list[str], env: dict[str, str]) -> Cost:
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(argv, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    wall_s, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall_s, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def _rows(name: str, floor_name: str, ours: Cost, floor: Cost, aim: str) -> list[str]:
    measured = (("wall", ours.wall_s, floor.wall_s), ("CPU", ours.cpu_s, floor.cpu_s))
    return [
        f"| {name}, {what} | {floor_name} | {ours_s * 1e3:.0f} ms | {floor_s * 1e3:.0f} ms "
        f"| {ours_s / floor_s:.2f} | {aim} |"
        for what, ours_s, floor_s in measured
    ]


def _clean_environment(home: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "XDG_", "ROBOLAB"))}
    return kept | {"HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"}


if __name__ == "__main__":
    main()
