"""The search of a log that is shown: what is looked for, from where, and what came of it."""

from functools import partial
from pathlib import Path

from textual.worker import get_current_worker

from lab_tasks.logs.log_search import Absent, Failed, Found, Trouble, Unfinished, Wanted
from tui.screens.page import Page
from tui.session.log_seeking import SearchCame, seek
from tui.widgets.log_view import LogView

WORKERS = "search"
"""Group of the one thread that looks."""


class LogSearch:
    """Looks from where one stands in a LogView; its page hears of it by `SearchCame`."""

    def __init__(self, page: Page, view: LogView, path: Path) -> None:
        """Look for nothing yet."""
        self._page, self._view, self._path = page, view, path
        self.wanted: Wanted | None = None
        """What was asked for last; None: nothing yet."""
        self.notice = ""
        """How far a search has come that goes on; empty: none does."""

    def ask(self, text: str) -> None:
        """Look for a word or an expression, below first. Raises ValueError: it is none."""
        self.wanted = Wanted(text)
        self._view.find(self.wanted, None)
        self.look(self.wanted, forward=True)

    def again(self, *, forward: bool) -> None:
        """Look for the same once more; nothing happens where nothing was asked for."""
        if self.wanted:
            self.look(self.wanted, forward=forward)

    def look(self, wanted: Wanted, *, forward: bool) -> None:
        """Look from where one is; from the end that is followed, only back is of use."""
        view = self._view
        if view.pages is None:
            return
        if view.follows:
            self._begin(wanted, view.bottom, forward=False)
            return
        here = self._here
        is_beside = forward and here == view.here
        self._begin(wanted, view.pages.end_of(here) if is_beside else here, forward=forward)

    def take(self, message: SearchCame) -> None:
        """Go where it is, or say how far it has come."""
        view, pages = self._view, self._view.pages
        self.notice = ""
        match message.answer:
            case Found(start):
                message.wanted.mark(message.answer)
                is_trouble = isinstance(message.wanted, Trouble)
                view.find(self.wanted if is_trouble else message.wanted, start)
            case Unfinished(offset) if pages:
                self.notice = f"looking … {offset / max(1, pages.size_bytes):.0%} (esc ends it)"
            case Absent():
                self._page.say(self._nothing_more(message))
            case Failed(why):
                self._page.say(why, grave=True)

    def end(self) -> bool:
        """End a search that goes on; return whether one did."""
        if not self.notice:
            return False
        self._page.workers.cancel_group(self._page, WORKERS)
        self.notice = ""
        return True

    @property
    def _here(self) -> int:
        """Offset of the line that one stands at: what was found, if in sight, else the first."""
        view = self._view
        is_in_sight = view.here is not None and view.top <= view.here < view.bottom
        return view.here if is_in_sight and view.here is not None else view.top

    def _begin(self, wanted: Wanted, offset: int, *, forward: bool) -> None:
        work = partial(self._seek, wanted, offset, forward=forward)
        self._page.run_worker(work, thread=True, exclusive=True, group=WORKERS)

    def _seek(self, wanted: Wanted, offset: int, *, forward: bool) -> None:
        worker = get_current_worker()
        seek(
            self._path,
            wanted,
            offset,
            forward=forward,
            post=self._page.post_message,
            is_ended=lambda: worker.is_cancelled,
        )

    def _nothing_more(self, message: SearchCame) -> str:
        """Say on which side nothing is, and the key that looks on the other where that is left."""
        view = self._view
        below, above = ("e", "E") if isinstance(message.wanted, Trouble) else ("n", "N")
        if message.forward:
            return "Nothing more below." + (f" {above} looks above." if self._here > 0 else "")
        is_left = view.pages is not None and not view.follows
        return "Nothing more above." + (f" {below} looks below." if is_left else "")
