"""The Textual app: names its themes, screens and keys; paints a shell, then opens the lab in it."""

import asyncio
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import ClassVar

from textual import work
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from tui.exit_code import ExitCode
from tui.framed_app import FramedApp
from tui.open_request import CannotOpen, OpenRequest
from tui.screens.opening import OpeningScreen


class LabApp(FramedApp):
    """The lab assistant: the lab screen, and those that it opens in front of itself."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "quit", show=False, priority=True, id="app_quit"),
        Binding("ctrl+g", "glossary", "terms", show=False, priority=True, id="app_glossary"),
    ]

    def __init__(self, read_request: Callable[[], OpenRequest], where: str = "") -> None:
        """Open what `read_request` returns: a thread calls it when `where` has been painted.

        It may raise CannotOpen; then the app ends and `refusal` is why.
        """
        super().__init__()
        self._read_request, self._where = read_request, where

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Yield the lab's own commands, then what Textual brings of use here."""
        from tui.keys import GLOSSARY
        from tui.palette import lab_commands
        from tui.screens.lab_place import LabPlace

        yield from lab_commands(screen)
        if not isinstance(screen, LabPlace):
            yield SystemCommand("Terms (ctrl+g)", GLOSSARY.tooltip, self.action_glossary)
        theirs = super().get_system_commands(screen)
        yield from (command for command in theirs if command.title in ("Theme", "Screenshot"))

    def action_glossary(self) -> None:
        """Open the glossary in front of whatever is shown, or close it."""
        from tui.screens.glossary_opening import open_or_close

        open_or_close(self)

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


def run_app(read_request: Callable[[], OpenRequest], where: str) -> int:
    """Run the app until it is left; return the exit status.

    Raises:
        CannotOpen: as `read_request` did, when the terminal is the student's again.
        Exception: what broke the app, likewise.
    """
    return LabApp(read_request, where).run_until_left()
