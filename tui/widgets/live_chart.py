"""LiveChart: drawn again at most once a second, only when something is new and it can be seen."""

import time

from rich.text import Text
from textual import events
from textual.timer import Timer
from textual.widgets import Static

REDRAW_S = 1.0


class LiveChart(Static):
    """Draws what `drawing` returns. Nothing runs while nothing is new."""

    def __init__(self, *, id: str | None = None) -> None:
        """Begin empty."""
        super().__init__(id=id, markup=False)
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
        """Draw when a second has passed since the last time."""
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
        self.update(self.drawing(), layout=False)

    def _try_again(self) -> None:
        self._later = None
        if self._is_seen():
            self.redraw()
        else:
            self._later = self.set_timer(REDRAW_S, self._try_again)

    def _is_seen(self) -> bool:
        return self.is_attached and self.screen.is_active and bool(self.content_size.area)
