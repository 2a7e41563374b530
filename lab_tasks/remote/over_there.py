"""The host's side: answers one question about its Workspace, the working folder, and ends.

`python -m lab_tasks.remote.over_there` with the question on standard input. A Run that it starts
has the same supervisor as any other of this host, and depends on no connection.
"""

import contextlib
import os
import sys
from pathlib import Path

import msgspec

from lab_tasks import foreign
from lab_tasks.lab import lab_environment
from lab_tasks.problem import Problem
from lab_tasks.remote.questions import (
    ANSWER,
    FORMAT,
    MARK,
    MISSING,
    QUESTION,
    Look,
    Refused,
    Seen,
    Start,
    State,
    Stop,
    Told,
)
from lab_tasks.runs import stop as stopping
from lab_tasks.runs.checkpoints import last_complete_checkpoint
from lab_tasks.runs.launch import launch
from lab_tasks.runs.launch_errors import LaunchError
from lab_tasks.runs.model import RECORD, REQUEST, RUN_ID, Lost, Run, RunRequest, Starting
from lab_tasks.runs.store import RunDamaged, read_run
from lab_tasks.version import version
from lab_tasks.workspace import Workspace

LARGEST_QUESTION_BYTES = 4_000_000


def main() -> None:
    """Answer the question on standard input, on one line of standard output."""
    answer = answer_text(Workspace(Path.cwd()), sys.stdin.buffer.read(LARGEST_QUESTION_BYTES))
    sys.stdout.write(f"\n{MARK}{msgspec.json.encode(answer).decode()}\n")


def answer_text(workspace: Workspace, given: bytes) -> ANSWER:
    """Return the answer to a question as it came."""
    try:
        question = msgspec.json.decode(given, type=QUESTION)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        why = f"the robolab-tui there does not understand the one here: {error}"
        return Refused(why=why, remedy="Install the same version on both")
    return answer_to(workspace, question)


def answer_to(workspace: Workspace, question: QUESTION) -> ANSWER:
    """Do what is asked and return the answer."""
    if question.format != FORMAT:
        why = f"robolab-tui {version()} there speaks another language than the one here"
        return Refused(why=why, remedy="Install the same version on both")
    match question:
        case Look():
            return _look(workspace, question)
        case Start():
            return _start(workspace, question)
        case State(run=run):
            return _state(workspace, run)
        case Stop(run=run):
            return _stop(workspace, run)


def _look(workspace: Workspace, question: Look) -> ANSWER:
    request = question.request
    python = _lab_python(workspace, question.lab_python)
    if isinstance(python, Refused):
        return python
    there = _find(workspace, request.id)
    if isinstance(there, Refused):
        return there
    if there is not None and not _is_same(there.request, request):
        return _other_run(request)
    workspace.runs_dir.mkdir(parents=True, exist_ok=True)  # rsync makes only the last folder
    missing = (p for p in question.paths if isinstance(_inside(workspace, p), Problem))
    return Seen(
        version=version(),
        requests=_hashes(workspace, request.inputs, REQUEST),
        records=_hashes(workspace, request.inputs, RECORD),
        missing_paths=tuple(missing),
    )


def _hashes(workspace: Workspace, runs: tuple[str, ...], name: str) -> dict[str, str]:
    hashes = {run: foreign.sha256(workspace.runs_dir / run / name) for run in runs}
    return {run: sha256 for run, sha256 in hashes.items() if isinstance(sha256, str)}


def _start(workspace: Workspace, question: Start) -> ANSWER:
    request = question.request
    there = _find(workspace, request.id)
    if isinstance(there, Refused):
        return there
    if there is not None:
        return _told(there) if _is_same(there.request, request) else _other_run(request)
    python = _lab_python(workspace, question.lab_python)
    if isinstance(python, Refused):
        return python
    try:
        run = launch(workspace, request, python)
    except LaunchError as error:
        return Refused(why=error.why, remedy=error.remedy)
    return msgspec.structs.replace(_told(run), is_new=True, python=str(python))


def _state(workspace: Workspace, run: str) -> ANSWER:
    there = _find(workspace, run)
    if isinstance(there, Refused) or there is None or there.is_alive:
        return there if isinstance(there, Refused) else _told(there)
    found = last_complete_checkpoint(there)
    named = found.config_path.parents[1].name if found else ""
    return msgspec.structs.replace(_told(there), checkpoint=named)


def _stop(workspace: Workspace, run: str) -> ANSWER:
    there = _find(workspace, run)
    if isinstance(there, Refused) or there is None:
        return there or _told(None)
    try:
        stopping.stop(there)
    except (stopping.Unsupervised, OSError) as error:
        return Refused(why=str(error), remedy="Log in there and do it by hand")
    return _told(there)


def _find(workspace: Workspace, run: str) -> Run | Refused | None:
    folder = workspace.runs_dir / run
    if not RUN_ID.fullmatch(run) or not folder.is_dir():
        return None
    try:
        return read_run(folder)
    except RunDamaged as damaged:
        return Refused(why=damaged.why, remedy=damaged.remedy)


def _told(run: Run | None) -> Told:
    if run is None:
        return Told(state=MISSING, why="its folder is not there any more")
    state = run.state
    why = state.why if isinstance(state, Lost) else ""
    why = state.waiting_for if isinstance(state, Starting) else why
    return Told(state=type(state).__name__, why=why)


def _lab_python(workspace: Workspace, asked: str | None) -> Path | Refused:
    if asked is not None:
        path = Path(asked).expanduser()
        if os.access(path, os.X_OK):
            return path
        return Refused(why=f"there is no lab's Python at {asked}", remedy="Correct lab_python")
    found = lab_environment.find(workspace)
    if isinstance(found, lab_environment.Ready):
        return found.python
    if isinstance(found, lab_environment.Installing):
        return Refused(why="the lab's Python is being installed there", remedy="Wait for its end")
    return Refused(why=found.why.rstrip("."), remedy=f"On that host: {found.remedy.rstrip('.')}")


def _inside(workspace: Workspace, path: str) -> Path | Problem:
    found = foreign.inside(workspace.root, path)
    if isinstance(found, Path) and not found.exists():
        return Problem("not there")
    return found


def _is_same(there: RunRequest, here: RunRequest) -> bool:
    return msgspec.json.encode(there) == msgspec.json.encode(here)


def _other_run(request: RunRequest) -> Refused:
    return Refused(
        why=f"it has another run named {request.id}",
        remedy="Give the place a workspace of its own, in which nothing is run by hand",
    )


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        main()
