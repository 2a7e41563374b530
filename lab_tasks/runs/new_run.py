"""A new Run's folder: claimed, filled, handed to the process that stands by it; or gone again."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from lab_tasks import atomic, own_module
from lab_tasks.runs import locks
from lab_tasks.runs.model import LAUNCH, LOCK, REQUEST, Launch, Run, RunRequest
from lab_tasks.runs.store import read_run
from lab_tasks.workspace import Workspace

DEADLINE_S = 30.0
REMEDIES = {
    errno.ENOSPC: "Free some space on that disk, then start the step again",
    errno.EDQUOT: "Free some of your quota there, then start the step again",
    errno.EROFS: "The file system is read-only: use a workspace elsewhere",
    errno.EACCES: "Give yourself write access to that folder, or use a workspace elsewhere",
    errno.ENOLCK: "That file system has no locks: use a workspace on a local disk",
}


class LaunchError(Exception):
    """A Run could not be launched, and nothing of it is left. `why` and where, and the `remedy`."""

    def __init__(self, why: str, remedy: str) -> None:
        self.why, self.remedy = why, remedy
        super().__init__(why, remedy)

    def __str__(self) -> str:
        return f"{self.why}. {self.remedy}."


class RunExists(LaunchError):
    """The id was claimed by another Run in the meantime: resolve the Recipe again."""


class DiskFull(LaunchError):
    """The disk has less room than a Run of that kind needs. Nothing was made."""


class RunFolderUnwritable(LaunchError):
    """The Run's folder cannot be written."""


class SupervisorFailed(LaunchError):
    """The supervisor did not start: a fault of this installation."""


def begin(
    workspace: Workspace, request: RunRequest, asked: Launch, watch: Callable[[Path, int], None]
) -> Run:
    """Make the folder of a Run, and have `watch(folder, lock)` start who stands by it.

    Raises:
        RunExists: there is a folder of that id.
        RunFolderUnwritable: disk full, no permission, no locks there.

    What `watch` raises passes; of the Run nothing is left then.
    """
    folder = workspace.runs_dir / request.id
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir()
    except FileExistsError as error:
        raise _refused(folder, error) from error
    except OSError as error:
        raise unwritable(folder, error) from error
    try:
        _fill(folder, request, asked, watch)
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise unwritable(folder, error) from error
        raise
    return read_run(folder)


def start_watcher(
    workspace: Workspace, folder: Path, lock: int, module: str, packages: Path, who: str
) -> None:
    """Start the process that holds a Run's lock from now on; `who` it is, in words.

    Raises SupervisorFailed, OSError.
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
        raise SupervisorFailed(why, remedy) from error
    if result.returncode:
        last = result.stderr.decode(errors="replace").strip().splitlines()[-1:]
        reason = " ".join(last) or f"status {result.returncode}"
        remedy = f"Install robolab-tui again for {sys.executable}, or report this as our fault"
        raise SupervisorFailed(f"{who} did not start: {reason}", remedy)


def unwritable(folder: Path, error: OSError) -> RunFolderUnwritable:
    """Return the error of a Run's folder that cannot be made, in words."""
    remedy = REMEDIES.get(error.errno or 0, "Look at that path, then start the step again")
    why = f"cannot start {folder.name}: {error.filename or folder}: {error.strerror or error}"
    return RunFolderUnwritable(why, remedy)


def _fill(
    folder: Path, request: RunRequest, asked: Launch, watch: Callable[[Path, int], None]
) -> None:
    lock = locks.take(folder / LOCK)  # before the request: a Run that can be seen is alive
    try:
        atomic.write_json(folder / LAUNCH, msgspec.to_builtins(asked))
        atomic.write_json(folder / REQUEST, msgspec.to_builtins(request))
        watch(folder, lock)
    finally:
        os.close(lock)  # who stands by the Run holds it now


def _refused(folder: Path, error: OSError) -> LaunchError:
    if folder.is_dir():
        return RunExists(f"another run took the number of {folder}", "Start the step again")
    return unwritable(folder, error)
