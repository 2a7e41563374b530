"""LiveChart: drawn again about once a second at most, when something is new and it can be seen.

It paints line by line, and only lines that differ: as the content of a `Static`, a chart of which
two cells are new cost as much to paint as to draw.
"""

import time
from itertools import zip_longest

from rich.text import Text
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

REDRAW_S = 0.9
"""A little less than a second, so that what comes once a second is drawn as it comes."""


class LiveChart(Widget):
    """Draws what `drawing` returns. Nothing runs while nothing is new."""

    def __init__(self, *, id: str | None = None) -> None:
        """Begin empty."""
        super().__init__(id=id)
        self._painted: list[Text] = []
        self._drawn_s = -REDRAW_S
        self._later: Timer | None = None

    def drawing(self) -> Text:
        """Return what is to be seen now, in the size of the widget's content."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Take the colours of another theme at once."""
        self.app.theme_changed_signal.subscribe(self, lambda _: self.redraw())

    def on_resize(self, event: events.Resize) -> None:
        """Fit the drawing to the new size."""
        self.redraw()

    def redraw_soon(self) -> None:
        """Draw when about a second has passed since the last time."""
        if self._later is None:
            left_s = REDRAW_S - (time.monotonic() - self._drawn_s)
            if left_s <= 0 and self._is_seen():
                self.redraw()
            else:
                self._later = self.set_timer(max(left_s, 0.05), self._try_again)

    def redraw(self) -> None:
        """Draw now."""
        if self._later is not None:
            self._later.stop()
            self._later = None
        self._drawn_s = time.monotonic()
        before, self._painted = self._painted, self._lines_of(self.drawing())
        pairs = enumerate(zip_longest(before, self._painted))
        width = self.content_size.width
        if others := [Region(0, y, width, 1) for y, (old, new) in pairs if old != new]:
            self.refresh(*others)

    def render_line(self, y: int) -> Strip:
        """Return one line, as wide as the widget's content."""
        width, style = self.content_size.width, self.rich_style
        if y >= len(self._painted):
            return Strip.blank(width, style)
        segments = self._painted[y].render(self.app.console)
        return Strip(segments).adjust_cell_length(width).apply_style(style)

    def _lines_of(self, drawing: Text) -> list[Text]:
        if drawing.no_wrap:
            return list(drawing.split("\n", allow_blank=True))
        return list(drawing.wrap(self.app.console, max(1, self.content_size.width)))

    def _try_again(self) -> None:
        self._later = None
        if self._is_seen():
            self.redraw()
        else:
            self._later = self.set_timer(REDRAW_S, self._try_again)

    def _is_seen(self) -> bool:
        return self.is_attached and self.screen.is_active and bool(self.content_size.area)
