"""LiveText: text that is set often, painted where it differs, laid out when its height does."""

from rich.text import Text

from tui.widgets.painted_lines import PaintedLines


class LiveText(PaintedLines):
    """Wraps what is too wide, unless the text says not to."""

    DEFAULT_CSS = "LiveText { width: 1fr; height: auto; }"

    def set_text(self, text: Text) -> None:
        """Show a text; nothing happens where it is the one that is shown."""
        self.paint(self.folded(text))
