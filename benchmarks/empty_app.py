"""The floor: the smallest Textual app that paints a text."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Empty(App[None]):
    """Paints one word."""

    def compose(self) -> ComposeResult:
        """Return the one widget."""
        yield Static("painted")


if __name__ == "__main__":
    Empty().run()
