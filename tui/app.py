"""The Textual app: names its themes, screens and keys, and nothing else."""

from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from tui.open_request import OpenRequest
from tui.themes import DAY, NIGHT


class LabApp(App[int]):
    """The lab assistant on one screen at a time."""

    TITLE = "robolab-tui"
    ENABLE_COMMAND_PALETTE = True
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

    def on_mount(self) -> None:
        """Open the first screen."""
        from tui.screens.lab import LabScreen

        self.push_screen(LabScreen(self.request))


def run_app(request: OpenRequest) -> int:
    """Run the app until it is left; return the exit status."""
    app = LabApp(request)
    left = app.run()
    return left if left is not None else app.return_code or 0
