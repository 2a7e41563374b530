"""Size and colours of a chart, known without loading plotext."""

from collections.abc import Mapping
from dataclasses import dataclass

UNKNOWN = "#888888"


@dataclass(frozen=True)
class Palette:
    """Colours of a chart as `#rrggbb`."""

    axis: str
    curves: tuple[str, ...]
    faint: tuple[str, ...] = ()
    """Of raw values and bands behind a curve; empty: as the axis."""
    cursor: str = UNKNOWN
    alarm: str = UNKNOWN

    def curve(self, number: int) -> str:
        """Return the colour of a curve."""
        return self.curves[number % len(self.curves)]

    def behind(self, number: int) -> str:
        """Return the colour of what stands behind a curve."""
        return self.faint[number % len(self.faint)] if self.faint else self.axis


@dataclass(frozen=True)
class ChartSize:
    """Cells that a chart may fill."""

    width: int
    height: int


def palette_of(variables: Mapping[str, str]) -> Palette:
    """Return the chart's colours from a theme's variables."""
    first = tuple(variables.get(f"plot-{number}", UNKNOWN) for number in range(4))
    text, ground = variables.get("foreground", UNKNOWN), variables.get("surface", "#000000")
    curves = first + tuple(_mixed(curve, text) for curve in first)  # eight are told apart
    return Palette(
        axis=variables.get("muted", UNKNOWN),
        curves=curves,
        faint=tuple(_mixed(curve, ground) for curve in curves),
        cursor=text,
        alarm=variables.get("error", UNKNOWN),
    )


def _mixed(colour: str, ground: str, share: float = 0.5) -> str:
    """Return a colour that lies between two; the first where they are not both `#rrggbb`."""
    if len(colour) != 7 or len(ground) != 7:
        return colour
    pairs = [(int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in pairs)
