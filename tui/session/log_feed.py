"""Watches a log from a thread: says that it grew, and counts its lines meanwhile."""

import threading
from collections.abc import Callable
from pathlib import Path

from textual.message import Message

from lab_tasks.logs.line_numbers import LineNumbers
from lab_tasks.logs.pages import Pages

LOOK_EVERY_S = 0.12
"""A look is one stat; a new line is then on the screen well within 250 ms."""
COUNT_EVERY_S = 0.01
"""Between two stretches of counting, so that the screen keeps its turn."""


class LogGrew(Message, bubble=False):
    """The file is not as it was; whoever hears it looks itself."""

    def can_replace(self, message: Message) -> bool:
        """One look is enough."""
        return isinstance(message, LogGrew)


class LogFeed:
    """Follows one file until it is stopped. The file may come later, grow, be cut or replaced."""

    def __init__(self, path: Path, post: Callable[[Message], object]) -> None:
        """Post LogGrew from the thread whenever the file is not as it was."""
        self._path, self._post = path, post
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="log feed", daemon=True)
        self.numbers: LineNumbers | None = None
        """Of the file as it is now; None until it can be read."""

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """End; a look that is going on is waited for."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(timeout=1.0)

    def _watch(self) -> None:
        pages: Pages | None = None
        while not self._stopped.wait(self._pause_s()):
            try:
                pages = self._look(pages)
            except OSError:  # not there yet, or not readable for now: the next look may be lucky
                continue
        if pages:
            pages.close()

    def _look(self, pages: Pages | None) -> Pages:
        if pages is None:
            pages = Pages(self._path)
            self.numbers = LineNumbers(pages)
            self._post(LogGrew())
        size_bytes = pages.size_bytes
        if restarted := pages.refresh():
            self.numbers = LineNumbers(pages)
        if restarted or pages.size_bytes != size_bytes:
            self._post(LogGrew())
        if self.numbers and not self.numbers.is_complete:
            self.numbers.count_on()
            if self.numbers.is_complete:
                self._post(LogGrew())
        return pages

    def _pause_s(self) -> float:
        is_counting = self.numbers is not None and not self.numbers.is_complete
        return COUNT_EVERY_S if is_counting else LOOK_EVERY_S
