"""Drafts: what was typed and not saved yet, on the disk while it is typed.

One file an opened editor. Beside it lies a lock that is held while that editor lives, so that two
apps never share one: what another is typing is not offered. It is gone when the document is saved.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from threading import Lock

import msgspec

from lab_tasks import atomic, foreign
from lab_tasks.documents.editable import aside, flat, keep
from lab_tasks.problem import Problem
from lab_tasks.runs import locks
from lab_tasks.sanitise import clean
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
    older: tuple[Path, ...] = ()
    """The versions that older Drafts were kept as when this one was taken up."""


def discard(file: Path) -> None:
    """Take a Draft away, and its lock."""
    for each in (file, _lock_of(file)):
        with suppress(OSError):
            each.unlink()


def newest(workspace: Workspace, path: str) -> Found | None:
    """Return the newest Draft of a document that no editor holds any more; None: all was saved."""
    return next(iter(_left(workspace, path)), None)


def taken_up(workspace: Workspace, path: str, saved: str = "") -> Found | None:
    """Return the newest Draft that is not what is `saved`; older ones become kept versions.

    So none rises after what was typed later, and none is lost.
    """
    known, first, kept = {saved}, None, []
    for found in _left(workspace, path):
        text = found.draft.text
        if first is None and text != saved:
            first = found
        else:
            with suppress(OSError):  # it stays a Draft, and is offered some other time
                kept += [] if text in known else [keep(workspace, path, text.encode())]
                discard(found.file)
        known.add(text)
    return msgspec.structs.replace(first, older=tuple(kept)) if first else None


def _left(workspace: Workspace, path: str) -> list[Found]:
    """Return the Drafts of a document that no editor holds, newest first."""
    found = []
    for file in workspace.drafts_dir.glob("*.draft"):
        if not file.name.startswith(f"{flat(path)}."):
            continue
        draft = foreign.read_json(file, Draft)
        if isinstance(draft, Problem) or draft.path != path or _is_held(file):
            continue
        safe = msgspec.structs.replace(draft, text=clean(draft.text, len(draft.text) + 1))
        with suppress(OSError):  # saved at this moment
            found.append(Found(safe, file, file.stat().st_mtime))
    return sorted(found, key=lambda each: each.written_s, reverse=True)


class DraftFile:
    """One editor's Draft on the disk. Threads may write it: what is saved stays saved."""

    def __init__(self, workspace: Workspace, path: str, before: Found | None = None) -> None:
        """Write nothing yet. `before`: the Draft whose text this one goes on from."""
        token = f"{os.getpid()}-{secrets.token_hex(3)}"
        self._file = workspace.drafts_dir / f"{flat(path)}.{token}.draft"
        self._workspace = workspace
        self._before = before.file if before else None
        self._written = self._saved = 0
        self._lock = Lock()
        self._held: dict[Path, int] = {}
        if self._before:
            self._hold(self._before)

    def write(self, draft: Draft, typed: int) -> None:
        """Keep a text, the `typed`th, unless that or a later one was saved. Raises OSError."""
        with self._lock:
            if typed > self._saved and typed >= self._written:
                aside(self._workspace).mkdir(parents=True, exist_ok=True)
                self._hold(self._file)  # before it is there: nobody finds it without
                atomic.write_bytes(self._file, msgspec.json.encode(draft))
                self._written = typed
                self._take_over()

    def saved(self, typed: int) -> None:
        """Take the Draft away, unless more was typed: the `typed`th text is in the document."""
        with self._lock:
            self._saved = typed
            if self._written <= typed:
                self._drop(self._file)
            self._take_over()

    def close(self) -> None:
        """Let go of what is left on the disk: the next editor finds it."""
        with self._lock:
            for held in self._held.values():
                os.close(held)
            self._held = {}

    def _hold(self, file: Path) -> None:
        with suppress(OSError):  # a file system without locks: the Draft counts more
            if file not in self._held and (held := locks.try_to_take(_lock_of(file))) is not None:
                self._held[file] = held

    def _drop(self, file: Path) -> None:
        discard(file)
        if (held := self._held.pop(file, None)) is not None:
            os.close(held)

    def _take_over(self) -> None:
        if self._before:
            self._drop(self._before)
            self._before = None


def _lock_of(file: Path) -> Path:
    return file.with_name(f"{file.name}.lock")


def _is_held(file: Path) -> bool:
    try:
        return locks.is_held(_lock_of(file))
    except OSError:
        return False
