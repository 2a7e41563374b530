"""Help: what a screen, or the focused pane of the lab's, is for, its marks, all its keys."""

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.keys import HELP_KEYS, LAB_KEYS, Key
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

    def __init__(
        self, about: tuple[str, str], keys: Sequence[Key], *, is_lab: bool = False
    ) -> None:
        """Explain a screen, its title and what it is for, and its keys; the lab's marks too."""
        super().__init__()
        self._about, self._keys, self._is_lab = about, keys, is_lab

    @classmethod
    def of_lab(cls, pane: str | None) -> "HelpScreen":
        """Explain this pane (its id) of the lab screen; None: the checklist."""
        return cls(PANE_HELP.get(pane or "", PANE_HELP["checklist"]), LAB_KEYS, is_lab=True)

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
        accent = f"bold {self.app.theme_variables.get('accent', '')}"
        title, words = self._about
        text = Text.assemble((f"{title}\n", accent), f"{words}\n")
        if self._is_lab:
            text.append_text(_marks(accent))
        text.append("\nKeys\n", accent)
        width = max(len(key.written) for key in self._keys) + 1
        for key in self._keys:
            text.append(f"  {key.written:<{width}}", "bold")
            text.append(f"{key.tooltip}\n")
        if self._is_lab:
            text.append("  tab    ", "bold")
            text.append("Go to the next pane\n")
        return text


def _marks(accent: str) -> Text:
    """Return what marks and levels of the checklist mean."""
    text = Text.assemble(("\nMarks\n", accent))
    for state, mark in MARKS.items():
        text.append(f"  {mark} ", "bold")
        text.append(f"{state:<11}{MARK_WORDS[state]}\n")
    text.append("\nHow sure a tick is\n", accent)
    for level, meaning in LEVEL_WORDS.items():
        text.append(f"  {level:<13}{meaning}\n")
    return text
