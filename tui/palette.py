"""The command palette: every key of the lab screen by its name."""

from collections.abc import Iterable
from functools import partial

from textual.app import SystemCommand
from textual.screen import Screen

from tui.keys import LAB_KEYS
from tui.screens.lab_actions import LabActions


def lab_commands(screen: Screen[object]) -> Iterable[SystemCommand]:
    """Yield a command for each key that the lab screen has; none for another screen."""
    if not isinstance(screen, LabActions):
        return
    for key in LAB_KEYS:
        if key.action == "everything":
            continue
        label = f"{key.label[0].upper()}{key.label[1:]}"
        title = f"{label}: {key.names} ({key.written})" if key.names else f"{label} ({key.written})"
        yield SystemCommand(title, key.tooltip, partial(screen.action_press, key.action))
