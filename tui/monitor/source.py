"""MonitorSource: one training to watch, wherever it is; SourceState: how it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.screen import Screen

    from lab_tasks.runs.follow import Update


@dataclass(frozen=True)
class MonitorSource:
    """One training: a Run's folder, a log of somebody else's, a file on another machine."""

    name: str
    poll: Callable[[], Update]
    """Reads what is new; called from one thread, and quick."""
    group: str = ""
    """Names the sources that differ only in their seed; empty: it stands alone."""
    open_log: Callable[[], Screen[Any]] | None = None
    """Makes the screen of its log; None: there is none to show."""


@dataclass(frozen=True)
class SourceState:
    """How a source stands at the last look."""

    update: Update | None = None
    """None before the first look, and when none has succeeded."""
    trouble: str = ""
    """Why the last look failed, and what to do; empty: it did not."""

    @property
    def is_over(self) -> bool:
        """Whether no further look can tell anything new: its end is on record."""
        from lab_tasks.runs.model import Finished, Killed, Stopped

        if self.update is None or self.trouble or self.update.read_share is not None:
            return False
        return isinstance(self.update.state, Finished | Stopped | Killed)
