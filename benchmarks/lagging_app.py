"""The app of `open` with a probe in its event loop: `python -m benchmarks.lagging_app LOG OUT S`.

Every 5 ms it asks to be woken; how much later that happens is the loop's lag.
"""

import asyncio
import json
import sys
import time
from pathlib import Path

from tui.monitor_app import MonitorApp
from tui.session.log_source import LogSources

EVERY_S = 0.005
SETTLES_S = 4.0
"""Loading is no watching."""


class LaggingApp(MonitorApp):
    """Writes its lags, in seconds, into a file after so long, and ends."""

    def __init__(self, log: Path, sources: LogSources, out: Path, lasts_s: float) -> None:
        super().__init__({log.name: log}, sources)
        self._out, self._lasts_s = out, lasts_s
        self._lags: list[float] = []

    def on_mount(self) -> None:
        """Begin to measure beside what the app does."""
        super().on_mount()
        self._probe = asyncio.create_task(self._measure())

    async def _measure(self) -> None:
        await asyncio.sleep(SETTLES_S)
        until = time.perf_counter() + self._lasts_s
        while (asked := time.perf_counter()) < until:
            await asyncio.sleep(EVERY_S)
            self._lags.append(time.perf_counter() - asked - EVERY_S)
        self._out.write_text(json.dumps(self._lags))
        self.exit(0)


if __name__ == "__main__":
    with LogSources() as opened:
        LaggingApp(Path(sys.argv[1]), opened, Path(sys.argv[2]), float(sys.argv[3])).run()
