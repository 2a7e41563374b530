"""A Run's log, full screen, following its end."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import RichLog

from lab_tasks.runs.model import OUTPUT_LOG, Run
from tui.keys import LOG_KEYS
from tui.screens.page import Page, bindings
from tui.session.messages import WatchedRunChanged
from tui.session.session import Session
from tui.widgets.key_bar import KeyBar
from tui.widgets.run_status import state_words
from tui.widgets.say_line import SayLine
from tui.widgets.too_small import TooSmall


class LogScreen(Page):
    """The newest lines of the log; the file has all of them."""

    DEFAULT_CSS = """
    LogScreen RichLog {
        border: round $border; border-title-color: $accent; border-subtitle-color: $muted;
        background: $surface; padding: 0 1; scrollbar-size-vertical: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(LOG_KEYS)

    def __init__(self, session: Session, run: Run) -> None:
        """Show the log of `run`, which the session follows from now on."""
        super().__init__()
        self._session, self._run = session, run
        self._lines: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out the log."""
        yield RichLog(wrap=False, markup=False, highlight=False, max_lines=5000)
        yield SayLine()
        yield KeyBar(LOG_KEYS)
        yield TooSmall()

    def on_mount(self) -> None:
        """Show what is there already, and follow the Run."""
        log = self.query_one(RichLog)
        log.border_title = Text(f"Log of {self._run.id}")
        log.border_subtitle = Text(str(self._run.folder / OUTPUT_LOG))
        self._session.follow(self._run)
        self.call_after_refresh(self._draw)

    def on_watched_run_changed(self, message: WatchedRunChanged) -> None:
        """Show what is new."""
        self._draw()

    def action_follow(self) -> None:
        """Follow the end, or stay."""
        log = self.query_one(RichLog)
        log.auto_scroll = not log.auto_scroll
        self.say("Following the end." if log.auto_scroll else "Staying here; f follows again.")
        if log.auto_scroll:
            log.scroll_end(animate=False)

    def _draw(self) -> None:
        watched = self._session.watched
        if watched is None or watched.run.id != self._run.id:
            return
        log = self.query_one(RichLog)
        mark, words, _ = state_words(watched.update.state)
        log.border_title = Text(f"Log of {self._run.id}   {mark} {words}")
        if watched.log == self._lines:
            return
        new = _new_lines(self._lines, watched.log)
        if new is None:
            log.clear()
            new = watched.log
        self._lines = watched.log
        for line in new:
            log.write(Text(line))


def _new_lines(old: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the lines of `now` that follow `old`; None when it does not go on from there."""
    if not old:
        return now
    if now[: len(old)] == old:
        return now[len(old) :]
    return None
