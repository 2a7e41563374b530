"""Stopping a Run: a request by file, which its supervisor acts on (INT, then TERM, then KILL)."""

from lab_tasks.runs import locks
from lab_tasks.runs.model import STOP, SUPERVISOR_LOCK, Run, Running, Starting
from lab_tasks.runs.store import read_launch, read_state


class Unsupervised(Exception):
    """The Run's supervisor was killed, so nobody acts on a request; the text says how to end it."""


def stop(run: Run) -> None:
    """Ask for the end of a Run; one that has ended already is left as it is.

    Returns at once: follow the Run to see it end.

    Raises:
        Unsupervised: the child lives and its supervisor does not.
        OSError: the request cannot be written into the Run's folder.
    """
    (run.folder / STOP).touch()
    if locks.is_held(run.folder / SUPERVISOR_LOCK):
        return
    # Looked at afresh: the Run may have ended since `run` was read.
    if isinstance(read_state(run.folder), Starting | Running):
        raise Unsupervised(_how_to_end(run))


def _how_to_end(run: Run) -> str:
    launch = read_launch(run.folder)
    group = launch.child_pid if launch else None
    if group is None:
        return f"{run.id} lives, its supervisor does not: find its process with `ps` and end it"
    return (
        f"{run.id} lives, but the supervisor that would stop it was killed. Look at the process "
        f"with `ps -p {group} -o args`; if it is this run, end it with `kill -TERM -- -{group}`"
    )
