"""What a terminal that is too small shows instead of a screen."""

from textual.app import RenderResult
from textual.widget import Widget

from tui.least_size import LEAST_HEIGHT, LEAST_WIDTH


class TooSmall(Widget):
    """Covers the screen while the terminal is too small. Everything behind it goes on."""

    DEFAULT_CSS = """
    TooSmall {
        display: none; dock: top; layer: cover; width: 100%; height: 100%;
        background: $background; color: $muted; content-align: center middle; text-align: center;
    }
    .-cramped TooSmall, .-flat TooSmall { display: block; }
    """

    def render(self) -> RenderResult:
        """Say what is needed."""
        width, height = self.app.size
        return (
            f"robolab-tui needs at least {LEAST_WIDTH}x{LEAST_HEIGHT};\n"
            f"this terminal is {width}x{height}.\n\nRuns go on.  q quits."
        )
