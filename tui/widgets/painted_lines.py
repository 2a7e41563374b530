"""PaintedLines: lines of text of which only those are painted anew that differ.

As the content of a `Static`, a text of which two cells are new costs as much to paint as to write.
"""

from collections.abc import Sequence
from itertools import zip_longest

from rich.style import Style
from rich.text import Text
from textual.geometry import Region
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget


class PaintedLines(Widget):
    """Shows the lines it was given last."""

    def __init__(self, *, id: str | None = None) -> None:
        """Begin empty."""
        super().__init__(id=id)
        self._painted: tuple[Text, ...] = ()

    def paint(self, lines: Sequence[Text]) -> None:
        """Show these lines, none of them wider than the content and none changed hereafter."""
        before, self._painted = self._painted, tuple(map(_without_tabs, lines))
        if len(before) != len(self._painted) and self.styles.is_auto_height:
            self.refresh(layout=True)  # which paints the whole screen: ten times what a line costs
            return
        pairs = enumerate(zip_longest(before, self._painted))
        width = self.content_size.width
        if others := [Region(0, y, width, 1) for y, (old, new) in pairs if not is_same(old, new)]:
            self.refresh(*others)

    def folded(self, text: Text, width: int) -> list[Text]:
        """Return a text as lines of at most `width` cells, wrapped or cut as the text says."""
        lines = text.split("\n", allow_blank=True)
        if not text.no_wrap:
            return [part for line in lines for part in self._wrapped(line, max(1, width))]
        for line in lines:
            line.expand_tabs()
            line.truncate(max(1, width), overflow=text.overflow or "crop")
        return list(lines)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return what the mouse has selected, to be copied."""
        return selected_text(selection, [line.plain for line in self._painted]), "\n"

    def render_line(self, y: int) -> Strip:
        """Return one line, as wide as the widget's content."""
        width, style = self.content_size.width, self.rich_style
        if y >= len(self._painted):
            return Strip.blank(width, style)
        line, console = self._marked(y), self.app.console
        # Rich leaves the style of the whole text out where no span stands in it.
        strip = Strip(line.render(console)).apply_style(console.get_style(line.style))
        strip = strip.adjust_cell_length(width).apply_style(style)
        return strip.apply_offsets(0, y) if self.ALLOW_SELECT else strip

    def _marked(self, y: int) -> Text:
        """Return a line with what is selected of it in the colour of selections."""
        line, selection = self._painted[y], self.text_selection
        span = selection.get_span(y) if selection else None
        if span is None:
            return line
        first, last = span
        marked = line.copy()
        marked.stylize(selected_style(self), first, len(line) if last == -1 else last)
        return marked

    def _wrapped(self, line: Text, width: int) -> Sequence[Text]:
        line.expand_tabs()
        return [line] if line.cell_len <= width else list(line.wrap(self.app.console, width))


def selected_text(selection: Selection, lines: Sequence[str]) -> str:
    """Return what is selected of some lines, without the spaces at their ends."""
    # Textual 8.2 takes the lines apart by `splitlines`, which knows no empty last one, and fails.
    found = selection.extract("\n".join(line or " " for line in lines))
    return "\n".join(line.rstrip() for line in found.split("\n"))


def selected_style(widget: Widget) -> Style:
    """Return the ground of what the mouse has selected; its own colours stay readable on it."""
    found = widget.screen.get_component_rich_style("screen--selection")
    return Style(bgcolor=found.bgcolor)


def is_same(old: Text | None, new: Text | None) -> bool:
    """Return whether two texts look alike; Rich does not compare the style of the whole."""
    return old is new or (old is not None and old == new and old.style == new.style)


def _without_tabs(line: Text) -> Text:
    if "\t" not in line.plain:
        return line
    line = line.copy()
    line.expand_tabs()
    return line
