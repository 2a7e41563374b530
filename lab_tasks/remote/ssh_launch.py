"""Launching a Run on a host over `ssh`: asks first what is there, then leaves it to a mirror."""

from pathlib import Path

from lab_tasks.remote import asking, inputs, ssh
from lab_tasks.remote.asking import HostRefused
from lab_tasks.remote.detached import begin
from lab_tasks.remote.place import SshPlace
from lab_tasks.remote.placed import Placed
from lab_tasks.remote.questions import Look, Seen
from lab_tasks.runs.launch_errors import LaunchError
from lab_tasks.runs.model import Run, RunRequest
from lab_tasks.workspace import Workspace


class HostUnreachable(LaunchError):
    """The host does not answer now."""


class NotReadyThere(LaunchError):
    """The host was reached, and lacks something that the Run needs."""


def launch_over_ssh(place: SshPlace, workspace: Workspace, request: RunRequest) -> Run:
    """Return the Run, whose mirror will copy its inputs to the host and start it there.

    Raises:
        HostUnreachable, NotReadyThere, LaunchError: nothing was made.
    """
    placed = Placed(place=place, inputs=_lacking(place, workspace, request))

    def where(_: Path) -> Placed:
        return placed

    return begin(workspace, request, place.name, where, waiting_for=place.name)


def _lacking(place: SshPlace, workspace: Workspace, request: RunRequest) -> tuple[str, ...]:
    """Return the inputs that must be copied there first."""
    look = Look(
        request=request,
        paths=inputs.paths_read(workspace, request),
        lab_python=place.lab_python,
    )
    try:
        seen = asking.ask(place, look)
    except ssh.Failed as error:
        remedy = f"Try `ssh {place.host}` in another terminal; it must log in without a question"
        raise HostUnreachable(str(error), remedy) from error
    except HostRefused as error:
        raise NotReadyThere(error.why, error.remedy) from error
    if not isinstance(seen, Seen):
        raise NotReadyThere(f"{place.name} gave the wrong answer", asking.INSTALL)
    if seen.missing_paths:
        missing = " and ".join(seen.missing_paths)
        paths = " ".join(map(ssh.quoted, seen.missing_paths))
        remedy = f"Copy it there: rsync -aR {paths} {place.host}:{place.workspace}/"
        raise NotReadyThere(f"{place.name} lacks {missing} in {place.workspace}", remedy)
    try:
        return inputs.to_copy(workspace, request, seen.requests, seen.records)
    except inputs.InputsDiffer as error:
        why = f"{place.name} has another run named {error.run} than the one that is read here"
        remedy = "Give the place a workspace of its own, in which nothing is run by hand"
        raise NotReadyThere(why, remedy) from error
