"""LiveChart: drawn again about once a second at most, when something is new and it can be seen."""

import time
from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.timer import Timer

from tui.widgets.painted_lines import PaintedLines

REDRAW_S = 0.9
"""A little less than a second, so that what comes once a second is drawn as it comes."""


class LiveChart(PaintedLines):
    """Draws what `drawing` returns. Nothing runs while nothing is new."""

    ALLOW_SELECT: ClassVar[bool] = False
    """Nobody copies a curve, and a style for each place of each of its pieces takes 2 MB."""

    def __init__(self, *, id: str | None = None) -> None:
        """Begin empty."""
        super().__init__(id=id)
        self._drawn_s = -REDRAW_S
        self._later: Timer | None = None

    def drawing(self) -> Sequence[Text]:
        """Return the lines to be seen now, in the size of the widget's content."""
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
        self.paint(self.drawing())

    def _try_again(self) -> None:
        self._later = None
        if self._is_seen():
            self.redraw()
        else:
            self._later = self.set_timer(REDRAW_S, self._try_again)

    def _is_seen(self) -> bool:
        return self.is_attached and self.screen.is_active and bool(self.content_size.area)
