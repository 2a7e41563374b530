"""LiveText: text that is set often, painted where it differs, laid out when its height does."""

from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.message import Message

from tui.widgets.painted_lines import PaintedLines, is_same


class LiveText(PaintedLines):
    """Wraps what is too wide, unless the text says not to; it fits itself to another width."""

    DEFAULT_CSS = "LiveText { width: 1fr; height: auto; }"

    class Refitted(Message):
        """Its width is another one now, so what was cut to fit may want to be set again."""

    def __init__(self, *, id: str | None = None) -> None:
        """Begin empty."""
        super().__init__(id=id)
        self._text = Text()
        self._width = 0

    def set_text(self, text: Text) -> None:
        """Show a text; nothing happens where it is the one that is shown."""
        if is_same(self._text, text):
            return
        self._text = text
        width = self.content_size.width
        if width:  # else it is hidden, or not laid out yet
            self.paint(self.folded(text, width))
        else:
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the text takes in that width."""
        return len(self.folded(self._text, width))

    def on_resize(self, event: events.Resize) -> None:
        """Fit the text to the new width."""
        self.paint(self.folded(self._text, self.content_size.width))
        if self.content_size.width != self._width:
            self._width = self.content_size.width
            self.post_message(self.Refitted())
