"""The line at the bottom: the keys, those that cannot act now dimmed. A click presses the key."""

from collections.abc import Callable

from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import RenderResult
from textual.widget import Widget

from tui.keys import Key

ALWAYS = ("everything", "help", "quit")
"""Shown at the right, however narrow the screen is."""


class KeyBar(Widget):
    """Keys as they fit, the most used first."""

    DEFAULT_CSS = """
    KeyBar { height: 1; dock: bottom; padding: 0 1; background: $panel; color: $foreground; }
    """

    def __init__(self, keys: tuple[Key, ...]) -> None:
        """Show these keys; all can act until `show` says otherwise."""
        super().__init__()
        self.keys = keys
        self._reason: Callable[[str], str | None] = lambda action: None

    def show(self, reason_against: Callable[[str], str | None]) -> None:
        """Dim the keys against which there is a reason."""
        self._reason = reason_against
        self.refresh()

    def render(self) -> RenderResult:
        """Draw the keys that fit."""
        width = self.content_size.width
        end = self._row([key for key in self.keys if key.action in ALWAYS], width)
        others = [key for key in self.keys if key.action not in ALWAYS and self._is_of_use(key)]
        row = self._row(others, width - end.cell_len - 3)
        row.append(" " * max(1, width - row.cell_len - end.cell_len))
        row.append_text(end)
        row.no_wrap = True
        return row

    def on_click(self, event: events.Click) -> None:
        """Press the key under the mouse."""
        action = event.style.meta.get("key_action")
        if isinstance(action, str):
            self.screen.call_later(self.screen.run_action, f"screen.press('{action}')")

    def _is_of_use(self, key: Key) -> bool:
        return not key.is_rare or self._reason(key.action) is None

    def _row(self, keys: list[Key], width: int) -> Text:
        row = Text()
        for key in keys:
            item = self._item(key)
            if row.cell_len + item.cell_len + 2 > width:
                break
            if row:
                row.append("  ")
            row.append_text(item)
        return row

    def _item(self, key: Key) -> Text:
        variables = self.app.theme_variables
        dimmed = self._reason(key.action) is not None
        faint = Style.parse(variables.get("faint", "grey50"))
        accent = Style.parse(variables.get("footer-key-foreground", "blue")) + Style(bold=True)
        item = Text(style=Style(meta={"key_action": key.action}))
        item.append(key.written, faint if dimmed else accent)
        item.append(f" {key.label}", faint if dimmed else "")
        return item
