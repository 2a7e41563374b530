"""The line in which one types what to look for, or where to go, in a log."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

HINTS = {
    "/": "a word; a regular expression between slashes: /loss:0\\.0\\d/",
    ":": "a share of the log: 50%; or a line: 1200",
}


class LogPrompt(Input):
    """Stands above the keys while something is asked."""

    DEFAULT_CSS = """
    LogPrompt {
        display: none; dock: bottom; height: 1; margin-bottom: 1; border: none; padding: 0 1;
        background: $boost;
    }
    LogPrompt:focus { border: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "close", show=False)]

    class Answered(Message):
        """Something was typed behind `sign`."""

        def __init__(self, sign: str, text: str) -> None:
            super().__init__()
            self.sign, self.text = sign, text

    def __init__(self) -> None:
        """Ask nothing yet."""
        super().__init__(compact=True)
        self._sign = "/"

    def ask(self, sign: str) -> None:
        """Ask for what stands behind this sign."""
        self._sign = sign
        self.placeholder = HINTS[sign]
        self.value = ""
        self.display = True
        self.screen.set_focus(self)  # at once: `focus` would let the next key go elsewhere

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Tell the screen, and go away."""
        event.stop()
        self.action_close()
        if event.value:
            self.post_message(self.Answered(self._sign, event.value))

    def action_close(self) -> None:
        """Go away; nothing is looked for."""
        self.display = False
        self.screen.set_focus(None)
        self.screen.focus_next()
