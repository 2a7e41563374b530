"""A text of the Course, full screen."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Markdown, Static

from tui.keys import READER_KEYS
from tui.screens.page import Page, bindings
from tui.widgets.key_bar import KeyBar
from tui.widgets.say_line import SayLine
from tui.widgets.too_small import TooSmall
from tui.words.course_text import is_drawable


class ReaderScreen(Page):
    """Scrolls with the arrow keys; esc goes back."""

    DEFAULT_CSS = """
    ReaderScreen VerticalScroll {
        border: round $border; border-title-color: $accent; background: $surface;
        padding: 1 2; align-horizontal: center;
    }
    ReaderScreen #text { max-width: 96; }
    """
    ABOUT = (
        "The text",
        "A text of the Course. The arrows, page up and page down scroll it.",
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(READER_KEYS)

    def __init__(self, title: str, markdown: str) -> None:
        """Show this text under this title."""
        super().__init__()
        self._title, self._markdown = title, markdown

    def compose(self) -> ComposeResult:
        """Lay out the text as wide as it reads well."""
        with VerticalScroll() as body:
            body.border_title = Text(self._title)
            if is_drawable(self._markdown):
                yield Markdown(self._markdown, id="text", open_links=False)
            else:
                yield Static(self._markdown, id="text", markup=False)
        yield SayLine()
        yield KeyBar(READER_KEYS)
        yield TooSmall()
