"""Size and colours of a chart, known without loading plotext."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """Colours of a chart as `#rrggbb`."""

    axis: str
    curves: tuple[str, ...]


@dataclass(frozen=True)
class ChartSize:
    """Cells that a chart may fill."""

    width: int
    height: int


def palette_of(variables: Mapping[str, str]) -> Palette:
    """Return the chart's colours from a theme's variables."""
    curves = tuple(variables.get(f"plot-{number}", "#888888") for number in range(4))
    return Palette(axis=variables.get("muted", "#888888"), curves=curves)
