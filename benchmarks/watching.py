"""Watching a training on a real pty: share of a core, lateness of a line, lag of the event loop.

`python -m benchmarks.watching [--seconds 20] [--lines 60]`. `ROBOLAB_PLOTEXT` may name a Python
that has textual-plotext, the peer.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.environment import ROOT, Bench, bench
from benchmarks.fake_trainer import header, line
from benchmarks.row import Row
from benchmarks.terminal import Terminal
from benchmarks.watching_lab import lab

TOLD = 2000
"""Steps that are told before anybody watches."""
STEPS = 10_000
SETTLES_S = 4.0
IN_LAB = "the lab, a Run of a step a second"
PEER = "stock textual-plotext at 1 Hz"


def rows(seconds: float = 20.0, lines: int = 60) -> list[Row]:
    """Measure all of it."""
    with bench() as place, tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "train.log"
        log.write_text(header(STEPS) + "".join(map(line, range(1, TOLD + 1))))
        return [
            *_shares(place, log, seconds),
            _lateness(place, log, lines, "the monitor", "", r"\b{step:,}/"),
            _lateness(place, log, lines, "the log, full screen", "l", "smpl:{samples} "),
            *_lags(place, log, seconds),
        ]


def _shares(place: Bench, log: Path, seconds: float) -> list[Row]:
    peer = _peer_share(place, seconds)
    ours = {f"watching, {hertz} Hz": _share(place, log, hertz, seconds) for hertz in (1, 4, 20)} | {
        "watching the log's lines, 1 Hz": _share(place, log, 1, seconds, keys="l"),
        "idle, nothing new": _share(place, log, 0, seconds),
        IN_LAB: _lab_share(place, seconds),
    }
    aims = {
        "watching, 1 Hz": "4 % at most, half the peer",
        "idle, nothing new": "0.5 % at most",
        IN_LAB: "4 % at most",
    }
    return [
        Row(
            name=f"share of a core: {name}",
            floor=PEER if peer else f"{PEER}: not installed",
            ours=f"{share:.2%}",
            floors=f"{peer:.2%}" if peer else "",
            ratio=f"{share / peer:.2f}" if peer else "",
            aim=aims.get(name, ""),
        )
        for name, share in ours.items()
    ]


def _share(place: Bench, log: Path, hertz: float, seconds: float, keys: str = "") -> float:
    with _training(log, hertz), Terminal(place.app("open", str(log)), place.env) as terminal:
        terminal.until(r"\d+,\d+/")
        terminal.press(keys)
        return _share_of(terminal, seconds)


def _lab_share(place: Bench, seconds: float) -> float:
    with lab(place, 1) as terminal:
        return _share_of(terminal, seconds)


def _peer_share(place: Bench, seconds: float) -> float | None:
    python = os.environ.get("ROBOLAB_PLOTEXT", sys.executable)
    probe = [python, "-c", "import textual_plotext"]
    if subprocess.run(probe, capture_output=True, check=False).returncode:
        return None
    with Terminal([python, str(ROOT / "benchmarks" / "stock_plotext.py")], place.env) as terminal:
        terminal.until("loss")
        return _share_of(terminal, seconds)


def _share_of(terminal: Terminal, seconds: float) -> float:
    terminal.drain(SETTLES_S)
    before, began = terminal.cpu_s(), time.perf_counter()
    terminal.drain(seconds)
    return (terminal.cpu_s() - before) / (time.perf_counter() - began)


def _lateness(place: Bench, log: Path, lines: int, where: str, keys: str, painted: str) -> Row:
    """Append lines at moments of no pattern; see when each is on the pty."""
    dice, late = random.Random(7), []
    last = _steps_in(log)
    with Terminal(place.app("open", str(log)), place.env) as terminal:
        terminal.until(r"\d+,\d+/")
        terminal.press(keys)
        terminal.drain(SETTLES_S)
        for step in range(last + 1, last + lines + 1):
            terminal.drain(dice.uniform(0.3, 1.3))
            with log.open("a") as file:
                file.write(line(step))
            written = time.perf_counter()
            late.append(terminal.until(painted.format(step=step, samples=step * 8), 10) - written)
    late.sort()
    told = f"{late[len(late) * 9 // 10] * 1e3:.0f} ms (median {statistics.median(late) * 1e3:.0f})"
    return Row(f"a new line on the pty in nine of ten cases: {where}", "", told, "", "", "250 ms")


def _lags(place: Bench, log: Path, seconds: float) -> list[Row]:
    floor = _lag(place, log, seconds, None)
    return [
        Row(
            name=f"lag of the event loop, 99th percentile, {hertz} Hz",
            floor="an empty Textual app",
            ours=f"{lag * 1e3:.1f} ms",
            floors=f"{floor * 1e3:.1f} ms",
            ratio=f"{lag / floor:.2f}",
            aim="under 20 ms",
        )
        for hertz, lag in ((hertz, _lag(place, log, seconds, hertz)) for hertz in (1, 10))
    ]


def _lag(place: Bench, log: Path, seconds: float, hertz: float | None) -> float:
    """Return the 99th percentile in seconds; without `hertz`, of an empty app."""
    out = log.with_name("lags.json")
    argv = [sys.executable, "-m", "benchmarks.lagging_app", str(out), str(seconds)]
    argv += [] if hertz is None else [str(log)]
    env = place.env | {"PYTHONPATH": str(ROOT)}
    with _training(log, hertz or 0), Terminal(argv, env) as terminal:
        while not out.exists() or not out.stat().st_size:
            terminal.drain(0.1)
    lags = sorted(json.loads(out.read_text()))
    out.unlink()
    return float(lags[len(lags) * 99 // 100])


@contextmanager
def _training(log: Path, hertz: float) -> Iterator[None]:
    """Go on writing where the log ends; 0 Hz: nobody writes."""
    if not hertz:
        yield
        return
    argv = [sys.executable, "-m", "benchmarks.fake_trainer", str(log), str(STEPS), str(hertz)]
    argv += ["--from", str(_steps_in(log) + 1)]
    trainer = subprocess.Popen(argv, cwd=ROOT)
    try:
        yield
    finally:
        trainer.kill()
        trainer.wait()


def _steps_in(log: Path) -> int:
    return log.read_bytes().count(b" smpl:")


def main() -> None:
    """Measure for other durations."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--lines", type=int, default=60)
    words = parser.parse_args()
    for row in rows(words.seconds, words.lines):
        print(row, flush=True)


if __name__ == "__main__":
    main()
