"""One sentence above the keys: what has just happened, or why a key cannot act."""

from rich.text import Text
from textual.timer import Timer
from textual.widgets import Static

SHOWN_S = 8.0
GRAVE_S = 20.0


class SayLine(Static):
    """Covers the lowest lines of the screen while it has something to say."""

    DEFAULT_CSS = """
    SayLine {
        display: none; dock: bottom; layer: overlay; height: auto; max-height: 5; margin-bottom: 1;
        padding: 0 1; background: $boost; color: $foreground; border-left: thick $accent;
    }
    SayLine.-grave { border-left: thick $warning; }
    """

    def __init__(self) -> None:
        """Say nothing yet."""
        super().__init__(markup=False)
        self._until: Timer | None = None

    def say(self, text: str, *, grave: bool = False) -> None:
        """Show a sentence for a while."""
        self.update(Text(f"{'! ' if grave else ''}{text}"))
        self.set_class(grave, "-grave")
        self.display = True
        if self._until:
            self._until.stop()
        self._until = self.set_timer(GRAVE_S if grave else SHOWN_S, self.hush)

    def hush(self) -> None:
        """Take the sentence away."""
        self.display = False

    def on_click(self) -> None:
        """A click takes it away."""
        self.hush()
