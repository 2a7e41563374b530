"""Help: what the focused pane is for, all marks, all keys."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.keys import HELP_KEYS, LAB_KEYS
from tui.rules.day_view import MARKS
from tui.screens.page import bindings
from tui.words.help_texts import LEVEL_WORDS, MARK_WORDS, PANE_HELP


class HelpScreen(ModalScreen[None]):
    """Beside the screen, so that what it explains stays in sight."""

    DEFAULT_CSS = """
    HelpScreen { align: right top; background: $background 50%; }
    HelpScreen VerticalScroll {
        width: 64; max-width: 95%; height: 100%; padding: 1 2; background: $panel;
        border: round $accent; border-title-color: $accent; scrollbar-size-vertical: 1;
    }
    HelpScreen Static { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(HELP_KEYS), ("q,question_mark", "back")]

    def __init__(self, pane: str | None) -> None:
        """Explain this pane (its id) first; None: the checklist."""
        super().__init__()
        self._pane = pane if pane in PANE_HELP else "checklist"

    def compose(self) -> ComposeResult:
        """Lay out the help."""
        with VerticalScroll() as body:
            body.border_title = "Help"
            body.border_subtitle = "esc closes"
            yield Static(self._text(), markup=False)

    async def action_press(self, action: str) -> None:
        """Do what a key is for."""
        await self.run_action(f"screen.{action}")

    def action_back(self) -> None:
        """Close."""
        self.dismiss(None)

    def _text(self) -> Text:
        colours = self.app.theme_variables
        accent = f"bold {colours.get('accent', '')}"
        title, words = PANE_HELP[self._pane]
        text = Text.assemble((f"{title}\n", accent), words, "\n\n", ("Marks\n", accent))
        for state, mark in MARKS.items():
            text.append(f"  {mark} ", "bold")
            text.append(f"{state:<11}{MARK_WORDS[state]}\n")
        text.append("\nHow sure a tick is\n", accent)
        for level, meaning in LEVEL_WORDS.items():
            text.append(f"  {level:<13}{meaning}\n")
        text.append("\nKeys\n", accent)
        for key in LAB_KEYS:
            text.append(f"  {key.written:<7}", "bold")
            text.append(f"{key.tooltip}\n")
        text.append("  tab    ", "bold")
        text.append("Go to the next pane\n")
        return text
