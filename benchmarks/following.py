"""One life of a follower: `python -m benchmarks.following PATH OUT`, which ends when it is killed.

It follows a log, or a Run's folder, as the app does, and writes every point it has, whole, aside
and in place, after each look that found one.
"""

import json
import os
import sys
import time
from pathlib import Path

from tui.session.log_source import LogSources

EVERY_S = 0.1
MOST_POINTS = 1_000_000


def main() -> None:
    """Follow for ever."""
    path, out = Path(sys.argv[1]), Path(sys.argv[2])
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


def _write(out: Path, seen: dict[str, object]) -> None:
    aside = out.with_suffix(".new")
    aside.write_text(json.dumps(seen))
    os.replace(aside, out)


if __name__ == "__main__":
    main()
