"""Launching a Run: its folder, its files, and a detached supervisor that starts the child."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec

from lab_tasks import atomic
from lab_tasks.runs import disk, locks
from lab_tasks.runs.boot import boot_id, host
from lab_tasks.runs.jobs_path import jobs_path
from lab_tasks.runs.model import LAUNCH, LOCK, REQUEST, Launch, Run, RunRequest
from lab_tasks.runs.stages import GRACE_S
from lab_tasks.runs.store import read_run
from lab_tasks.workspace import Workspace

__all__ = [
    "DiskFull",
    "LaunchError",
    "RunExists",
    "RunFolderUnwritable",
    "SupervisorFailed",
    "launch",
]

SUPERVISOR = "lab_tasks.runs.supervisor"
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


def launch(
    workspace: Workspace,
    request: RunRequest,
    python: Path,
    wait_for: Path | None = None,
    *,
    jobs: Path | None = None,
    grace_s: float = GRACE_S,
    needed_bytes: int | None = None,
    place: str = "",
) -> Run:
    """Start a Run that outlives this process and return it as soon as its supervisor is on its way.

    `python` is the lab's interpreter; the child starts when the lock file `wait_for` is free.
    `jobs` takes the place of `jobs_path()`; `grace_s` is the time between the stages of a stop;
    `needed_bytes` is the free space without which nothing is started, when it is known better.
    `place` names the Place for which the child only stands in; empty: the work is done here.

    Raises:
        DiskFull: less is free than the Run needs.
        RunExists: there is a folder of that id.
        RunFolderUnwritable: disk full, no permission, no locks there.
        SupervisorFailed: the supervisor ended at once, or did not answer within 30 s.
    """
    folder = workspace.runs_dir / request.id
    _require_room(workspace, request, needed_bytes)
    try:
        asked = Launch(
            python=os.path.abspath(python),
            jobs_path=str(jobs or jobs_path()),
            wait_for=os.path.abspath(wait_for) if wait_for else None,
            grace_s=grace_s,
            boot_id=boot_id(),
            host=host(),
            place=place,
        )
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir()
    except FileExistsError as error:
        raise _refused(folder, error) from error
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        _fill_and_start(workspace, folder, request, asked)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return read_run(folder)


def _require_room(workspace: Workspace, request: RunRequest, needed: int | None) -> None:
    if needed is None:
        needed = disk.needed_bytes(workspace, request)
    free = disk.free_bytes(workspace.root)
    if free is None or free >= needed:
        return
    short = disk.in_words(needed - free)
    other = ", or use the quick profile" if request.profile == "full" else ""
    raise DiskFull(
        f"{disk.in_words(free)} are free on the disk of {workspace.root}, "
        f"and {request.title!r} needs {disk.in_words(needed)}",
        f"Free {short} there{other}, then start the step again",
    )


def _fill_and_start(workspace: Workspace, folder: Path, request: RunRequest, asked: Launch) -> None:
    try:
        lock = locks.take(folder / LOCK)  # before the request: a Run that can be seen is alive
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        atomic.write_json(folder / LAUNCH, msgspec.to_builtins(asked))
        atomic.write_json(folder / REQUEST, msgspec.to_builtins(request))
        _start_supervisor(workspace, folder, lock)
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        os.close(lock)  # the supervisor holds it now


def _start_supervisor(workspace: Workspace, folder: Path, lock: int) -> None:
    try:
        result = subprocess.run(
            # -P: the working folder is the student's, and no place to import from.
            [
                sys.executable,
                "-P",
                "-m",
                SUPERVISOR,
                str(_inside(workspace, folder)),
                str(lock),
            ],
            cwd=workspace.root,
            env=os.environ | {"PYTHONPATH": str(jobs_path())},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            pass_fds=(lock,),
            start_new_session=True,
            timeout=DEADLINE_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        why = f"the supervisor of {folder} did not start within {DEADLINE_S:.0f} s"
        remedy = "The machine may be overloaded: try again when it is not"
        raise SupervisorFailed(why, remedy) from error
    if result.returncode:
        last = result.stderr.decode(errors="replace").strip().splitlines()[-1:]
        reason = " ".join(last) or f"status {result.returncode}"
        raise SupervisorFailed(
            f"the supervisor of {folder} did not start: {reason}",
            f"Install robolab-tui again for {sys.executable}, or report this as our fault",
        )


def _inside(workspace: Workspace, folder: Path) -> Path:
    # Relative, so that a Workspace may be moved while a Run goes on.
    return folder.relative_to(workspace.root)


def _refused(folder: Path, error: OSError) -> LaunchError:
    if folder.is_dir():
        return RunExists(f"another run took the number of {folder}", "Start the step again")
    return _unwritable(folder, error)


def _unwritable(folder: Path, error: OSError) -> RunFolderUnwritable:
    remedy = REMEDIES.get(error.errno or 0, "Look at that path, then start the step again")
    why = f"cannot start {folder.name}: {error.filename or folder}: {error.strerror or error}"
    return RunFolderUnwritable(why, remedy)
