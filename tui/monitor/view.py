"""View: how the monitor is looked at; each key gives a new one."""

from dataclasses import dataclass, replace

from tui.charts.bands import BandKind

Extent = tuple[int, int]
"""First and last step of all that is measured."""

CLOSEST = 4
"""Steps that a window has at least."""
FACTOR = 2
PAN = 4
"""A pan moves by the fourth part of the window."""


@dataclass(frozen=True)
class View:
    """What of the curves is shown, and how."""

    metric: str | None = None
    """None: the one that matters most."""
    hidden: frozenset[tuple[int, ...]] = frozenset()
    """Members of the entries that are taken from the chart."""
    selected: int = 0
    is_log: bool = False
    smoothing: float = 0.0
    window: Extent | None = None
    """None: all of it."""
    follows: bool = False
    """Whether the window moves on with the newest step."""
    cursor: int | None = None
    by_seed: bool = False
    band: BandKind = "range"

    def window_in(self, extent: Extent) -> Extent | None:
        """Return the window as it is now; None: all of it."""
        if self.window is None or not self.follows:
            return self.window
        return extent[1] - (self.window[1] - self.window[0]), extent[1]

    def shown_in(self, extent: Extent) -> Extent:
        """Return the first and the last step that are shown."""
        return self.window_in(extent) or extent

    def zoomed_in(self, extent: Extent) -> "View":
        """Return half as many steps, around the cursor or at the newest end."""
        first, last = self.shown_in(extent)
        width = max(CLOSEST, (last - first) // FACTOR)
        if self.cursor is not None:
            first = min(max(first, self.cursor - width // 2), last - width)
        else:
            first = last - width
        follows = self.follows or (self.window is None and self.cursor is None)
        return replace(self, window=(first, first + width), follows=follows)

    def zoomed_out(self, extent: Extent) -> "View":
        """Return twice as many steps, all of it at most."""
        first, last = self.shown_in(extent)
        width = FACTOR * (last - first)
        if width >= extent[1] - extent[0]:
            return self.whole()
        first = max(extent[0], min(first - (last - first) // 2, extent[1] - width))
        return replace(self, window=(first, first + width))

    def panned(self, extent: Extent, by: int) -> "View":
        """Return the window moved `by` quarters of itself, inside of what there is."""
        first, last = self.shown_in(extent)
        width = last - first
        move = by * width // PAN or by
        first = max(extent[0], min(first + move, extent[1] - width))
        return replace(self, window=(first, first + width), follows=False)

    def whole(self) -> "View":
        """Return all of it."""
        return replace(self, window=None, follows=False)

    def with_cursor(self, extent: Extent, step: int | None) -> "View":
        """Return the cursor at a step, the window moved so that it is inside; None: no cursor."""
        if step is None:
            return replace(self, cursor=None)
        step = min(max(step, extent[0]), extent[1])
        first, last = self.shown_in(extent)
        moved = replace(self, cursor=step)
        if self.window is None or first <= step <= last:
            return moved
        first += step - first if step < first else step - last
        return replace(
            moved, window=(first, first + last - self.shown_in(extent)[0]), follows=False
        )
