"""exit.json, for which room is kept from the start: a full disk takes no end from a Run."""

import contextlib
import os
import time
from pathlib import Path

import msgspec

from lab_tasks import atomic
from lab_tasks.runs.model import EXIT, Exit

ROOM = "exit.room"
"""Becomes exit.json where the disk has room for nothing new."""
ROOM_BYTES = 4096
DEADLINE_S = 60.0
"""How long it is tried to write exit.json before it is given up."""


def keep_room(folder: Path) -> None:
    """Take the room that exit.json needs while there is some; nothing when there is none."""
    with contextlib.suppress(OSError):
        (folder / ROOM).write_bytes(b" " * ROOM_BYTES)


def record(folder: Path, end: Exit) -> OSError | None:
    """Write exit.json, trying for a while; nothing when the folder was removed.

    Returns what stood in the way when it was not written.
    """
    deadline = time.monotonic() + DEADLINE_S
    while folder.is_dir():
        try:
            _write(folder, end)
        except OSError as error:
            if time.monotonic() > deadline:
                return error
            time.sleep(1)
        else:
            break
    return None


def _write(folder: Path, end: Exit) -> None:
    try:
        atomic.write_json(folder / EXIT, msgspec.to_builtins(end))
    except OSError:
        if not (folder / ROOM).is_file():
            raise
        _use_room(folder, end)
    with contextlib.suppress(OSError):
        (folder / ROOM).unlink()


def _use_room(folder: Path, end: Exit) -> None:
    with (folder / ROOM).open("r+b") as file:
        file.write(msgspec.json.encode(end) + b"\n")
        file.flush()
        os.fsync(file.fileno())
        # Spaces follow, which JSON allows: to cut them could cost a block on a full disk.
    os.replace(folder / ROOM, folder / EXIT)
    atomic.sync_folder(folder)
