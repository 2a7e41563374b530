"""The queue on disk: one file an entry in `.robolab/queue/`, changed by one process at a time.

Two apps, the command line and the runner see the same files. An entry is there, or a Run names it;
one that a runner started and was killed before it could say so is taken out by the next runner.
"""

import contextlib
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from lab_tasks import atomic, foreign
from lab_tasks.problem import Problem
from lab_tasks.queue.entries import (
    DEFAULT_LIMIT,
    ENTRY_ID,
    MOST_AT_ONCE,
    Dropped,
    Paused,
    QueueEntry,
    Settings,
)
from lab_tasks.runs import locks
from lab_tasks.workspace import Workspace

CHANGE_LOCK = "change.lock"
RUNNER_LOCK = "runner.lock"
PAUSED = "paused.json"
SETTINGS = "settings.json"
STARTING = "starting"
"""Holds the id of the entry that the runner is about to start."""
DROPPED = "dropped"
MOST_DROPPED = 50
"""Reasons that are kept; older ones go."""


class QueueProblem(Exception):
    """What was asked of the queue cannot be done; the text says why and what to do."""


class QueueUnwritable(QueueProblem):
    """The queue's folder cannot be used; the text says where, why and what to do."""


def folder(workspace: Workspace) -> Path:
    """Return the queue's folder. It is never committed."""
    return workspace.private / "queue"


@contextlib.contextmanager
def changing(workspace: Workspace) -> Iterator[None]:
    """Hold the right to change the queue: nobody else adds, takes out or starts meanwhile.

    Raises:
        QueueUnwritable: the folder cannot be made, its file system has no locks, or what is done
            in there raised an OSError.
    """
    with _in_words(workspace):
        _make(folder(workspace))
        lock = locks.take(folder(workspace) / CHANGE_LOCK)
        try:
            yield
        finally:
            os.close(lock)


def has_runner(workspace: Workspace) -> bool:
    """Whether a runner lives. Raises OSError when that cannot be looked at."""
    return locks.is_held(folder(workspace) / RUNNER_LOCK)


def add(workspace: Workspace, entries: Iterable[QueueEntry]) -> tuple[QueueEntry, ...]:
    """Put entries at the end, in this order; return them with their ids. Raises QueueUnwritable."""
    with changing(workspace):
        return append(workspace, entries)


def append(workspace: Workspace, entries: Iterable[QueueEntry]) -> tuple[QueueEntry, ...]:
    """Put entries at the end, as `add` does. For who holds `changing`; raises OSError."""
    added = []
    for number, entry in enumerate(entries, _last_number(workspace) + 1):
        numbered = msgspec.structs.replace(entry, id=f"{number:06d}-{secrets.token_hex(4)}")
        atomic.write_json(_path(workspace, numbered.id), msgspec.to_builtins(numbered))
        added.append(numbered)
    return tuple(added)


def waiting(workspace: Workspace) -> tuple[QueueEntry, ...]:
    """Return what waits, first come first; a file that is no entry is left out.

    Raises OSError when the folder cannot be read.
    """
    read = (foreign.read_json(path, QueueEntry) for path in _files(workspace))
    entries = (entry for entry in read if isinstance(entry, QueueEntry))
    return tuple(sorted(entries, key=lambda entry: entry.id))


def unreadable(workspace: Workspace) -> tuple[Path, ...]:
    """Return the files that bear an entry's name and cannot be read as one."""
    return tuple(
        path
        for path in _files(workspace)
        if isinstance(foreign.read_json(path, QueueEntry), Problem)
    )


def is_waiting(workspace: Workspace, entry_id: str) -> bool:
    """Whether the entry is still in the queue."""
    return bool(ENTRY_ID.fullmatch(entry_id)) and _path(workspace, entry_id).is_file()


def remove(workspace: Workspace, entry_id: str) -> bool:
    """Take one entry out; return whether it was there and has not begun. Raises QueueUnwritable."""
    with changing(workspace):
        return entry_id != _claimed(workspace) and discard(workspace, entry_id)


def clear(workspace: Workspace) -> int:
    """Take all entries out but one that is being started, and forget a pause; return how many.

    Raises QueueUnwritable.
    """
    with changing(workspace):
        (folder(workspace) / PAUSED).unlink(missing_ok=True)
        claimed = _claimed(workspace)
        ids = [path.stem for path in _files(workspace) if path.stem != claimed]
        return sum(discard(workspace, entry_id) for entry_id in ids)


def claim(workspace: Workspace, entry_id: str) -> bool:
    """Keep an entry for the start that follows, which may take a minute: nobody takes it out.

    Returns False when it is out already. A claim holds only while a runner lives.
    Raises QueueUnwritable.
    """
    with changing(workspace):
        if is_there := is_waiting(workspace, entry_id):
            (folder(workspace) / STARTING).write_text(entry_id)
        return is_there


def unclaim(workspace: Workspace, begun: str = "") -> None:
    """End a claim; the entry `begun`, which a Run names now, goes. Raises QueueUnwritable."""
    with changing(workspace):
        if begun:
            discard(workspace, begun)
        (folder(workspace) / STARTING).unlink(missing_ok=True)


def discard(workspace: Workspace, entry_id: str) -> bool:
    """Delete an entry's file; return whether there was one. For who holds `changing`.

    Raises OSError.
    """
    try:
        _path(workspace, entry_id).unlink()
    except FileNotFoundError:
        return False
    return True


def drop(workspace: Workspace, entry: QueueEntry, why: str, remedy: str) -> None:
    """Take an entry out that can never run, and keep the reason. For who holds `changing`.

    Raises OSError.
    """
    dropped = Dropped(entry=entry, why=why, remedy=remedy, dropped_s=time.time())
    kept = folder(workspace) / DROPPED
    atomic.write_json(kept / f"{entry.id}.json", msgspec.to_builtins(dropped))
    for path, _ in _reasons(workspace)[:-MOST_DROPPED]:
        path.unlink()
    discard(workspace, entry.id)


def dropped(workspace: Workspace) -> tuple[Dropped, ...]:
    """Return what was taken out without having run, oldest first."""
    return tuple(one for _, one in _reasons(workspace) if isinstance(one, Dropped))


def pause(workspace: Workspace, reason: Paused) -> None:
    """Start nothing more until `resume`. Raises QueueUnwritable."""
    with _in_words(workspace):
        atomic.write_json(folder(workspace) / PAUSED, msgspec.to_builtins(reason))


def paused(workspace: Workspace) -> Paused | None:
    """Return why the queue starts nothing; None when it goes on."""
    read = foreign.read_json(folder(workspace) / PAUSED, Paused)
    return None if isinstance(read, Problem) else read


def resume(workspace: Workspace) -> None:
    """Let a paused queue go on; its runner is to be started. Raises QueueUnwritable."""
    with changing(workspace):
        (folder(workspace) / PAUSED).unlink(missing_ok=True)


def limit(workspace: Workspace) -> int:
    """Return how many Runs may live at once."""
    read = foreign.read_json(folder(workspace) / SETTINGS, Settings)
    found = DEFAULT_LIMIT if isinstance(read, Problem) else read.limit
    return min(max(1, found), MOST_AT_ONCE)


def set_limit(workspace: Workspace, runs: int) -> None:
    """Let so many Runs live at once, 1 to 16. Raises QueueUnwritable, ValueError."""
    if not 1 <= runs <= MOST_AT_ONCE:
        raise ValueError(f"{runs} Runs at once cannot be: give a number from 1 to {MOST_AT_ONCE}")
    with changing(workspace):
        path = folder(workspace) / SETTINGS
        atomic.write_json(path, msgspec.to_builtins(Settings(limit=runs)))


def unwritable(workspace: Workspace, error: OSError) -> QueueUnwritable:
    """Return the error of a queue that cannot be read or written, in words."""
    where = error.filename or folder(workspace)
    return QueueUnwritable(
        f"The queue cannot be used: {where}: {error.strerror or error}. Free some space there "
        "or give yourself write access, then try again."
    )


@contextlib.contextmanager
def _in_words(workspace: Workspace) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise unwritable(workspace, error) from error


def _make(queue: Path) -> None:
    queue.mkdir(parents=True, exist_ok=True)
    ignore = queue / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n")  # also in a Workspace whose own .gitignore is older


def _path(workspace: Workspace, entry_id: str) -> Path:
    if not ENTRY_ID.fullmatch(entry_id):
        raise ValueError(
            f"{entry_id!r} is no entry's id: take one that `robolab-tui queue list` shows"
        )
    return folder(workspace) / f"{entry_id}.json"


def _files(workspace: Workspace) -> list[Path]:
    try:
        names = os.listdir(folder(workspace))
    except (FileNotFoundError, NotADirectoryError):
        return []
    stems = (name.removesuffix(".json") for name in names if name.endswith(".json"))
    return [_path(workspace, stem) for stem in sorted(stems) if ENTRY_ID.fullmatch(stem)]


def _claimed(workspace: Workspace) -> str:
    """Return the id of the entry that is being started; empty: none is. Raises OSError."""
    path = folder(workspace) / STARTING
    return path.read_text().strip() if path.is_file() and has_runner(workspace) else ""


def _reasons(workspace: Workspace) -> list[tuple[Path, Dropped | Problem]]:
    """Return the files of what was dropped, oldest first; before them what cannot be read.

    By time: the numbers of entries begin anew whenever the queue was empty.
    """
    paths = sorted((folder(workspace) / DROPPED).glob("*.json"))
    read = [(path, foreign.read_json(path, Dropped)) for path in paths]
    return sorted(read, key=lambda one: one[1].dropped_s if isinstance(one[1], Dropped) else 0.0)


def _last_number(workspace: Workspace) -> int:
    return max((int(path.stem.partition("-")[0]) for path in _files(workspace)), default=0)
