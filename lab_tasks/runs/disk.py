"""Room on the Workspace's disk: what a Run needs before it starts, and when it runs short."""

import contextlib
import os
from pathlib import Path

from lab_tasks.runs.model import OUTPUT, RunRequest
from lab_tasks.runs.store import list_runs
from lab_tasks.workspace import Workspace

MB = 1_000_000
QUICK_BYTES = 200 * MB
"""A quick training's Checkpoint takes some 15 MB with its optimizer's state."""
FULL_BYTES = 1_000 * MB
"""A full evaluation or data set: videos and pictures."""
FULL_TRAINING_BYTES = 5_000 * MB
"""Until the first Checkpoint tells better: four of ACT's with a ResNet take 2.5 GB."""
CHECKPOINTS = 3
"""How many Checkpoints there must be room for, once the size of one is known."""


def free_bytes(folder: Path) -> int | None:
    """Return what may still be written on the folder's disk; None when that is not known."""
    try:
        status = os.statvfs(folder)
    except OSError:
        return None
    return status.f_bavail * status.f_frsize


def needed_bytes(workspace: Workspace, request: RunRequest) -> int:
    """Return the free space that a Run should find, going by the last one of its kind."""
    same = [
        run
        for run in list_runs(workspace)
        if (run.request.step, run.request.profile) == (request.step, request.profile)
    ]
    sizes = (checkpoint_bytes(run.folder) for run in reversed(same))
    return needed_with(request, next(filter(None, sizes), 0))


def needed_with(request: RunRequest, checkpoint: int) -> int:
    """Return the free space that a Run should find whose Checkpoints take so many bytes.

    `checkpoint`: 0 when that is not known.
    """
    if checkpoint:
        return QUICK_BYTES + CHECKPOINTS * checkpoint
    if request.profile != "full":
        return QUICK_BYTES
    return FULL_TRAINING_BYTES if request.job == "train" else FULL_BYTES


def checkpoint_bytes(folder: Path) -> int:
    """Return the size of the largest Checkpoint of a Run's folder; 0 without any."""
    checkpoints = folder / OUTPUT / "checkpoints"
    with contextlib.suppress(OSError):
        found = [path for path in checkpoints.iterdir() if not path.is_symlink()]
        return max(map(_size_bytes, found), default=0)
    return 0


def warning(folder: Path, needed: int, free: int | None) -> str:
    """Return a sentence when less than half of what a Run needs is free; else nothing."""
    if free is None or free >= needed // 2:
        return ""
    return (
        f"Only {in_words(free)} are free on the disk of {folder.absolute().parent}: free some "
        "space, or this run fails when it next saves something."
    )


def in_words(size_bytes: int) -> str:
    """Return a size as it is read: `620 MB`, `5.0 GB`."""
    megabytes = size_bytes / MB
    return f"{megabytes:.0f} MB" if megabytes < 1000 else f"{megabytes / 1000:.1f} GB"


def _size_bytes(folder: Path) -> int:
    total = 0
    for where, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):  # a trainer replaces what it saves
                total += os.lstat(os.path.join(where, name)).st_size
    return total
