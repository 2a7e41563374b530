"""The app of `robolab-tui open`: the log's end first, then the monitor of what is in it."""

from __future__ import annotations  # the first frame does not wait for what only types need

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from tui.exit_code import ExitCode
from tui.open_request import CannotOpen
from tui.screens.opening_log import OpeningLog
from tui.session.log_source import LogSource, LogSources
from tui.themes import DAY, NIGHT

if TYPE_CHECKING:
    from tui.screens.log import LogScreen


class MonitorApp(App[int]):
    """Watches logs and Runs without a Workspace: one screen, and the log in front of it."""

    TITLE = "robolab-tui"
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
        self.refusal: CannotOpen | None = None
        self.crash: Exception | None = None
        self._places, self._sources = places, sources
        self._what, self._lines = what, lines
        self.register_theme(NIGHT)
        self.register_theme(DAY)
        self.theme = NIGHT.name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our own variables for Textual's themes, which lack them."""
        return dict(NIGHT.variables)

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

    def _handle_exception(self, error: Exception) -> None:
        """Leave with the error for the command line, whose one wide catch writes it to a file."""
        if self.is_headless:  # a test, which wants the error as it is
            super()._handle_exception(error)
        elif self.crash is None:
            self.crash = error
            self.exit(ExitCode.ENVIRONMENT)

    async def action_quit(self) -> None:
        """Leave; what is watched goes on."""
        self.exit(0)


def run_monitor(places: Mapping[str, Path | None], what: str, lines: Sequence[str]) -> int:
    """Run the app until it is left; return the exit status. The words are as the app's.

    Raises:
        CannotOpen: a log could not be opened, when the terminal is the student's again.
        Exception: what broke the app, likewise.
    """
    with LogSources() as sources:
        app = MonitorApp(places, sources, what, lines)
        left = app.run()
    if app.crash:
        raise app.crash
    if app.refusal:
        raise app.refusal
    return left if left is not None else app.return_code or 0


def _log_of(source: LogSource) -> LogScreen:
    from tui.screens.log import LogScreen

    return LogScreen(source.log, source.name)
