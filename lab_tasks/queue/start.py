"""Starting an entry whose turn has come: its Recipe is resolved now; its Run names the entry."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from course.model import Course
from lab_tasks import recipes
from lab_tasks.lab import lab_environment
from lab_tasks.lab.lab_environment import Installing, LabEnvironment, Ready
from lab_tasks.queue import allowed, store
from lab_tasks.queue.entries import Paused, PauseKind, QueueEntry
from lab_tasks.queue.queue_folder import changing
from lab_tasks.queue.turn import Start
from lab_tasks.remote import places
from lab_tasks.remote.place import LocalPlace, Place, SshPlace
from lab_tasks.runs.launch import launch
from lab_tasks.runs.launch_errors import LaunchError, RunExists
from lab_tasks.runs.model import Run, RunRequest
from lab_tasks.runs.store import WAITING_FOR_ENVIRONMENT
from lab_tasks.workspace import Workspace

LOCAL = places.LOCAL.name
Launch = Callable[[Workspace, RunRequest, Path, Path | None], Run]


def begin(workspace: Workspace, course: Course, turn: Start, launch: Launch = launch) -> str:
    """Start the entry's Run; return what came of it.

    The entry is dropped where it lacks something, and the queue paused where the next would fail
    as well. Raises QueueUnwritable.
    """
    entry = turn.entry
    member = recipes.Member(seed=entry.seed, group=entry.group, entry=entry.id)
    try:
        request = recipes.resolve(course, turn.day, turn.step, entry.profile, workspace, member)
    except OSError as error:
        return _drop(workspace, entry, f"what it builds on cannot be read: {error}", "Mend it.")
    if isinstance(request, recipes.Missing):
        return _drop(workspace, entry, f"it needs {', '.join(request.what)}", request.remedy)
    try:
        at_home = entry.place == LOCAL  # needs no places.yaml, which may be damaged
        place = places.LOCAL if at_home else places.find_place(workspace, entry.place)
    except places.PlacesDamaged as error:
        return pause(workspace, "place", str(error), "")
    lab = _lab_for(place, workspace)
    if isinstance(lab, lab_environment.Missing):
        return pause(workspace, "lab", lab.why, lab.remedy)
    if isinstance(lab, Installing) and not isinstance(place, LocalPlace):
        return f"{entry.name} waits for {WAITING_FOR_ENVIRONMENT}"
    if not store.claim(workspace, entry.id):
        return f"{entry.name} was taken out"
    begun = ""
    try:
        run = _launch(place, workspace, request, lab, launch)
        begun = entry.id
    except RunExists:
        return f"{entry.name} starts again: another run took its number"
    except LaunchError as error:
        return pause(workspace, "launch", f"{error.why}.", f"{error.remedy}.")
    finally:
        store.unclaim(workspace, begun)
    return f"{entry.name} is {run.id}"


def _lab_for(place: Place, workspace: Workspace) -> LabEnvironment:
    """Return the lab's Python that a Run at this Place needs on this machine."""
    if isinstance(place, SshPlace):
        return lab_environment.Ready(Path(sys.executable), "not needed: the host has its own")
    return lab_environment.find(workspace)


def _launch(
    place: Place,
    workspace: Workspace,
    request: RunRequest,
    lab: Ready | Installing,
    here: Launch,
) -> Run:
    """Launch at a Place; here the child itself waits for a lab that is being installed."""
    if isinstance(place, LocalPlace):
        return here(
            workspace, request, lab.python, lab.lock if isinstance(lab, Installing) else None
        )
    return places.launch_at(place, workspace, request, lab.python)


def _drop(workspace: Workspace, entry: QueueEntry, why: str, remedy: str) -> str:
    with changing(workspace):
        if store.is_waiting(workspace, entry.id):
            store.drop(workspace, entry, f"{entry.name} cannot start: {why}", remedy)
    return f"{entry.name} is dropped: {why}"


def pause(workspace: Workspace, kind: PauseKind, why: str, remedy: str) -> str:
    """Start nothing more until the student lets the queue go on. Raises QueueUnwritable."""
    allowed.pause(workspace, Paused(kind=kind, why=why, remedy=remedy, paused_s=time.time()))
    return f"the queue waits: {why} {remedy}"
