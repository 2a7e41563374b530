"""The queue's entries on disk: a file each, changed by one process at a time.

Two apps, the command line and the runner see the same files. An entry is there, or a Run names it;
one that a runner started and was killed before it could say so is taken out by the next runner.
"""

import os
import secrets
import time
from collections.abc import Container, Iterable
from pathlib import Path

import msgspec

from lab_tasks import atomic, foreign
from lab_tasks.problem import Problem
from lab_tasks.queue.allowed import forget_pause
from lab_tasks.queue.entries import ENTRY_ID, Dropped, QueueEntry, not_begun, not_run_since
from lab_tasks.queue.queue_folder import changing, folder, has_runner
from lab_tasks.runs.store import list_runs
from lab_tasks.workspace import Workspace

STARTING = "starting"
"""Holds the id of the entry that the runner is about to start."""
DROPPED = "dropped"
MOST_DROPPED = 50
"""Reasons that are kept; older ones go."""


def add(workspace: Workspace, entries: Iterable[QueueEntry]) -> tuple[QueueEntry, ...]:
    """Put entries at the end, in this order; return them with their ids. Raises QueueUnwritable."""
    with changing(workspace):
        return append(workspace, entries)


def append(workspace: Workspace, entries: Iterable[QueueEntry]) -> tuple[QueueEntry, ...]:
    """Put entries at the end, as `add` does. For who holds `changing`; raises OSError.

    Why the same was dropped before is forgotten.
    """
    added, entries = [], tuple(entries)
    _forget_dropped(workspace, {entry.asked for entry in entries})
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


def yet_to_begin(workspace: Workspace) -> tuple[QueueEntry, ...]:
    """Return what waits and is no Run yet: while one is launched, its entry stays.

    Raises OSError when the folder cannot be read.
    """
    entries = waiting(workspace)  # first: an entry goes when its Run is there
    return not_begun(entries, list_runs(workspace)) if entries else ()


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
    """Take all entries out but one that is being started; return how many.

    A pause is forgotten, and what was dropped. Raises QueueUnwritable.
    """
    with changing(workspace):
        forget_pause(workspace)
        _forget_dropped(workspace)
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


def still_dropped(workspace: Workspace) -> tuple[Dropped, ...]:
    """Return what was dropped and has not run since, oldest first."""
    reasons = dropped(workspace)
    return not_run_since(reasons, list_runs(workspace)) if reasons else ()


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


def _forget_dropped(workspace: Workspace, asked: Container[object] | None = None) -> None:
    """Delete the reasons of what is asked for again; None: all. Raises OSError."""
    for path, one in _reasons(workspace):
        if asked is None or (isinstance(one, Dropped) and one.entry.asked in asked):
            path.unlink()


def _last_number(workspace: Workspace) -> int:
    return max((int(path.stem.partition("-")[0]) for path in _files(workspace)), default=0)
