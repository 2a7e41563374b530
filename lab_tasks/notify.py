"""Notifications: a word on the desktop and in the terminal when a Run ends or needs a look.

Own code, a few lines: desktop-notifier and plyer bring D-Bus and Objective-C bindings for what
`notify-send` and `osascript` do, and neither speaks to a terminal at the other end of ssh.
"""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping

from lab_tasks.sanitise import clean_line

SETTING = "ROBOLAB_NOTIFY"
"""`off`: none; `desktop` or `terminal`: only there; anything else, or unset: both."""
TIMEOUT_S = 5.0
LONGEST_TITLE = 80
LONGEST_TEXT = 240
APPLE_SCRIPT = (
    "on run argv",
    "display notification (item 2 of argv) with title (item 1 of argv)",
    "end run",
)
"""The words come as arguments, so that nothing in them is script."""


def notify(
    title: str,
    text: str,
    write: Callable[[str], object] | None = None,
    settings: Mapping[str, str] = os.environ,
) -> None:
    """Tell the student, on the desktop and in the terminal; where neither can, nothing happens.

    `write` puts characters into the terminal; None writes to /dev/tty. May wait for seconds on a
    desktop that does not answer: call it from a worker.
    """
    wish = settings.get(SETTING, "").strip().lower()
    if wish in ("off", "0", "no", "none"):
        return
    title, text = clean_line(title, LONGEST_TITLE), clean_line(text, LONGEST_TEXT)
    if wish != "terminal":
        _desktop(title, text)
    if wish != "desktop":
        (write or _to_terminal)(terminal_text(title, text))


def terminal_text(title: str, text: str) -> str:
    """Return what a terminal shows as a notification: OSC 9, OSC 777, then the bell.

    A terminal that knows none of the two drops them and rings; iTerm2, kitty and WezTerm read the
    first, urxvt, foot and Ghostty the second.
    """
    title, text = clean_line(title, LONGEST_TITLE), clean_line(text, LONGEST_TEXT)
    # A semicolon would end a field; "9;4;…" at the front would be a progress bar elsewhere.
    title, text = title.replace(";", ","), text.replace(";", ",")
    return f"\x1b]9;{title}: {text}\x07\x1b]777;notify;{title};{text}\x07\x07"


def desktop_command(title: str, text: str) -> list[str] | None:
    """Return the command that shows a notification on this desktop; None where there is none."""
    if sender := shutil.which("notify-send"):
        return [sender, "--app-name=robolab-tui", "--", title, text]
    if script := shutil.which("osascript"):
        lines = [word for line in APPLE_SCRIPT for word in ("-e", line)]
        return [script, *lines, title, text]
    return None


def _desktop(title: str, text: str) -> None:
    command = desktop_command(title, text)
    if command is None:
        return
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=TIMEOUT_S,
            check=False,
        )


def _to_terminal(characters: str) -> None:
    with contextlib.suppress(OSError), open("/dev/tty", "w") as terminal:
        terminal.write(characters)
