"""The first frame: header, an empty pane and the keys, while the Course is still being read."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from tui.keys import LAB_KEYS
from tui.screens.page import Page, bindings
from tui.widgets.key_bar import KeyBar
from tui.widgets.say_line import SayLine
from tui.widgets.too_small import TooSmall


class OpeningScreen(Page):
    """Stands below the lab screen; it imports nothing of the Course, so that it is painted soon."""

    DEFAULT_CSS = """
    OpeningScreen #where { height: 1; padding: 0 1; background: $panel; text-style: bold; }
    OpeningScreen #pane { height: 1fr; border: round $border; background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(LAB_KEYS)

    def __init__(self, where: str) -> None:
        """Show `where` the app is about to open."""
        super().__init__()
        self._where = where

    def compose(self) -> ComposeResult:
        """Lay out what the lab screen has too, without its content."""
        yield Static(self._where, id="where", markup=False)
        yield Static(id="pane")
        yield SayLine()
        yield KeyBar(LAB_KEYS)
        yield TooSmall()

    def on_mount(self) -> None:
        """Dim the keys."""
        self.query_one(KeyBar).show(self.reason_against)

    def reason_against(self, action: str) -> str | None:
        """Return why no key but `quit` can act."""
        return None if action == "quit" else "The Course is still being read."

    def action_quit(self) -> None:
        """Leave."""
        self.app.exit(0)
