"""The Textual app: names its themes, screens and keys; paints a shell, then opens the lab in it."""

import asyncio
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import ClassVar

from textual import work
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from tui.exit_code import ExitCode
from tui.open_request import CannotOpen, OpenRequest
from tui.screens.opening import OpeningScreen
from tui.themes import DAY, NIGHT


class LabApp(App[int]):
    """The lab assistant: the lab screen, and those that it opens in front of itself."""

    TITLE = "robolab-tui"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "quit", show=False, priority=True, id="app_quit"),
    ]

    def __init__(self, read_request: Callable[[], OpenRequest], where: str = "") -> None:
        """Open what `read_request` returns: a thread calls it when `where` has been painted.

        It may raise CannotOpen; then the app ends and `refusal` is why.
        """
        super().__init__()
        self.refusal: CannotOpen | None = None
        self.crash: Exception | None = None
        self._read_request, self._where = read_request, where
        self.register_theme(NIGHT)
        self.register_theme(DAY)
        self.theme = NIGHT.name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our own variables for Textual's themes, which lack them."""
        return dict(NIGHT.variables)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Yield the lab's own commands, then what Textual brings of use here."""
        from tui.palette import lab_commands

        yield from lab_commands(screen)
        theirs = super().get_system_commands(screen)
        yield from (command for command in theirs if command.title in ("Theme", "Screenshot"))

    def get_default_screen(self) -> Screen[object]:
        """Return the shell that is painted first."""
        return OpeningScreen(self._where)

    def on_mount(self) -> None:
        """Read the Course when the shell has been painted."""
        self.screen.call_after_refresh(self._open)

    @work
    async def _open(self) -> None:
        try:
            request = await asyncio.to_thread(self._read_request)
        except CannotOpen as refusal:
            self.refusal = refusal
            self.exit(ExitCode.USAGE)
            return
        await asyncio.to_thread(import_module, "tui.screens.lab")
        await self._show(request)

    async def _show(self, request: OpenRequest) -> None:
        """Open the lab; in an empty Workspace, ask first."""
        from tui.screens.lab import LabScreen

        if request.workspace.progress_path.exists():
            self.push_screen(LabScreen(request))
            return
        from tui.rules.first_profile import first_profile
        from tui.screens.first_start import FirstStart

        suits = await asyncio.to_thread(first_profile)
        first = FirstStart(request, request.profile or suits)
        self.push_screen(first, lambda _: self.push_screen(LabScreen(request)))

    def _handle_exception(self, error: Exception) -> None:
        """Leave with the error for the command line, whose one wide catch writes it to a file.

        Textual would print a traceback with all locals, hundreds of lines, and end with status 1.
        """
        if self.is_headless:  # a test, which wants the error as it is
            super()._handle_exception(error)
        elif self.crash is None:
            self.crash = error
            self.exit(ExitCode.ENVIRONMENT)

    async def action_quit(self) -> None:
        """Leave; Runs go on."""
        self.exit(0)


def run_app(read_request: Callable[[], OpenRequest], where: str) -> int:
    """Run the app until it is left; return the exit status.

    Raises:
        CannotOpen: as `read_request` did, when the terminal is the student's again.
        Exception: what broke the app, likewise.
    """
    app = LabApp(read_request, where)
    left = app.run()
    if app.crash:
        raise app.crash
    if app.refusal:
        raise app.refusal
    return left if left is not None else app.return_code or 0
