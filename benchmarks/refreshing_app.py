"""The app of `open`, refreshed as fast as it can be: ten hours at 1 Hz in some minutes.

`python -m benchmarks.refreshing_app LOG OUT REFRESHES EVERY`: each drawing of the chart appends
what a training prints next, a line of metrics every so many times and else a bar, as lerobot's
console does; that is polled, posted and drawn. OUT gets resident bytes over time.
"""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.text import Text

from benchmarks.fake_trainer import bar, line
from tui.monitor import feed
from tui.monitor_app import MonitorApp
from tui.session.log_source import LogSources
from tui.widgets import live_chart
from tui.widgets.monitor_chart import MonitorChart

LOOK_EVERY = 1000
"""Refreshes between two looks at the memory."""
STEPS = 1_000_000
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


class RefreshingApp(MonitorApp):
    """Ends after so many drawings, told in `out`."""

    def __init__(
        self, log: Path, sources: LogSources, out: Path, refreshes: int, every: int
    ) -> None:
        super().__init__({log.name: log}, sources)
        self._log, self._out, self._refreshes = log.open("a", buffering=1), out, refreshes
        self._every = every
        self._begun = log.read_bytes().count(b" smpl:")
        self._done = 0
        self._resident: list[tuple[int, int]] = []
        drawn = MonitorChart.drawing

        def drawing(chart: MonitorChart) -> Sequence[Text]:
            self._refreshed()
            return drawn(chart)

        MonitorChart.drawing = drawing  # type: ignore[method-assign]

    def _refreshed(self) -> None:
        self._done += 1
        step = self._begun * self._every + self._done
        self._log.write(bar(step, STEPS) if step % self._every else line(step))
        if self._done % LOOK_EVERY == 0 or self._done == self._refreshes:
            resident = int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_BYTES
            self._resident.append((self._done, resident))
        if self._done == self._refreshes:
            self._out.write_text(json.dumps(self._resident))
            self.exit(0)


if __name__ == "__main__":
    feed.LOOK_S = feed.READING_S = 0.002
    feed.POST_S = live_chart.REDRAW_S = 0.0
    with LogSources() as opened:
        log_path, out_path, *numbers = sys.argv[1:]
        RefreshingApp(Path(log_path), opened, Path(out_path), *map(int, numbers)).run()
