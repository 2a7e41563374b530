"""PaintedLines: lines of text of which only those are painted anew that differ.

As the content of a `Static`, a text of which two cells are new costs as much to paint as to write.
"""

from collections.abc import Sequence
from itertools import zip_longest

from rich.text import Text
from textual.geometry import Region, Size
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget


class PaintedLines(Widget):
    """Shows the lines it was given last; with `height: auto` it is as high as they are many."""

    def __init__(self, *, id: str | None = None) -> None:
        """Begin empty."""
        super().__init__(id=id)
        self._painted: tuple[Text, ...] = ()

    def paint(self, lines: Sequence[Text]) -> None:
        """Show these lines, none of them wider than the content and none changed hereafter."""
        before, self._painted = self._painted, tuple(lines)
        if len(before) != len(self._painted) and self.styles.is_auto_height:
            self.refresh(layout=True)  # which paints the whole screen: ten times what a line costs
            return
        pairs = enumerate(zip_longest(before, self._painted))
        width = self.content_size.width
        if others := [Region(0, y, width, 1) for y, (old, new) in pairs if not _is_same(old, new)]:
            self.refresh(*others)

    def folded(self, text: Text) -> list[Text]:
        """Return a text as lines that fit: wrapped, or cut where it is not to be."""
        width = max(1, self.content_size.width)
        lines = text.split("\n", allow_blank=True)
        if not text.no_wrap:
            return [part for line in lines for part in self._fitting(line, width)]
        for line in lines:
            line.truncate(width, overflow=text.overflow or "crop")
        return list(lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines there are."""
        return len(self._painted)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return what the mouse has selected, to be copied."""
        return selection.extract("\n".join(line.plain for line in self._painted)), "\n"

    def render_line(self, y: int) -> Strip:
        """Return one line, as wide as the widget's content."""
        width, style = self.content_size.width, self.rich_style
        if y >= len(self._painted):
            return Strip.blank(width, style)
        strip = Strip(self._marked(y).render(self.app.console)).adjust_cell_length(width)
        return strip.apply_style(style).apply_offsets(0, y)

    def _marked(self, y: int) -> Text:
        """Return a line with what is selected of it in the colour of selections."""
        line, selection = self._painted[y], self.text_selection
        span = selection.get_span(y) if selection else None
        if span is None:
            return line
        first, last = span
        marked = line.copy()
        marked.stylize(
            self.screen.get_component_rich_style("screen--selection"),
            first,
            len(line) if last == -1 else last,
        )
        return marked

    def _fitting(self, line: Text, width: int) -> Sequence[Text]:
        return [line] if line.cell_len <= width else list(line.wrap(self.app.console, width))


def _is_same(old: Text | None, new: Text | None) -> bool:
    return old is new or old == new
