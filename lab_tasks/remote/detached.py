"""Starting the process that stands by a Run which lives elsewhere, and starting it again.

It holds the same two locks as a supervisor does, so that every rule about a Run's state, and about
stopping it, holds here unchanged.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from lab_tasks import atomic
from lab_tasks.remote import vouching
from lab_tasks.remote.placed import PLACED, THERE, Placed, read_placed, write_placed
from lab_tasks.runs import locks
from lab_tasks.runs.jobs_path import PACKAGE
from lab_tasks.runs.launch import LaunchError, RunExists, RunFolderUnwritable, SupervisorFailed
from lab_tasks.runs.model import EXIT, LAUNCH, LOCK, REQUEST, RUN_ID, Launch, Run, RunRequest
from lab_tasks.runs.store import RunDamaged, read_run
from lab_tasks.workspace import Workspace

ATTENDANT = "lab_tasks.remote.attendant"
DEADLINE_S = 30.0


class NotElsewhere(Exception):
    """A Run that cannot be attended again: it lives here, has ended, or is attended already."""


def begin(
    workspace: Workspace,
    request: RunRequest,
    name: str,
    place: Callable[[Path], Placed],
    waiting_for: str,
) -> Run:
    """Make a Run's folder, find it a place by `place(folder)`, and start its attendant.

    `name` is the Place's.

    Raises:
        LaunchError: also whatever `place` raises; nothing of the Run is left.
    """
    folder = workspace.runs_dir / request.id
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir()
    except FileExistsError as error:
        why = f"another run took the number of {folder}"
        raise RunExists(why, "Start the step again") from error
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        launch = Launch(python="", jobs_path="", waiting_for=waiting_for, place=name)
        _fill(workspace, folder, request, launch, place)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise _unwritable(folder, error) from error
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return read_run(folder)


def reattach(workspace: Workspace, run: Run) -> Run:
    """Start the attendant of a Run again, after it was killed or this machine restarted.

    Raises:
        NotElsewhere: there is nothing to attend.
        LaunchError: it did not start.
    """
    if not needs_attendant(run.folder):
        raise NotElsewhere(
            f"{run.id} needs nobody: it was not sent from here, is followed, or has ended"
        )
    lock = locks.try_to_take(run.folder / LOCK)
    if lock is None:
        raise NotElsewhere(f"{run.id} is attended already")
    try:
        _start(workspace, run.folder, lock)
    finally:
        os.close(lock)
    return read_run(run.folder)


def needs_attendant(folder: Path) -> bool:
    """Whether a Run that we began elsewhere has no recorded end, and nobody follows it."""
    placed = read_placed(folder)
    if placed is None or not vouching.is_known(placed.token) or os.path.lexists(folder / EXIT):
        return False
    return not locks.is_held(folder / LOCK)


def reattach_all(workspace: Workspace) -> tuple[Run, ...]:
    """Attend every Run that lives elsewhere again; one that cannot be is left as it is.

    Raises nothing: a Run left as it is says Lost, and the next start of the app tries again. It may
    take DEADLINE_S for each of them.
    """
    attended = []
    for folder in _placed(workspace):
        try:
            if needs_attendant(folder):
                attended.append(reattach(workspace, read_run(folder)))
        except (NotElsewhere, LaunchError, RunDamaged, OSError):
            continue
    return tuple(attended)


def _placed(workspace: Workspace) -> list[Path]:
    """Return the folders of Runs that say where else they live; none when nobody may look."""
    try:
        found = [path.parents[1] for path in workspace.runs_dir.glob(f"*/{THERE}/{PLACED}")]
    except OSError:
        return []
    return sorted(folder for folder in found if RUN_ID.fullmatch(folder.name))


def _fill(
    workspace: Workspace,
    folder: Path,
    request: RunRequest,
    launch: Launch,
    place: Callable[[Path], Placed],
) -> None:
    lock = locks.take(folder / LOCK)  # before the request: a Run that can be seen is alive
    try:
        atomic.write_json(folder / LAUNCH, msgspec.to_builtins(launch))
        atomic.write_json(folder / REQUEST, msgspec.to_builtins(request))
        _attend(workspace, folder, place(folder), lock)
    finally:
        os.close(lock)  # the attendant holds it now


def _attend(workspace: Workspace, folder: Path, placed: Placed, lock: int) -> None:
    """Start the first attendant of a Run, which is known as ours from now on, or not at all."""
    token = vouching.vouch()
    try:
        write_placed(folder, msgspec.structs.replace(placed, token=token))
        _start(workspace, folder, lock)
    except BaseException:
        vouching.forget(token)
        raise


def _start(workspace: Workspace, folder: Path, lock: int) -> None:
    relative = folder.relative_to(workspace.root)
    command = [sys.executable, "-P", "-m", ATTENDANT, str(relative), str(lock)]
    try:
        done = subprocess.run(
            command,
            cwd=workspace.root,
            env=os.environ | {"PYTHONPATH": str(PACKAGE.parent)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            pass_fds=(lock,),
            start_new_session=True,
            timeout=DEADLINE_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        why = f"the process that follows {folder.name} did not start within {DEADLINE_S:.0f} s"
        raise SupervisorFailed(why, "The machine may be overloaded: try again later") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise SupervisorFailed(
            f"the process that follows {folder.name} did not start: {' '.join(said)}",
            f"Install robolab-tui again for {sys.executable}, or report this as our fault",
        )


def _unwritable(folder: Path, error: OSError) -> RunFolderUnwritable:
    why = f"cannot start {folder.name}: {error.filename or folder}: {error.strerror or error}"
    return RunFolderUnwritable(why, "Look at that path, then start the step again")
