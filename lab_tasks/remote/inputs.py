"""What a Run reads of its Workspace: what a host must have before it can run there."""

from collections.abc import Mapping

from lab_tasks import foreign
from lab_tasks.problem import Problem
from lab_tasks.runs.model import RECORD, REQUEST, RunRequest
from lab_tasks.workspace import Workspace


class InputsDiffer(Exception):
    """The host has another Run of an input's name: nothing may be copied over it."""

    def __init__(self, run: str) -> None:
        self.run = run
        super().__init__(run)


def paths_read(workspace: Workspace, request: RunRequest) -> tuple[str, ...]:
    """Return the paths among the arguments that are in the Workspace and in no input's folder."""
    values = (argument.partition("=")[2] for argument in request.args)
    return tuple(dict.fromkeys(v for v in values if v and _is_own(workspace, request, v)))


def to_copy(
    workspace: Workspace,
    request: RunRequest,
    requests: Mapping[str, str],
    records: Mapping[str, str],
) -> tuple[str, ...]:
    """Return the inputs that the host lacks, given the hashes of what it has of each.

    Raises:
        InputsDiffer: it has a Run of that name which was asked, or made, something else.
    """
    lacking = []
    for run in request.inputs:
        folder = workspace.runs_dir / run
        if requests.get(run) not in (None, foreign.sha256(folder / REQUEST)):
            raise InputsDiffer(run)
        if run not in records:
            lacking.append(run)
        elif records[run] != foreign.sha256(folder / RECORD):
            raise InputsDiffer(run)
    return tuple(lacking)


def _is_own(workspace: Workspace, request: RunRequest, value: str) -> bool:
    path = foreign.inside(workspace.root, value)
    if isinstance(path, Problem) or len(value) > 4096 or not path.exists():
        return False
    inputs = [workspace.runs_dir / run for run in request.inputs]
    return not any(path.is_relative_to(folder) for folder in inputs)
