"""Stopping a Run: a request by file, which its supervisor acts on (INT, then TERM, then KILL)."""

import subprocess
from pathlib import Path

from lab_tasks import own_module
from lab_tasks.runs import locks
from lab_tasks.runs.holders import holders
from lab_tasks.runs.jobs_path import jobs_path
from lab_tasks.runs.model import LOCK, STOP, SUPERVISOR_LOCK, Run, Running, Starting
from lab_tasks.runs.store import read_launch, read_state

ENDER = "lab_tasks.runs.ender"
DEADLINE_S = 30.0


class Unsupervised(Exception):
    """The Run's supervisor was killed, so nobody acts on a request; the text says how to end it."""


def stop(run: Run) -> None:
    """Ask for the end of a Run; one that has ended already is left as it is.

    Returns at once: follow the Run to see it end. Where its supervisor was killed and the system
    proves which processes are the Run's (Linux), another process ends them.

    Raises:
        Unsupervised: the child lives, its supervisor does not, and nothing proves which it is.
        OSError: the request cannot be written into the Run's folder.
    """
    # Looked at afresh here and below: the Run may have ended since `run` was read.
    if not _is_alive(run):
        return
    (run.folder / STOP).touch()
    if locks.is_held(run.folder / SUPERVISOR_LOCK):
        return
    if _is_alive(run):
        if not holders(run.folder / LOCK):
            raise Unsupervised(_how_to_end(run))
        try:
            _start_ender(run.folder)
        except subprocess.TimeoutExpired as error:
            raise Unsupervised(_how_to_end(run)) from error


def _is_alive(run: Run) -> bool:
    return isinstance(read_state(run.folder), Starting | Running)


def _start_ender(folder: Path) -> None:
    """Start the process that ends the Run; when this returns it stands by the Run, or has failed.

    Raises:
        OSError, subprocess.TimeoutExpired: it could not be started.
    """
    subprocess.run(
        own_module.command(ENDER, "."),
        # The Run's folder, so that the Workspace may be moved meanwhile, as with a supervisor.
        cwd=folder,
        env=own_module.environment(jobs_path(), outlives_us=True),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        timeout=DEADLINE_S,
        check=False,
    )


def _how_to_end(run: Run) -> str:
    launch = read_launch(run.folder)
    group = launch.child_pid if launch else None
    if group is None:
        return f"{run.id} lives, its supervisor does not: find its process with `ps` and end it"
    return (
        f"{run.id} lives, but the supervisor that would stop it was killed. Look at the process "
        f"with `ps -p {group} -o args`; if it is this run, end it with `kill -TERM -- -{group}`"
    )
