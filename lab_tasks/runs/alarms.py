"""Alarms: what of a training needs a look, as rules over what was measured."""

from dataclasses import dataclass
from typing import Literal

AlarmKind = Literal["not-finite", "diverging", "stalled", "disk", "memory"]


@dataclass(frozen=True)
class Alarm:
    """One thing that needs a look."""

    kind: AlarmKind
    text: str
    """What is wrong, where, and what to do, as one sentence."""
    step: int | None = None
    """The exact step at which it began; None when it has none."""
