"""Starting the process that stands by a Run which lives elsewhere, and starting it again.

It holds the same two locks as a supervisor does, so that every rule about a Run's state, and about
stopping it, holds here unchanged.
"""

import os
from collections.abc import Callable
from pathlib import Path

import msgspec

from lab_tasks import own_module
from lab_tasks.remote import vouching
from lab_tasks.remote.placed import PLACED, THERE, Placed, read_placed, write_placed
from lab_tasks.runs import locks, new_run
from lab_tasks.runs.launch_errors import LaunchError, writing
from lab_tasks.runs.model import EXIT, LOCK, RUN_ID, Launch, Run, RunRequest
from lab_tasks.runs.store import RunDamaged, read_run
from lab_tasks.workspace import Workspace

ATTENDANT = "lab_tasks.remote.attendant"


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
        LaunchError: nothing of the Run is left; neither is after what `place` raises, which passes.
    """
    asked = Launch(python="", jobs_path="", waiting_for=waiting_for, place=name)

    def start(folder: Path, lock: int) -> None:
        _attend(workspace, folder, place(folder), lock)

    return new_run.begin(workspace, request, asked, start)


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
    take `new_run.DEADLINE_S` for each of them.
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


def _attend(workspace: Workspace, folder: Path, placed: Placed, lock: int) -> None:
    """Start the first attendant of a Run, which is known as ours from now on, or not at all."""
    with writing(folder):
        token = vouching.vouch()
    try:
        with writing(folder):
            write_placed(folder, msgspec.structs.replace(placed, token=token))
        _start(workspace, folder, lock)
    except BaseException:
        vouching.forget(token)
        raise


def _start(workspace: Workspace, folder: Path, lock: int) -> None:
    who = f"the process that follows {folder.name}"
    new_run.start_keeper(workspace, folder, lock, ATTENDANT, own_module.PACKAGES, who)
