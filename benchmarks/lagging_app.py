"""Apps with a probe in their event loop: `python -m benchmarks.lagging_app OUT SECONDS [LOG]`.

Every 5 ms it asks to be woken; how much later that happens is the loop's lag. With LOG it is the
app of `open`; without, the smallest Textual app there is: what the machine does at that time.
"""

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

from textual.app import App

from benchmarks.empty_app import Empty
from tui.monitor_app import MonitorApp
from tui.session.log_source import LogSources

EVERY_S = 0.005
SETTLES_S = 4.0
"""Loading is no watching."""


async def probe(app: App[Any], out: Path, lasts_s: float) -> None:
    """Write the lags, in seconds, into a file after so long, and end the app."""
    await asyncio.sleep(SETTLES_S)
    lags = []
    until = time.perf_counter() + lasts_s
    while (asked := time.perf_counter()) < until:
        await asyncio.sleep(EVERY_S)
        lags.append(time.perf_counter() - asked - EVERY_S)
    out.write_text(json.dumps(lags))
    app.exit()


def main() -> None:
    """Run one of them, the probe beside it."""
    out, lasts_s = Path(sys.argv[1]), float(sys.argv[2])
    with LogSources() as sources:
        app: App[Any] = Empty()
        if sys.argv[3:]:
            log = Path(sys.argv[3])
            app = MonitorApp({log.name: log}, sources)
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        watching = loop.create_task(probe(app, out, lasts_s))
        loop.run_until_complete(app.run_async())
        watching.cancel()


if __name__ == "__main__":
    main()
