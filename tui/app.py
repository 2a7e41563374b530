"""The Textual app: names its themes, screens and keys, and nothing else."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from tui.open_request import OpenRequest
from tui.themes import DAY, NIGHT


class LabApp(App[int]):
    """The lab assistant: the lab screen, and those that it opens in front of itself."""

    TITLE = "robolab-tui"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "quit", show=False, priority=True, id="app_quit"),
    ]

    def __init__(self, request: OpenRequest) -> None:
        """Open what is asked for."""
        super().__init__()
        self.request = request
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

    def on_mount(self) -> None:
        """Open the lab; in an empty Workspace, ask first."""
        from tui.screens.lab import LabScreen

        if self.request.workspace.progress_path.exists():
            self.push_screen(LabScreen(self.request))
            return
        from tui.first_profile import first_profile
        from tui.screens.first_start import FirstStart

        first = FirstStart(self.request, self.request.profile or first_profile())
        self.push_screen(first, lambda _: self.push_screen(LabScreen(self.request)))

    async def action_quit(self) -> None:
        """Leave; Runs go on."""
        self.exit(0)


def run_app(request: OpenRequest) -> int:
    """Run the app until it is left; return the exit status."""
    app = LabApp(request)
    left = app.run()
    return left if left is not None else app.return_code or 0
