"""Launching a Run: room for it, and a detached supervisor that starts the child."""

import os
from pathlib import Path

from lab_tasks.runs import disk
from lab_tasks.runs.boot import boot_id, host
from lab_tasks.runs.jobs_path import jobs_path
from lab_tasks.runs.launch_errors import DiskFull, writing
from lab_tasks.runs.model import Launch, Run, RunRequest
from lab_tasks.runs.new_run import begin, start_keeper
from lab_tasks.runs.stages import GRACE_S
from lab_tasks.workspace import Workspace

SUPERVISOR = "lab_tasks.runs.supervisor"


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
        KeeperFailed: the supervisor ended at once, or did not answer within 30 s.
    """
    _require_room(workspace, request, needed_bytes)
    with writing(workspace.runs_dir / request.id):
        packages = jobs_path()
        asked = Launch(
            python=os.path.abspath(python),
            jobs_path=str(jobs or packages),
            wait_for=os.path.abspath(wait_for) if wait_for else None,
            grace_s=grace_s,
            boot_id=boot_id(),
            host=host(),
            place=place,
        )

    def start(folder: Path, lock: int) -> None:
        start_keeper(workspace, folder, lock, SUPERVISOR, packages, f"the supervisor of {folder}")

    return begin(workspace, request, asked, start)


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
