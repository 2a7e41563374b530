"""Opening large logs at their end: ours, our own empty start, lnav and toolong, in turns.

`python -m benchmarks.opening [--megabytes 1000] [--steps 720000] [--folder KEPT]`. `ROBOLAB_PEERS`
may name a folder in which `lnav` and `tl` (toolong) are looked for before `PATH`.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.environment import ROOT, Bench, bench
from benchmarks.logs_made import write_bars_log, write_big_log
from benchmarks.row import Row
from benchmarks.terminal import Terminal
from tui.first_look import READING

REPEATS = 5
GIVES_UP_S = 20.0
LAST_LINE = "End of training"
EMPTY, OURS = "our own start on an empty file", "robolab-tui open"
CURVES = ", curves and keys"
"""Behind a name: until the monitor stands, not only the log's end."""
AIMS = {OURS: "1.5 or better, ahead of both peers", OURS + CURVES: "1.5 or better, below 200 MB"}


@dataclass(frozen=True)
class Program:
    """What is started, and the regular expression that says that it is open at the end."""

    argv: list[str]
    painted: str


@dataclass(frozen=True)
class Opened:
    """One opening."""

    wall_s: float | None
    """None: nothing within `GIVES_UP_S`."""
    cpu_s: float
    memory_bytes: int
    """Peak of resident memory of all its processes, added up."""


def rows(
    size_bytes: int = 1_000_000_000, steps: int = 720_000, folder: Path | None = None
) -> list[Row]:
    """Write both logs, unless `folder` has them; open them, and let ours be read to the end."""
    with bench() as place, tempfile.TemporaryDirectory() as made:
        big, bars = (Path(folder or made) / name for name in ("big.log", "bars.log"))
        if not big.exists():
            write_big_log(big, size_bytes)
            with big.open("a") as file:
                file.write(f"INFO 2026-11-21 02:20:29 ot_train.py:770 {LAST_LINE}\n")
        if not bars.exists():
            write_bars_log(bars, steps)
        return [*_openings(place, big), *_openings(place, bars)]


def _openings(place: Bench, log: Path) -> list[Row]:
    empty = log.with_name("empty.log")
    empty.touch()
    peers = os.pathsep.join((os.environ.get("ROBOLAB_PEERS", ""), os.environ["PATH"]))
    found = {name: shutil.which(name, path=peers) for name in ("lnav", "tl")}
    bare = [sys.executable, str(ROOT / "benchmarks" / "empty_app.py")]
    ours = place.app("open", str(log))
    programs = {
        "an empty Textual app": Program(bare, "painted"),
        EMPTY: Program(place.app("open", str(empty)), READING),
        OURS: Program(ours, LAST_LINE),
        EMPTY + CURVES: Program(place.app("open", str(empty)), "! waiting"),
        OURS + CURVES: Program(ours, r"loss +\d"),
    } | {name: Program([path, str(log)], LAST_LINE) for name, path in found.items() if path}
    measured = _in_turns(programs, place.env)
    skipped = [
        Row(f"{log.name}: {name}", "", "not installed", "", "", "")
        for name, path in found.items()
        if path is None
    ]
    return [*_rows(log, measured), *skipped, _index(place, log)]


def _in_turns(programs: Mapping[str, Program], env: dict[str, str]) -> dict[str, Opened]:
    """Return each program's median; a first run of each (disk, bytecode) does not count."""
    for program in programs.values():
        _open(program, env)
    rounds = [{name: _open(it, env) for name, it in programs.items()} for _ in range(REPEATS)]
    return {name: _median([one[name] for one in rounds]) for name in programs}


def _open(program: Program, env: dict[str, str]) -> Opened:
    with Terminal(program.argv, env) as terminal:
        wall_s = None
        with suppress(TimeoutError):
            wall_s = terminal.until(program.painted, GIVES_UP_S) - terminal.started
        return Opened(wall_s, terminal.cpu_s(), terminal.memory())


def _median(opened: list[Opened]) -> Opened:
    walls = [one.wall_s for one in opened if one.wall_s is not None]
    return Opened(
        statistics.median(walls) if len(walls) == len(opened) else None,
        statistics.median(one.cpu_s for one in opened),
        max(one.memory_bytes for one in opened),
    )


def _rows(log: Path, measured: Mapping[str, Opened]) -> list[Row]:
    size = f"{log.stat().st_size / 1e6:,.0f} MB"
    return [_row(f"{log.name}, {size}", name, measured) for name in measured]


def _row(log: str, name: str, measured: Mapping[str, Opened]) -> Row:
    floor_name = EMPTY + CURVES if name.endswith(CURVES) else EMPTY
    one, floor = measured[name], measured[floor_name]
    return Row(
        name=f"{log}, open at its end: {name}",
        floor=floor_name,
        ours=f"{_wall(one)}, {one.cpu_s:.2f} s CPU, {one.memory_bytes / 1e6:.0f} MB",
        floors=_wall(floor),
        ratio=f"{one.wall_s / floor.wall_s:.2f}" if one.wall_s and floor.wall_s else "",
        aim=AIMS.get(name, ""),
    )


def _wall(opened: Opened) -> str:
    return f"> {GIVES_UP_S:.0f} s" if opened.wall_s is None else f"{opened.wall_s * 1e3:.0f} ms"


def _index(place: Bench, log: Path) -> Row:
    """Measure until the child that reads the whole log has ended."""
    name = f"{log.name}: all of it is read behind"
    with Terminal(place.app("open", str(log)), place.env) as terminal:
        own = terminal.until(r"reading \d+ %|complete", GIVES_UP_S) - terminal.started
        while terminal.has_children() and time.perf_counter() - terminal.started < 600:
            terminal.drain(0.1)
            terminal.memory()
        wall_s = time.perf_counter() - terminal.started
        peaks = [f"{each / 1e6:.0f}" for each in terminal.most_bytes.values()]
    rate = log.stat().st_size / 1e6 / max(0.001, wall_s - own)
    said = f"{wall_s:.1f} s ({rate:.0f} MB/s), peaks {' + '.join(peaks)} MB"
    return Row(name, "", said, "", "", "below 200 MB")


def main() -> None:
    """Measure at other sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--steps", type=int, default=720_000)
    parser.add_argument("--folder", type=Path, help="where big.log and bars.log are kept")
    words = parser.parse_args()
    for row in rows(words.megabytes * 1_000_000, words.steps, words.folder):
        print(row, flush=True)


if __name__ == "__main__":
    main()
