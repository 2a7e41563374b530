"""Plot: all that one chart shows, as records; nothing here knows how it is drawn."""

from dataclasses import dataclass

from lab_tasks.metrics import Point

Points = tuple[tuple[float, float], ...]
"""(step, value) in rising steps."""
Edge = tuple[float, float, float]
"""A step, the lower and the upper value there."""

__all__ = ["Edge", "Plot", "Point", "Points", "Trace"]


@dataclass(frozen=True)
class Trace:
    """One curve of the legend."""

    name: str
    parts: tuple[Points, ...]
    """What is drawn strong; between two parts is a gap."""
    raw: tuple[Points, ...] = ()
    """What stands faintly behind it: the values before smoothing."""
    band: tuple[Edge, ...] = ()
    note: str = ""
    """What the curve is, for the legend: `mean of 3 seeds, ░ lowest to highest`."""
    number: int | None = None
    """Which letter and colour it bears; None: by its place."""

    @property
    def points(self) -> Points:
        """All points of the strong curve."""
        return tuple(point for part in self.parts for point in part)


@dataclass(frozen=True)
class Plot:
    """What a chart shows."""

    traces: tuple[Trace, ...]
    is_log: bool = False
    window: tuple[int, int] | None = None
    """First and last step shown; None: from the first to the newest, and a little room."""
    newest: int | None = None
    """The step that the last tick names; None: the last one shown."""
    cursor: int | None = None
    """A step that is marked by a column; None: none is."""
    seams: tuple[int, ...] = ()
    """Steps at which a resumed part begins."""
    alarms: tuple[int, ...] = ()
    """Steps at which something went wrong."""
