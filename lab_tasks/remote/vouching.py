"""Which Runs this account sent elsewhere: a token for each, kept outside every Workspace.

A Workspace may have come from somebody else, with a folder in it that names a host of theirs.
Nothing is attended by itself, no host is spoken to, unless a token says that we began it.
"""

import contextlib
import re
import secrets
from pathlib import Path

import platformdirs

_TOKEN = re.compile("[0-9a-f]{32}")


def vouch() -> str:
    """Return a new token, which is known from now on. Raises OSError."""
    token = secrets.token_hex(16)
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / token).touch()
    return token


def is_known(token: str) -> bool:
    """Whether this account began the Run that bears the token."""
    return _TOKEN.fullmatch(token) is not None and (_folder() / token).is_file()


def forget(token: str) -> None:
    """Take a token back: its Run has ended."""
    if is_known(token):
        with contextlib.suppress(OSError):
            (_folder() / token).unlink()


def _folder() -> Path:
    return platformdirs.user_state_path("robolab-tui") / "elsewhere"
