"""A log, full screen: any file of any size, following its end, searched where it stands."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from lab_tasks.logs.log_search import Trouble
from lab_tasks.logs.pages import Pages
from lab_tasks.sanitise import clean_line
from tui.keys import LOG_KEYS
from tui.screens.log_search import LogSearch
from tui.screens.page import Page, bindings
from tui.session.log_feed import LogFeed, LogGrew
from tui.session.log_seeking import SearchCame
from tui.widgets.key_bar import KeyBar
from tui.widgets.log_prompt import LogPrompt
from tui.widgets.log_view import LogView
from tui.widgets.say_line import SayLine
from tui.widgets.too_small import TooSmall
from tui.words.log_place import place_asked, place_in_log

if TYPE_CHECKING:
    from lab_tasks.runs.model import Run
    from tui.session.session import Session

STATE_EVERY_S = 0.5


class LogScreen(Page):
    """Shows a file's lines; needs no Session."""

    ABOUT = (
        "The log",
        "Lines as they are written, of a file of any size. Errors, warnings and tracebacks "
        "carry a mark. The arrows, j, k, space and b move; left and right go sideways.",
    )
    # With priority a sign is done before the next key is looked at, so that the prompt gets that.
    # A key that was sent to another screen, before this one came, is not asked for its priority.
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(LOG_KEYS),
        Binding("slash", "press('search')", show=False, priority=True, id="search"),
        Binding("colon", "press('go_to')", show=False, priority=True, id="go_to"),
    ]

    def __init__(
        self,
        path: Path,
        title: str,
        state: Callable[[], str] | None = None,
        *,
        leaves_app: bool = False,
    ) -> None:
        """Show the file at `path`, which may come later.

        `state` returns words such as `● running`; it is called twice a second and must be quick.
        `leaves_app`: so does `q`, which else goes back.
        """
        super().__init__()
        self._leaves_app = leaves_app
        self._path, self._title, self._state = path, title, state
        self._feed = LogFeed(path, self.post_message)
        self._view = LogView()
        self._search = LogSearch(self, self._view, path)
        self._told = ""
        self._able: tuple[bool, bool] | None = None  # what the keys were last dimmed for

    @classmethod
    def of_run(cls, session: Session, run: Run) -> LogScreen:
        """Return the log of a Run, whose state stands in the title."""
        from lab_tasks.runs.model import OUTPUT_LOG
        from tui.words.run_state import state_words

        def state() -> str:
            known = next((one for one in session.state.runs if one.id == run.id), run)
            return " ".join(state_words(known.state)[:2])

        return cls(run.folder / OUTPUT_LOG, run.id, state)

    def compose(self) -> ComposeResult:
        """Lay out the log."""
        yield self._view
        yield LogPrompt()
        yield SayLine()
        yield KeyBar(LOG_KEYS)
        yield TooSmall()

    def on_mount(self) -> None:
        """Show the end of what is there already, and follow it."""
        self._view.focus()
        self._view.border_subtitle = Text(clean_line(str(self._path)))
        self._open()
        self._show_place()
        self._feed.start()
        if self._state:
            self.set_interval(STATE_EVERY_S, self._show_place)

    def on_unmount(self) -> None:
        """Watch no more."""
        self._feed.stop()

    def on_log_grew(self, message: LogGrew) -> None:
        """Look at the file."""
        self._open()
        self._view.show_growth()

    def on_log_view_moved(self, message: LogView.Moved) -> None:
        """Say where in the file that is."""
        self._show_place()

    def on_log_view_stopped_following(self, message: LogView.StoppedFollowing) -> None:
        """Say why nothing moves on."""
        self._say_whether_it_follows()

    def on_log_prompt_answered(self, message: LogPrompt.Answered) -> None:
        """Look for it, or go there."""
        if message.sign == ":":
            self._go_to(message.text)
            return
        try:
            self._search.ask(message.text)
        except ValueError as error:
            self.say(clean_line(str(error)), grave=True)

    def on_search_came(self, message: SearchCame) -> None:
        """Go where it is, or say how far it has come."""
        self._search.take(message)
        self._show_place()

    def action_follow(self) -> None:
        """Follow the end, or stay."""
        self._view.follow(not self._view.follows)
        self._say_whether_it_follows()

    def action_search(self) -> None:
        """Ask what to look for."""
        self.query_one(LogPrompt).ask("/")

    def action_go_to(self) -> None:
        """Ask where to go."""
        self.query_one(LogPrompt).ask(":")

    def action_next_match(self) -> None:
        """Go to the next line that matches."""
        self._search.again(forward=True)

    def action_previous_match(self) -> None:
        """Go to the line before that matches."""
        self._search.again(forward=False)

    def action_next_trouble(self) -> None:
        """Go to the next error or warning."""
        self._search.look(Trouble(), forward=True)

    def action_previous_trouble(self) -> None:
        """Go to the error or warning before."""
        self._search.look(Trouble(), forward=False)

    def action_log_start(self) -> None:
        """Go to the start."""
        self._view.follows = False
        self._view.action_sideways(0)
        self._view.go_to(0)

    def action_log_end(self) -> None:
        """Go to the end and follow it."""
        self._view.action_sideways(0)
        self._view.follow(True)

    def action_back(self) -> None:
        """End a search that goes on, else leave."""
        if self._search.end():
            self._show_place()
        else:
            self.dismiss(None)

    def action_quit(self) -> None:
        """Leave the log, and the app where it is about this log alone."""
        if self._leaves_app:
            self.app.exit(0)
        else:
            self.action_back()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the signs to the prompt while it asks."""
        is_free = any(not prompt.display for prompt in self.query(LogPrompt))
        return is_free or parameters not in (("search",), ("go_to",))

    def reason_against(self, action: str) -> str | None:
        """Return why a key cannot act now."""
        if action in ("next_match", "previous_match") and self._search.wanted is None:
            return "Nothing is looked for yet: / asks what."
        if action not in ("back", "help", "quit") and self._view.pages is None:
            return f"{self._path.name} is not there yet."  # its folder may fill the line
        return None

    def _say_whether_it_follows(self) -> None:
        self.say("Following the end." if self._view.follows else "Staying here; f follows again.")

    def _open(self) -> None:
        """Open the file if it is there; keys that come with the one that led here need it."""
        if self._view.pages is None:
            with suppress(OSError):
                self._view.pages = Pages(self._path)

    def _go_to(self, text: str) -> None:
        view = self._view
        if view.pages is None:
            return
        place = place_asked(text, view.pages, self._feed.numbers)
        if isinstance(place, str):
            self.say(place)
            return
        view.follows = False
        view.action_sideways(0)
        view.go_to(place)

    def _show_place(self) -> None:
        view = self._view
        place = place_in_log(view.pages, self._feed.numbers, view.top, view.bottom)
        state = self._state() if self._state else ""
        follows = "following" if view.follows else ""
        column = f"from column {view.column + 1}" if view.column else ""
        parts = (
            f"Log of {clean_line(self._title)}",
            state,
            place,
            column,
            follows,
            self._search.notice,
        )
        title = "   ".join(filter(None, parts))
        if title != self._told:
            self._told = title
            view.border_title = Text(title)
        able = (view.pages is None, self._search.wanted is None)
        if able != self._able:
            self._able = able
            self.query_one(KeyBar).show(self.reason_against)
