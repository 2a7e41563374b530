"""A search through a log from a thread: it says how far it has come, and can be ended."""

from collections.abc import Callable
from pathlib import Path

from textual.message import Message

from lab_tasks.logs.log_search import Absent, Found, Unfinished, Wanted, find_after, find_before
from lab_tasks.logs.pages import Pages


class SearchCame(Message, bubble=False):
    """How far a search has come; the newest is enough."""

    def __init__(self, wanted: Wanted, answer: Found | Unfinished | Absent, forward: bool) -> None:
        """Carry what is looked for and what came of it so far."""
        super().__init__()
        self.wanted, self.answer, self.forward = wanted, answer, forward

    def can_replace(self, message: Message) -> bool:
        """A newer answer makes an older one needless."""
        return isinstance(message, SearchCame)


def seek(
    path: Path,
    wanted: Wanted,
    offset: int,
    *,
    forward: bool,
    post: Callable[[Message], object],
    is_ended: Callable[[], bool],
) -> None:
    """Look from `offset` on or back, post what comes of it, until it is found or `is_ended`."""
    look, pages = find_after if forward else find_before, Pages(path)
    try:
        answer = look(pages, wanted, offset)
        while isinstance(answer, Unfinished) and not is_ended():
            post(SearchCame(wanted, answer, forward))
            answer = look(pages, wanted, answer.offset)
    finally:
        pages.close()
    if not is_ended():
        post(SearchCame(wanted, answer, forward))
