"""Drafts: what was typed and not saved yet, on the disk while it is typed.

One file an opened editor, so that two apps never share one. It is gone when the document is saved.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from threading import Lock

import msgspec

from lab_tasks import atomic, foreign
from lab_tasks.documents.editable import flat
from lab_tasks.problem import Problem
from lab_tasks.workspace import Workspace


class Draft(msgspec.Struct, frozen=True):
    """A text that was not saved, and the hash of the file that it was typed over."""

    path: str
    base_sha256: str
    text: str


class Found(msgspec.Struct, frozen=True):
    """A Draft that an earlier editor left, and its file."""

    draft: Draft
    file: Path
    written_s: float
    """Seconds since 1970."""


def discard(file: Path) -> None:
    """Take a Draft away."""
    with suppress(OSError):
        file.unlink()


def newest(workspace: Workspace, path: str) -> Found | None:
    """Return the newest Draft of a document that some editor left; None: all was saved."""
    found = []
    for file in workspace.drafts_dir.glob("*.draft"):
        if not file.name.startswith(f"{flat(path)}."):
            continue
        draft = foreign.read_json(file, Draft)
        if not isinstance(draft, Problem) and draft.path == path:
            with suppress(OSError):  # saved at this moment
                found.append(Found(draft, file, file.stat().st_mtime))
    return max(found, key=lambda each: each.written_s, default=None)


class DraftFile:
    """One editor's Draft on the disk. Threads may write it: what is saved stays saved."""

    def __init__(self, workspace: Workspace, path: str, before: Found | None = None) -> None:
        """Write nothing yet. `before`: the Draft whose text this one goes on from."""
        token = f"{os.getpid()}-{secrets.token_hex(3)}"
        self._file = workspace.drafts_dir / f"{flat(path)}.{token}.draft"
        self._before = before
        self._saved = 0
        self._lock = Lock()

    def write(self, draft: Draft, typed: int) -> None:
        """Keep a text, the `typed`th, unless that or a later one was saved. Raises OSError."""
        with self._lock:
            if typed > self._saved:
                atomic.write_bytes(self._file, msgspec.json.encode(draft))
                self._take_over()

    def saved(self, typed: int) -> None:
        """Take the Draft away: the `typed`th text stands in the document."""
        with self._lock:
            self._saved = typed
            discard(self._file)
            self._take_over()

    def _take_over(self) -> None:
        if self._before:
            discard(self._before.file)
            self._before = None
