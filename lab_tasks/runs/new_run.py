"""A new Run's folder: claimed, filled, handed to its keeper; or gone again.

A Run's keeper is the process that stands by it: its supervisor here, its attendant elsewhere.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from lab_tasks import atomic, own_module
from lab_tasks.runs import locks
from lab_tasks.runs.launch_errors import KeeperFailed, RunExists, writing
from lab_tasks.runs.model import LAUNCH, LOCK, REQUEST, Launch, Run, RunRequest
from lab_tasks.runs.store import read_run
from lab_tasks.workspace import Workspace

DEADLINE_S = 30.0

StartKeeper = Callable[[Path, int], None]
"""Starts the keeper of the Run in this folder, which holds the lock of this descriptor then."""


def begin(workspace: Workspace, request: RunRequest, asked: Launch, start: StartKeeper) -> Run:
    """Make the folder of a Run, and have `start` start its keeper.

    Raises:
        RunExists: there is a folder of that id.
        RunFolderUnwritable: disk full, no permission, no locks there.

    What `start` raises passes; of the Run nothing is left then.
    """
    folder = workspace.runs_dir / request.id
    with writing(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        _claim(folder)
    try:
        _fill(folder, request, asked, start)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return read_run(folder)


def start_keeper(
    workspace: Workspace, folder: Path, lock: int, module: str, packages: Path, who: str
) -> None:
    """Start the process that holds a Run's lock from now on; `who` it is, in words.

    Raises KeeperFailed.
    """
    # Relative, so that a Workspace may be moved while a Run goes on.
    relative = folder.relative_to(workspace.root)
    try:
        result = subprocess.run(
            own_module.command(module, str(relative), str(lock)),
            cwd=workspace.root,
            env=own_module.environment(packages, outlives_us=True),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            pass_fds=(lock,),
            start_new_session=True,
            timeout=DEADLINE_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        why = f"{who} did not start within {DEADLINE_S:.0f} s"
        remedy = "The machine may be overloaded: try again when it is not"
        raise KeeperFailed(why, remedy) from error
    except OSError as error:
        why = f"{who} could not be started: {error.strerror or error}"
        remedy = f"End other programs that need memory, and look whether {sys.executable} is there"
        raise KeeperFailed(why, remedy) from error
    if result.returncode:
        last = result.stderr.decode(errors="replace").strip().splitlines()[-1:]
        reason = " ".join(last) or f"status {result.returncode}"
        remedy = f"Install robolab-tui again for {sys.executable}, or report this as our fault"
        raise KeeperFailed(f"{who} did not start: {reason}", remedy)


def _claim(folder: Path) -> None:
    try:
        folder.mkdir()
    except FileExistsError as error:
        if not folder.is_dir():
            raise
        why = f"another run took the number of {folder}"
        raise RunExists(why, "Start the step again") from error


def _fill(folder: Path, request: RunRequest, asked: Launch, start: StartKeeper) -> None:
    with writing(folder):
        lock = locks.take(folder / LOCK)  # before the request: a Run that can be seen is alive
    try:
        with writing(folder):
            atomic.write_json(folder / LAUNCH, msgspec.to_builtins(asked))
            atomic.write_json(folder / REQUEST, msgspec.to_builtins(request))
        start(folder, lock)
    finally:
        os.close(lock)  # the keeper holds it now
