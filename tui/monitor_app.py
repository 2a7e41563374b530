"""The app of `robolab-tui open`: the log's end first, then the monitor of what is in it."""

from __future__ import annotations  # the first frame does not wait for what only types need

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.screen import Screen

from tui.exit_code import ExitCode
from tui.framed_app import FramedApp
from tui.open_request import CannotOpen
from tui.screens.opening_log import OpeningLog
from tui.session.log_source import LogSource, LogSources

if TYPE_CHECKING:
    from tui.screens.log import LogScreen


class MonitorApp(FramedApp):
    """Watches logs and Runs without a Workspace: one screen, and the log in front of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q,q", "quit", "quit", show=False, id="app_quit"),
    ]

    def __init__(
        self,
        places: Mapping[str, Path | None],
        sources: LogSources,
        what: str = "",
        lines: Sequence[str] = (),
    ) -> None:
        """Open what is at these places when a first frame has been painted; None: it is elsewhere.

        That frame says `what` is opened, and shows the last `lines` of its log.
        """
        super().__init__()
        self._places, self._sources = places, sources
        self._what, self._lines = what, lines

    def get_default_screen(self) -> Screen[object]:
        """Return the frame that is painted first."""
        return OpeningLog(self._what, self._lines)

    def on_mount(self) -> None:
        """Open the logs when the first frame has been painted."""
        self.screen.call_after_refresh(self._open)

    @work
    async def _open(self) -> None:
        try:
            opened = await asyncio.to_thread(self._read)
        except CannotOpen as refusal:
            self.refusal = refusal
            self.exit(ExitCode.USAGE)
            return
        await self._show(opened)

    def _read(self) -> list[LogSource]:
        import_module("tui.screens.monitor")
        return [self._sources.add(name, path) for name, path in self._places.items()]

    async def _show(self, opened: list[LogSource]) -> None:
        from tui.monitor.source import MonitorSource
        from tui.screens.monitor import MonitorScreen

        watched = [
            MonitorSource(source.name, source.poll, open_log=partial(_log_of, source))
            for source in opened
        ]
        self.push_screen(MonitorScreen(watched, rings=True), lambda _: self.exit(0))


def run_monitor(places: Mapping[str, Path | None], what: str, lines: Sequence[str]) -> int:
    """Run the app until it is left; return the exit status. The words are as the app's.

    Raises:
        CannotOpen: a log could not be opened, when the terminal is the student's again.
        Exception: what broke the app, likewise.
    """
    with LogSources() as sources:
        app = MonitorApp(places, sources, what, lines)
        return app.run_until_left()


def _log_of(source: LogSource) -> LogScreen:
    from tui.screens.log import LogScreen

    return LogScreen(source.log, source.name, leaves_app=True)
