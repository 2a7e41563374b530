"""LiveText: text that is set often, drawn when it differs, laid out when its height does."""

from rich.text import Text
from textual.widgets import Static


class LiveText(Static):
    """A layout repaints the whole screen; four in a second took 6 % of a core."""

    def __init__(self, *, id: str | None = None) -> None:
        """Begin empty."""
        super().__init__(id=id, markup=False)
        self._shown = Text()
        self._width = 0

    def set_text(self, text: Text) -> None:
        """Show a text; nothing happens where it is the one that is shown."""
        width = self.content_size.width
        if text == self._shown and width == self._width:
            return
        is_as_high = self._rows(text, width) == self._rows(self._shown, self._width)
        self._shown, self._width = text, width
        self.update(text, layout=not is_as_high)

    def _rows(self, text: Text, width: int) -> int:
        """Return about how many rows it takes where lines are wrapped."""
        cells = max(width, 1)
        return sum(max(1, -(-line.cell_len // cells)) for line in text.split(allow_blank=True))
