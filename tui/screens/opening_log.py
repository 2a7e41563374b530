"""The first frame of `open`: the end of the log as it is, while the curves are loaded."""

from collections.abc import Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Static

from tui.first_look import READING
from tui.screens.page import Page
from tui.widgets.say_line import SayLine
from tui.widgets.too_small import TooSmall


class OpeningLog(Page):
    """Stands below the monitor; it imports little, so that it is painted soon."""

    DEFAULT_CSS = """
    OpeningLog Static { padding: 0 1; text-wrap: nowrap; }
    OpeningLog #what { height: 1; text-style: bold; }
    OpeningLog #end { height: 1fr; }
    OpeningLog #reading { height: 1; color: $muted; }
    """

    def __init__(self, what: str, lines: Sequence[str]) -> None:
        """Say `what` is being opened, and show its last lines where the first look had them."""
        super().__init__()
        self._what, self._lines = what, lines

    def compose(self) -> ComposeResult:
        """Lay out what the first look has painted."""
        yield Static(self._what, id="what", markup=False)
        yield Static(Text("\n".join(self._lines)), id="end")
        yield Static(READING, id="reading")
        yield SayLine()
        yield TooSmall()
