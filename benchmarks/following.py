"""One life of a follower: `python -m benchmarks.following PATH OUT [naive]`, until it is killed.

It follows a log, or a Run's folder, as the app does, and writes every point it has, whole, aside
and in place, after each look that found one. `naive` is the negative control: it takes the
console's steps as they are printed, rounded, as graphical wrappers do.
"""

import json
import os
import re
import sys
import time
from pathlib import Path
from typing import NoReturn

from tui.session.log_source import LogSources

EVERY_S = 0.1
MOST_POINTS = 1_000_000


def main() -> None:
    """Follow for ever."""
    path, out = Path(sys.argv[1]), Path(sys.argv[2])
    if sys.argv[3:]:
        _follow_naively(path if path.is_file() else path / "output.log", out)
    count = 0
    with LogSources() as sources:
        poll = sources.add(path.name, path).poll
        while True:
            update = poll()
            losses = update.series.get("loss")
            if losses and losses.count != count and update.read_share is None:
                count = losses.count
                _write(out, {"count": count, "points": losses.points(MOST_POINTS)})
            time.sleep(EVERY_S)


def _follow_naively(log: Path, out: Path) -> NoReturn:
    while True:
        told = re.findall(r"step:(\d+)(K?) .*?loss:(\S+)", log.read_text())
        points = [(int(step) * (1000 if short else 1), float(loss)) for step, short, loss in told]
        _write(out, {"count": len(points), "points": points})
        time.sleep(EVERY_S)


def _write(out: Path, seen: dict[str, object]) -> None:
    aside = out.with_suffix(".new")
    aside.write_text(json.dumps(seen))
    os.replace(aside, out)


if __name__ == "__main__":
    main()
