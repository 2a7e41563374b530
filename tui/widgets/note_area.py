"""NoteArea: where a document is typed. Headings stand out, guidance steps back; pastes are safe."""

from rich.style import Style
from rich.text import Text
from textual import events
from textual.widgets import TextArea

from lab_tasks.sanitise import clean

MOST_UNDONE = 2000
"""Stretches of typing that can be taken back."""


class NoteArea(TextArea):
    """Textual's editor on Markdown. Full highlighting would need tree-sitter, 10 MB compiled."""

    DEFAULT_CSS = """
    NoteArea { border: none; padding: 0 1; background: $surface; }
    NoteArea:focus { border: none; }
    NoteArea .text-area--cursor-line { background: $boost; }
    """

    def __init__(self, text: str, *, id: str) -> None:
        """Begin with a text."""
        super().__init__(text, id=id, max_checkpoints=MOST_UNDONE)

    def get_line(self, line_index: int) -> Text:
        """Return a line as it is shown."""
        line = super().get_line(line_index)
        start = line.plain.lstrip()[:5]
        if start.startswith("#"):
            line.stylize(self._style("accent", bold=True))
        elif start.startswith((">", "<!--")):
            line.stylize(self._style("muted", italic=True))
        return line

    def replace_text(self, text: str) -> None:
        """Make this the text, as one change that can be undone; the cursor stays where it can."""
        row, column = self.cursor_location
        self.history.checkpoint()
        self.replace(text, (0, 0), self.document.end)
        self.history.checkpoint()
        row = min(row, self.document.line_count - 1)
        self.move_cursor((row, min(column, len(self.document.get_line(row)))), center=True)

    async def _on_paste(self, event: events.Paste) -> None:
        """Insert a paste without anything that acts on a terminal."""
        event.prevent_default()
        safe = clean(event.text.replace("\r\n", "\n").replace("\r", "\n"), len(event.text) + 1)
        await super()._on_paste(events.Paste(safe))

    def _style(self, variable: str, *, bold: bool = False, italic: bool = False) -> Style:
        return Style(color=self.app.theme_variables.get(variable), bold=bold, italic=italic)
