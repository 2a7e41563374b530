"""What every screen shares: size classes, a calm message when too small, keys that say why."""

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from tui.keys import Key
from tui.least_size import LEAST_HEIGHT, LEAST_WIDTH
from tui.widgets.key_bar import KeyBar
from tui.widgets.say_line import SayLine

WIDTHS = [(0, "-cramped"), (LEAST_WIDTH, "-narrow"), (100, "-medium"), (140, "-wide")]
HEIGHTS = [(0, "-flat"), (LEAST_HEIGHT, "-low"), (32, "-tall")]


class Page(Screen[Any]):
    """Base of the app's screens."""

    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    DEFAULT_CSS = "Page { layers: default overlay cover; background: $background; }"

    ABOUT: ClassVar[tuple[str, str]] = ("", "")
    """What `?` tells of the screen: its title, and what it is for. Empty: one types here."""

    def reason_against(self, action: str) -> str | None:
        """Return why a key cannot act now; None when it can. Screens with such keys override it."""
        return None

    async def action_press(self, action: str) -> None:
        """Do what a key is for, or say why it cannot be done now."""
        if reason := self.reason_against(action):
            self.say(reason)
        else:
            await self.run_action(f"screen.{action}")

    def say(self, text: str, *, grave: bool = False) -> None:
        """Show a sentence above the keys."""
        self.query_one(SayLine).say(text, grave=grave)

    async def action_glossary(self) -> None:
        """Find a term."""
        await self.run_action("app.glossary")

    def action_help(self) -> None:
        """Explain this screen, and list its keys."""
        from tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.ABOUT, self.query_one(KeyBar).keys))

    def action_back(self) -> None:
        """Leave this screen."""
        self.dismiss(None)


def bindings(keys: tuple[Key, ...]) -> list[BindingType]:
    """Return a table of keys as Textual's bindings; the key's action is its id."""
    return [
        Binding(key.key, f"press('{key.action}')", key.label, tooltip=key.tooltip, id=key.action)
        for key in keys
    ]
