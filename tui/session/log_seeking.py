"""A search through a log from a thread: it says how far it has come, and can be ended."""

from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path

from textual.message import Message

from lab_tasks.logs.log_search import (
    Answer,
    Failed,
    Unfinished,
    Wanted,
    find_after,
    find_before,
)
from lab_tasks.logs.pages import Pages
from lab_tasks.sanitise import clean_line


class SearchCame(Message, bubble=False):
    """How far a search has come; the newest is enough."""

    def __init__(self, wanted: Wanted, answer: Answer, forward: bool) -> None:
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
    try:
        with closing(_answers(path, wanted, offset, forward)) as answers:
            for answer in answers:
                if is_ended():
                    return
                post(SearchCame(wanted, answer, forward))
    except OSError as error:  # gone since it was opened, or no process for the search
        why = f"{clean_line(str(path))} cannot be searched: {error.strerror}."
        if not is_ended():
            post(SearchCame(wanted, Failed(why), forward))


def _answers(
    path: Path, wanted: Wanted, offset: int, forward: bool
) -> Generator[Answer, None, None]:
    if wanted.is_regex:
        from lab_tasks.logs.regex_search import search

        yield from search(path, wanted, offset, forward=forward)
        return
    look, pages = find_after if forward else find_before, Pages(path)
    with closing(pages):
        answer: Answer = Unfinished(offset)
        while isinstance(answer, Unfinished):
            answer = look(pages, wanted, answer.offset)
            yield answer
