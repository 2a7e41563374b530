"""A fake trainer followed for its whole length across restarts: every point once, with its value.

`python -m benchmarks.restarts [--steps 10000] [--restarts 20] [--hertz 200]`. The last row is the
negative control: a follower that takes the console's rounded steps must be caught.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.environment import ROOT, Bench, bench
from benchmarks.fake_trainer import loss_at
from benchmarks.row import Row
from benchmarks.terminal import Terminal

DEADLINE_S = 120.0
NAIVE = "negative control: the console's rounded steps"


@dataclass(frozen=True)
class Tally:
    """What one follower saw in its lives, against what was told."""

    points: int = 0
    """Looked at in all lives together."""
    lost: int = 0
    doubled: int = 0
    wrong: int = 0
    """With another value than was told."""
    newest: int = 0
    """The step to which the last life came."""

    def plus(self, seen: Path) -> "Tally":
        """Add a life: whatever it has seen must be each step from the first, once."""
        if not seen.exists():  # killed before its first look
            return self
        found = json.loads(seen.read_text())
        steps = Counter(step for step, _ in found["points"])
        newest = max(steps, default=0)
        return Tally(
            points=self.points + len(steps),
            lost=self.lost + sum(step not in steps for step in range(1, newest + 1)),
            doubled=self.doubled + found["count"] - len(steps),
            wrong=self.wrong + sum(loss_at(step) != value for step, value in found["points"]),
            newest=newest,
        )


def rows(steps: int = 10_000, restarts: int = 20, hertz: float = 200.0) -> list[Row]:
    """Kill app and followers at moments of no pattern until the trainer is done."""
    with bench() as place, tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "run"
        run.mkdir()
        (run / "request.json").write_text("{}")
        (run / "output.log").touch()
        log = run / "output.log"
        paths = {"a console log": log, "metrics.jsonl": run, NAIVE: log}
        tallies = dict.fromkeys(paths, Tally())
        dice, shown = random.Random(11), 0
        with _trainer(run, steps, hertz) as trainer:
            for life in range(restarts + 1):
                is_last = life == restarts
                if is_last:
                    trainer.wait(DEADLINE_S)
                with _followers(paths, folder) as seen, _app(place, log) as app:
                    app.until(rf"\d[\d,]*/{steps:,}")
                    shown += 1
                    app.drain(dice.uniform(0.1, 0.8))
                    _wait_for(seen, steps) if is_last else None
                tallies = {name: tally.plus(seen[name]) for name, tally in tallies.items()}
    lives = f"{restarts} restarts, {steps:,} steps"
    return [
        Row(f"restarts of the app after which it showed where it was: {shown}", *[""] * 4, lives),
        *(_row(name, tally, lives, steps) for name, tally in tallies.items()),
    ]


def _row(name: str, tally: Tally, lives: str, steps: int) -> Row:
    told = (
        f"{tally.lost} lost, {tally.doubled} doubled, {tally.wrong} wrong of {tally.points:,}; "
        f"the last life had {tally.newest:,} of {steps:,}"
    )
    aim = "not 0" if name == NAIVE else "0 lost, 0 doubled"
    return Row(f"{name} followed across {lives}", "", told, "", "", aim)


def _wait_for(seen: dict[str, Path], steps: int) -> None:
    give_up = time.monotonic() + DEADLINE_S
    while time.monotonic() < give_up and any(
        not out.exists() or json.loads(out.read_text())["count"] < steps for out in seen.values()
    ):
        time.sleep(0.1)


def _app(place: Bench, log: Path) -> Terminal:
    return Terminal(place.app("open", str(log)), place.env)


@contextmanager
def _followers(paths: dict[str, Path], folder: str) -> Iterator[dict[str, Path]]:
    """Start one for each path; kill them at the end, at whatever they are about."""
    seen = {name: Path(folder) / f"{index}.json" for index, name in enumerate(paths)}
    for out in seen.values():
        out.unlink(missing_ok=True)
    following = []
    for name, path in paths.items():
        argv = [sys.executable, "-m", "benchmarks.following", str(path), str(seen[name])]
        naive = ["naive"] if name == NAIVE else []
        following.append(subprocess.Popen(argv + naive, cwd=ROOT))
    try:
        yield seen
    finally:
        for process in following:
            process.kill()
            process.wait()


@contextmanager
def _trainer(run: Path, steps: int, hertz: float) -> Iterator[subprocess.Popen[bytes]]:
    argv = [sys.executable, "-m", "benchmarks.fake_trainer", str(run / "output.log"), str(steps)]
    argv += [str(hertz), "--metrics", str(run / "metrics.jsonl")]
    trainer = subprocess.Popen(argv, cwd=ROOT)
    try:
        yield trainer
    finally:
        trainer.kill()
        trainer.wait()


def main() -> None:
    """Measure at another length."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=10_000)
    parser.add_argument("--restarts", type=int, default=20)
    parser.add_argument("--hertz", type=float, default=200.0)
    words = parser.parse_args()
    for row in rows(words.steps, words.restarts, words.hertz):
        print(row)


if __name__ == "__main__":
    main()
