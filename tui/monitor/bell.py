"""Bell: tells each alarm of what is watched once, on the screen, the desktop and the terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tui.monitor.source import MonitorSource, SourceState

if TYPE_CHECKING:
    from textual.app import App


class Bell:
    """Rings for `open`; in the app the session tells the alarms of all Runs itself."""

    def __init__(
        self, sources: Sequence[MonitorSource], tell: Callable[[str, str], object]
    ) -> None:
        """`tell` takes a source's name and what is wrong with it."""
        self._names = [source.name for source in sources]
        self._told: set[tuple[str, str]] = set()
        self._tell = tell

    def hear(self, states: Sequence[SourceState]) -> None:
        """Tell each kind of alarm that a source did not have before; one that ended has none."""
        for name, state in zip(self._names, states, strict=True):
            if state.update is None or not state.update.is_alive:
                continue
            for alarm in state.update.alarms:
                if (name, alarm.kind) not in self._told:
                    self._told.add((name, alarm.kind))
                    self._tell(name, alarm.text)


def send(app: App[int], title: str, text: str) -> None:
    """Tell it on the desktop and in the terminal; may wait for a desktop, so from a thread."""
    from lab_tasks.notify import notify

    def write(characters: str) -> None:
        # The driver's own queue: a write of ours beside it could split one of its sequences.
        driver = app._driver
        if driver is not None and not app.is_headless:
            app.call_from_thread(driver.write, characters)

    notify(title, text, write=write)
