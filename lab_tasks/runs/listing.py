"""RunListing: the Runs of a Workspace, asked for again and again; an ended one is read once."""

import os
import time
from pathlib import Path

from lab_tasks.runs.model import RUN_ID, Run
from lab_tasks.runs.store import RunDamaged, read_run
from lab_tasks.workspace import Workspace

Stamp = tuple[int, int]
SETTLED_NS = 2_000_000_000
"""A folder that changed later than this is read again: two changes may bear the same time."""


class RunListing:
    """For one thread at a time."""

    def __init__(self, workspace: Workspace) -> None:
        self._folder = workspace.runs_dir
        self._ended: dict[str, tuple[Stamp, Run | None]] = {}
        """What has ended, or is no Run, as long as its folder does not change."""

    def read(self) -> tuple[Run, ...]:
        """Return every readable Run, oldest first, as `list_runs` does."""
        stamps = self._stamps()
        self._ended = {name: kept for name, kept in self._ended.items() if name in stamps}
        found = (self._read(name, stamp) for name, stamp in stamps.items())
        runs = (run for run in found if run is not None)
        return tuple(sorted(runs, key=lambda run: (run.request.requested_s, run.id)))

    def _stamps(self) -> dict[str, Stamp]:
        """Return what changes when a file of a Run's folder is made, replaced or removed."""
        try:
            with os.scandir(self._folder) as entries:
                named = [entry for entry in entries if RUN_ID.fullmatch(entry.name)]
        except (FileNotFoundError, NotADirectoryError):
            return {}
        stamps = {}
        for entry in named:
            try:
                status = entry.stat()
            except OSError:
                continue  # removed meanwhile
            stamps[entry.name] = (status.st_mtime_ns, status.st_ino)
        return stamps

    def _read(self, name: str, stamp: Stamp) -> Run | None:
        known = self._ended.get(name)
        if known and known[0] == stamp:
            return known[1]
        run = _read(self._folder / name)
        is_settled = time.time_ns() - stamp[0] > SETTLED_NS
        if run is not None and not run.is_alive and is_settled:
            self._ended[name] = (stamp, run)
        return run


def _read(folder: Path) -> Run | None:
    try:
        return read_run(folder) if folder.is_dir() else None
    except RunDamaged:
        return None
