"""`python -m benchmarks [WORKSPACE]`: every figure in one run, on compiled bytecode, as a table.

Without a WORKSPACE it measures on a small sample in which Day 19 is solved and committed.

Ratios travel between machines, seconds do not; both are printed. Medians of the repetitions.
"""

import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.first_frame import Frame, first_frame
from benchmarks.redraw import redraw_s
from tests.sample_workspace import solved_workspace

ROOT = Path(__file__).parents[1]
REPEATS = 9


def main() -> None:
    """Measure and print."""
    for package in ("course", "lab_tasks", "tui", "benchmarks"):
        compileall.compile_dir(ROOT / package, quiet=2)
    with tempfile.TemporaryDirectory() as folder:
        env = _clean_environment(Path(folder))
        named = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None
        workspace = named or solved_workspace(Path(folder) / "workspace").root
        rows = [*_frames(workspace, env), _check(workspace, env), _redraw()]
    print("| measured | floor | ours | floor's | ratio | aim |\n|---|---|---|---|---|---|")
    print("\n".join(rows))


def _frames(workspace: Path, env: dict[str, str]) -> list[str]:
    empty = [sys.executable, str(ROOT / "benchmarks" / "empty_app.py")]
    app = [sys.executable, "-m", "tui", "--workspace", str(workspace), "--day", "19"]
    floor, ours = _alternating(
        lambda: first_frame(empty, "painted", env), lambda: first_frame(app, "Day 19", env)
    )
    floor_wall, our_wall = _median(floor, "wall_s"), _median(ours, "wall_s")
    floor_cpu, our_cpu = _median(floor, "cpu_s"), _median(ours, "cpu_s")
    name, against = "first painted frame of the app", "an empty Textual app"
    return [
        _row(f"{name}, wall", against, our_wall, floor_wall, 1.3),
        _row(f"{name}, CPU", against, our_cpu, floor_cpu, 1.3),
    ]


def _check(workspace: Path, env: dict[str, str]) -> str:
    bare = [sys.executable, "-c", "pass"]
    check = [sys.executable, "-m", "tui", "--check", str(workspace), "--day", "19"]
    floor, ours = _alternating(lambda: _wall_s(bare, env), lambda: _wall_s(check, env))
    against = "python -c pass"
    return _row("--check --day 19, wall", against, min(ours), min(floor), 5.0)


def _redraw() -> str:
    ours = redraw_s(points=100_000)
    return f"| one redraw, 100,000 points, 120x30 | 16 ms | {ours * 1e3:.1f} ms | | | under 16 ms |"


def _alternating[A, B](floor: Callable[[], A], ours: Callable[[], B]) -> tuple[list[A], list[B]]:
    """Measure in turns, so that a slow minute of the machine falls on both."""
    floor(), ours()
    pairs = [(floor(), ours()) for _ in range(REPEATS)]
    return [a for a, _ in pairs], [b for _, b in pairs]


def _median(frames: list[Frame], what: str) -> float:
    return statistics.median(float(getattr(frame, what)) for frame in frames)


def _wall_s(argv: list[str], env: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(argv, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - started


def _row(name: str, floor: str, ours_s: float, floor_s: float, aim: float) -> str:
    ratio = ours_s / floor_s
    return (
        f"| {name} | {floor} | {ours_s * 1e3:.0f} ms | {floor_s * 1e3:.0f} ms "
        f"| {ratio:.2f} | {aim:g} or better |"
    )


def _clean_environment(home: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "XDG_", "ROBOLAB"))}
    return kept | {"HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"}


if __name__ == "__main__":
    main()
