"""The student's own editor on a file, while the app waits."""

import os
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

from textual.app import App, SuspendNotSupported

NAMES = ("VISUAL", "EDITOR")


@dataclass(frozen=True)
class NoEditor:
    """No editor can be opened, and what to do about it."""

    why: str


def is_named() -> bool:
    """Whether the student names an editor: $VISUAL or $EDITOR is set."""
    return any(os.environ.get(name, "").strip() for name in NAMES)


def open_in_editor(app: App[int], path: Path, *, read_only: bool = False) -> NoEditor | None:
    """Open a file in $VISUAL or $EDITOR ($PAGER first when it is only read); None when it went."""
    try:
        command = editor_command(read_only=read_only)
    except ValueError as problem:
        return NoEditor(f"EDITOR cannot be understood ({problem}): set it again, or edit {path}.")
    if command is None:
        return NoEditor(f"No editor is named: set EDITOR (export EDITOR=nano), or edit {path}.")
    try:
        with app.suspend():
            subprocess.run([*command, str(path)], check=False)
    except SuspendNotSupported:
        return NoEditor(f"This terminal cannot be handed to an editor: edit {path} in another.")
    except OSError as problem:
        return NoEditor(f"{command[0]} cannot be started ({problem.strerror}): set EDITOR.")
    return None


def editor_command(*, read_only: bool = False) -> list[str] | None:
    """Return the command of the student's editor; None when there is none on this machine.

    Raises ValueError where a quote of the setting is never closed.
    """
    from shutil import which

    names = ("PAGER", *NAMES) if read_only else NAMES
    named = [os.environ[name] for name in names if os.environ.get(name, "").strip()]
    fallbacks = [name for name in ("nano", "vim", "vi") if which(name)]
    chosen = next(iter([*named, *fallbacks]), None)
    return shlex.split(chosen) if chosen else None
