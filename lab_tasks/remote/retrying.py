"""Attempts over a connection that may be lost: made again, ever more slowly, and said so."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lab_tasks.remote import ssh
from lab_tasks.remote.asking import HostRefused
from lab_tasks.remote.placed import STARTED, THERE, note_launch, note_link
from lab_tasks.runs.model import STOP

POLL_S = 0.1
FIRST_WAIT_S, LONGEST_WAIT_S = 1.0, 15.0
"""Seconds between two attempts: doubled each time, up to the longest."""


class StoppedBefore(Exception):
    """The student asked for the end before the Run was started over there."""


@dataclass(frozen=True)
class Retrying:
    """Attempts for one Run; `place` is the name of its Place."""

    folder: Path
    place: str

    @property
    def is_started(self) -> bool:
        """Whether the Run has been started over there: from then on only its end ends it."""
        return (self.folder / THERE / STARTED).exists()

    @property
    def is_stop_asked(self) -> bool:
        """Whether the student has asked for the end."""
        return (self.folder / STOP).exists()

    def insist[T](self, attempt: Callable[[], T]) -> T:
        """Return what `attempt` gives, however often the connection fails before.

        Raises:
            StoppedBefore: a stop was asked for, and nothing runs over there yet.
            HostRefused: what failed before the start was not the connection.
        """
        wait_s = FIRST_WAIT_S
        while True:
            if self.is_stop_asked and not self.is_started:
                raise StoppedBefore
            try:
                result = attempt()
            except ssh.Failed as error:
                if not error.is_lost and not self.is_started:
                    raise HostRefused(
                        str(error), "Look there, then start the step again"
                    ) from error
                self._say(f"{error}; tried again every {wait_s:.0f} s")
            else:
                note_link(self.folder, self.place)
                return result
            self.wait(wait_s, lambda: self.is_stop_asked and not self.is_started)
            wait_s = min(2 * wait_s, LONGEST_WAIT_S)

    def wait(self, seconds: float, is_over: Callable[[], bool]) -> None:
        """Wait for some seconds, or until something has happened."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not is_over():
            time.sleep(POLL_S)

    def _say(self, problem: str) -> None:
        note_link(self.folder, self.place, problem)
        if not self.is_started:
            note_launch(self.folder, waiting_for=f"{self.place} ({problem})")
