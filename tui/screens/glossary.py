"""The glossary: every term of every Day, found by typing, from wherever the student is."""

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from course.glossary import Entry, Place, matching
from lab_tasks.sanitise import clean, clean_line
from tui.keys import GLOSSARY_KEYS
from tui.screens.page import HEIGHTS, WIDTHS, bindings

TYPE_HERE = "Type to find a term"


class TermsRead(Message):
    """The terms of the other Courses were read too."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        """Carry the whole glossary."""
        super().__init__()
        self.entries = entries


class GlossaryScreen(ModalScreen[Place | None]):
    """In front of any screen. Answers with the Day to go to, or with None."""

    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    CSS_PATH = "glossary.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(GLOSSARY_KEYS),
        Binding("up", "move('cursor_up')", show=False),
        Binding("down", "move('cursor_down')", show=False),
        Binding("pageup", "move('page_up')", show=False),
        Binding("pagedown", "move('page_down')", show=False),
    ]

    def __init__(
        self,
        entries: tuple[Entry, ...],
        open_course: str,
        goes_to: int | None,
        read_all: Callable[[], tuple[Entry, ...]] | None,
    ) -> None:
        """Show these terms; `read_all` reads those of all Courses, and takes its time.

        `goes_to`: the Day that the lab shows, where enter may go to another; None: it closes.
        """
        super().__init__()
        self._entries, self._shown = entries, entries
        self._open_course, self._goes_to, self._read_all = open_course, goes_to, read_all

    def compose(self) -> ComposeResult:
        """Lay out the field above the terms, the meaning below or beside them."""
        with Vertical(id="glossary") as box:
            box.border_title = "Terms"
            box.border_subtitle = "esc closes"
            yield Input(placeholder=TYPE_HERE, id="typed", compact=True)
            with Vertical(id="found"):
                yield OptionList(id="terms", compact=True)
                with VerticalScroll(id="meaning-pane", can_focus=False):
                    yield Static(id="meaning", markup=False)

    def on_mount(self) -> None:
        """List all terms; read the other Courses' meanwhile."""
        self.query_one("#terms").can_focus = False
        self.query_one(Input).focus()
        self._find()
        if self._read_all:
            self.run_worker(self._read_others, thread=True, group="terms")

    def on_terms_read(self, message: TermsRead) -> None:
        """List the other Courses' terms too; the chosen one stays chosen."""
        self._entries = message.entries
        was_first = self.query_one(OptionList).highlighted == 0
        self._find()
        if was_first:
            self.query_one(OptionList).highlighted = 0

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find what is typed."""
        self._find()
        self.query_one(OptionList).highlighted = 0 if self._shown else None

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the Day of the term."""
        self.action_go_to_day()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show what the term means."""
        self._show_meaning()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click chooses a term; it goes nowhere."""
        self._show_meaning()

    async def action_press(self, action: str) -> None:
        """Do what a key is for."""
        await self.run_action(f"screen.{action}")

    def action_move(self, how: str) -> None:
        """Move in the terms while typing."""
        getattr(self.query_one(OptionList), f"action_{how}")()

    def action_go_to_day(self) -> None:
        """Go to a Day that explains the term, the open one if it does.

        Where no Day can be shown it closes; a term of another Course leads nowhere.
        """
        if self._goes_to is None:
            self.dismiss(None)
        elif here := self._days_here():
            day = self._goes_to if self._goes_to in here else here[0]
            self.dismiss(Place(self._open_course, day))

    def action_back(self) -> None:
        """Close."""
        self.dismiss(None)

    @property
    def _chosen(self) -> Entry | None:
        at = self.query_one(OptionList).highlighted
        return self._shown[at] if at is not None and at < len(self._shown) else None

    def _days_here(self) -> list[int]:
        """Return the Days of the open Course that explain the chosen term."""
        entry = self._chosen
        return [p.day for p in entry.places if p.course == self._open_course] if entry else []

    def _read_others(self) -> None:
        assert self._read_all
        self.post_message(TermsRead(self._read_all()))

    def _find(self) -> None:
        chosen = self._chosen
        self._shown = matching(self._entries, self.query_one(Input).value)
        terms = self.query_one(OptionList)
        terms.set_options([Option(Text(clean_line(entry.term))) for entry in self._shown])
        names = [entry.term for entry in self._shown]
        if names:
            terms.highlighted = names.index(chosen.term) if chosen and chosen.term in names else 0
        self._show_meaning()

    def _show_meaning(self) -> None:
        muted = self.app.theme_variables.get("muted", "")
        text = Text() if self._chosen else Text("No term and no meaning has these words.", muted)
        for meaning in self._chosen.meanings if self._chosen else ():
            text.append(f"{clean(meaning.text)}\n")
            text.append(f"{self._places(meaning.places)}\n\n", muted)
        self.query_one("#meaning", Static).update(text)
        leads = self._goes_to is not None and self._days_here()
        words = "enter goes to its Day, esc closes" if leads else "esc closes"
        box = self.query_one("#glossary")
        if box.border_subtitle != words:
            box.border_subtitle = words

    def _places(self, places: tuple[Place, ...]) -> str:
        return ", ".join(
            f"Day {each.day}"
            if each.course == self._open_course
            else f"Day {each.day} of {each.course}"
            for each in places
        )
