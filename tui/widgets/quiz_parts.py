"""QuizParts: the options, items or key points of a question, chosen, ticked or put in order."""

from typing import ClassVar, Literal

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from lab_tasks.sanitise import clean_line

Mode = Literal["one", "several", "order"]
MOST_BY_NUMBER = 9


class QuizParts(OptionList):
    """Lines with a number each. A click, a digit or space chooses; enter is told to the screen."""

    DEFAULT_CSS = """
    QuizParts {
        height: auto; max-height: 100%; border: none; background: $surface; padding: 0;
        margin-bottom: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "enter", show=False),
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
        *(Binding(str(n), f"number({n})", show=False) for n in range(1, MOST_BY_NUMBER + 1)),
    ]

    class Entered(Message):
        """Enter was pressed."""

    def __init__(self, *, id: str) -> None:
        """Begin empty."""
        super().__init__(id=id, compact=True)
        self._parts: list[tuple[str, str]] = []
        self._mode: Mode = "one"
        self._chosen: set[str] = set()
        self._solution: tuple[str, ...] = ()

    @property
    def given(self) -> tuple[str, ...]:
        """The ids that are chosen, or all of them in their order."""
        names = [name for name, _ in self._parts]
        return tuple(name for name in names if self._mode == "order" or name in self._chosen)

    def put(self, parts: list[tuple[str, str]], mode: Mode) -> None:
        """Show these parts (id, text), none of them chosen."""
        self._parts, self._mode, self._chosen = list(parts), mode, set()
        self._solution = ()
        self.display = bool(parts)
        self._draw(0)

    def choose(self, at: int) -> None:
        """Choose a part, or no longer; where one holds, it alone is chosen."""
        if self._mode == "order" or not 0 <= at < len(self._parts):
            return
        name = self._parts[at][0]
        kept = set() if self._mode == "one" else self._chosen - {name}
        self._chosen = kept if name in self._chosen else kept | {name}
        self._draw(at)

    def move(self, by: int) -> None:
        """Move the part under the cursor up or down, the cursor with it."""
        at = self.highlighted
        if self._mode != "order" or at is None or not 0 <= at + by < len(self._parts):
            return
        self._parts.insert(at + by, self._parts.pop(at))
        self._draw(at + by)

    def solve(self, right: tuple[str, ...]) -> None:
        """Mark the parts where they stand: those that are right, and those wrongly chosen.

        Of an order `right` is the whole of it, and each part says its place.
        """
        self._solution = right
        self._draw(None)

    def action_enter(self) -> None:
        """Tell the screen."""
        self.post_message(self.Entered())

    def action_number(self, number: int) -> None:
        """Choose by a digit; in an order, go there."""
        if number <= len(self._parts):
            self.highlighted = number - 1
            self.choose(number - 1)

    def action_select(self) -> None:
        """Choose what was clicked."""
        if self.highlighted is not None:
            self.choose(self.highlighted)

    def _draw(self, at: int | None) -> None:
        lines = [self._line(n, name, text) for n, (name, text) in enumerate(self._parts, start=1)]
        self.set_options([Option(line) for line in lines])
        self.highlighted = at if self._parts else None

    def _line(self, number: int, name: str, text: str) -> Text:
        is_chosen = name in self._chosen
        marks = {"one": ("( ) ", "(●) "), "several": ("[ ] ", "[✓] "), "order": ("", "")}
        mark = marks[self._mode][is_chosen]
        line = Text(f" {number}  {mark}{clean_line(text, 400)}", "bold" if is_chosen else "")
        line.pad_right(1)
        return Text.assemble(self._verdict(number, name), line) if self._solution else line

    def _verdict(self, number: int, name: str) -> tuple[str, str]:
        """Return the mark of one part, and its colour, once it is told what is right."""
        colours = self.app.theme_variables
        good, bad = colours.get("success", ""), colours.get("warning", "")
        if self._mode == "order":
            place = self._solution.index(name) + 1
            return ("  ✓ ", good) if place == number else (f"→{place}× ", bad)
        if name in self._solution:
            return " ✓", good
        return (" ×", bad) if name in self._chosen else ("  ", "")
