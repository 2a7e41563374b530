"""One measured line of the table, in words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What was measured, against which floor, and what it should be."""

    name: str
    floor: str
    """What the floor is; empty without one."""
    ours: str
    floors: str
    ratio: str
    aim: str
    """What the figure should be; empty when it only explains another."""

    def __str__(self) -> str:
        """Return the line of a Markdown table."""
        cells = (self.name, self.floor, self.ours, self.floors, self.ratio, self.aim)
        return f"| {' | '.join(cells)} |"
