"""The first frame of `open`: what is opened, and an empty pane, while the curves are loaded."""

from textual.app import ComposeResult
from textual.widgets import Static

from tui.screens.page import Page
from tui.widgets.say_line import SayLine
from tui.widgets.too_small import TooSmall


class OpeningLog(Page):
    """Stands below the monitor; it imports little, so that it is painted soon."""

    DEFAULT_CSS = """
    OpeningLog #what { height: 1; padding: 0 1; background: $panel; text-style: bold; }
    OpeningLog #pane { height: 1fr; border: round $border; background: $surface; color: $muted; }
    """

    def __init__(self, what: str) -> None:
        """Say `what` is being opened."""
        super().__init__()
        self._what = what

    def compose(self) -> ComposeResult:
        """Lay out a shell of the monitor."""
        yield Static(self._what, id="what", markup=False)
        yield Static("reading …", id="pane")
        yield SayLine()
        yield TooSmall()
