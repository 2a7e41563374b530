"""The monitor's help: what the chart's marks mean, and all keys."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.keys import HELP_KEYS
from tui.screens.monitor_keys import MONITOR_KEYS
from tui.screens.page import bindings

WORDS = (
    "Curves over true training steps, each with a letter and a colour. Every spike stays visible "
    "at each zoom, however long the training is. A smoothed curve is drawn thick, and what it "
    "smooths stands faintly behind it. Losses of different policies do not compare: each measures "
    "something else."
)
MARKS = (
    ("━", "a curve; its letter stands near its end"),
    ("░", "the band around the mean of several seeds: the legend says which"),
    ("┆", "here a resumed part begins"),
    ("╎ !", "here an alarm began: its words stand below the name"),
    (" ", "a gap: NaN or infinite, which the cursor reads out"),
    ("│", "the cursor: the exact values are read out above the chart"),
    ("╌", "a training whose curve is hidden (space)"),
    ("~", "steps are approximate: the log rounds them"),
)


class MonitorHelp(ModalScreen[None]):
    """Beside the chart, so that what it explains stays in sight."""

    DEFAULT_CSS = """
    MonitorHelp { align: right top; background: $background 50%; }
    MonitorHelp VerticalScroll {
        width: 84; max-width: 95%; height: 100%; padding: 1 2; background: $panel;
        border: round $accent; border-title-color: $accent; scrollbar-size-vertical: 1;
    }
    MonitorHelp Static { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(HELP_KEYS), ("q,question_mark", "back")]

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
        text = Text.assemble(("The training monitor\n", accent), WORDS, "\n\n", ("Marks\n", accent))
        for mark, meaning in MARKS:
            text.append(f"  {mark:<5}", "bold")
            text.append(f"{meaning}\n")
        text.append("\nKeys\n", accent)
        for key in MONITOR_KEYS:
            text.append(f"  {key.written:<9}", "bold")
            text.append(f"{key.tooltip}\n")
        return text
