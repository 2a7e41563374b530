"""Runs as their folders show them: state is worked out from disk each time, never remembered."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path

from msgspec import structs

from lab_tasks import foreign
from lab_tasks.problem import Problem
from lab_tasks.runs import locks
from lab_tasks.runs.lost import is_of_earlier_start, why_lost
from lab_tasks.runs.model import (
    CONTEXT,
    EXIT,
    FORMAT,
    LAUNCH,
    LOCK,
    METRICS,
    RECORD,
    REQUEST,
    RUN_ID,
    SUPERVISOR_LOCK,
    Exit,
    Finished,
    Killed,
    Launch,
    Lost,
    Run,
    Running,
    RunRequest,
    RunState,
    Starting,
    Stopped,
)
from lab_tasks.sanitise import clean_line
from lab_tasks.workspace import Workspace

WAITING_FOR_ENVIRONMENT = "the lab's Python, which is being installed"


class RunDamaged(Exception):
    """A Run's folder whose request cannot be read; names the file, what is wrong, the remedy."""

    def __init__(self, folder: Path, why: str) -> None:
        self.folder = folder
        self.why = why
        self.remedy = (
            f"restore it with `git checkout -- {folder / REQUEST}` if it was committed, "
            "or move the folder elsewhere and run the step again"
        )
        super().__init__(f"{folder / REQUEST}: {why}. To mend it: {self.remedy}.")


@dataclass(frozen=True)
class DamagedRun:
    """A folder that bears a Run's name and cannot be read as one."""

    folder: Path
    why: str
    remedy: str


def list_runs(workspace: Workspace) -> tuple[Run, ...]:
    """Return every readable Run, oldest first; `list_damaged` names the others."""
    runs = [run for run in map(_try_read, _folders(workspace)) if isinstance(run, Run)]
    return tuple(sorted(runs, key=lambda run: (run.request.requested_s, run.id)))


def list_damaged(workspace: Workspace) -> tuple[DamagedRun, ...]:
    """Return the folders whose request cannot be read, except one that is just being made."""
    read = map(_try_read, _folders(workspace))
    return tuple(
        DamagedRun(bad.folder, bad.why, bad.remedy)
        for bad in read
        if isinstance(bad, RunDamaged) and not _is_being_made(bad.folder)
    )


def read_run(folder: Path) -> Run:
    """Read one Run.

    Raises:
        RunDamaged: its request is missing, is no request, or names another folder.
    """
    request = _read_request(folder)
    return Run(folder=folder, request=request, state=read_state(folder))


def new_run_id(workspace: Workspace, step: str) -> str:
    """Return the next free id `<step>-NN` for a Step's full id; making the folder claims it."""
    stem = step.rpartition("/")[2]
    taken = [_number(folder.name, stem) for folder in _folders(workspace)]
    return f"{stem}-{max(taken, default=0) + 1:02d}"


def read_state(folder: Path) -> RunState:
    """Work out the state: exit.json, else a held lock, else Lost (or done, by its record)."""
    ended = _read_end(folder)
    if ended is not None:
        return ended
    try:
        # Who stands by a Run holds a lock until the end is written, also when the Run is over.
        is_alive = locks.is_held(folder / LOCK) or locks.is_held(folder / SUPERVISOR_LOCK)
    except OSError as error:
        return Lost(f"{LOCK} cannot be looked at: {error.strerror}")
    launch = read_launch(folder)
    if is_alive and not (launch and is_of_earlier_start(launch)):
        return _alive(folder, launch)
    # The supervisor may have written exit.json and gone between the two looks above.
    return _read_end(folder) or _unseen_end(folder, launch)


def read_launch(folder: Path) -> Launch | None:
    """Return where and how the Run was started; None when this machine does not know."""
    launch = foreign.read_json(folder / LAUNCH, Launch)
    return None if isinstance(launch, Problem) else launch


def read_exit(folder: Path) -> Exit | Problem | None:
    """Return how the child ended; None when nobody has written it, a Problem when it is damaged."""
    path = folder / EXIT
    return foreign.read_json(path, Exit) if os.path.lexists(path) else None


def _folders(workspace: Workspace) -> list[Path]:
    if not workspace.runs_dir.is_dir():
        return []
    found = (entry for entry in workspace.runs_dir.iterdir() if RUN_ID.fullmatch(entry.name))
    return sorted(entry for entry in found if entry.is_dir())


def _try_read(folder: Path) -> Run | RunDamaged:
    try:
        return read_run(folder)
    except RunDamaged as damaged:
        return damaged


def _read_request(folder: Path) -> RunRequest:
    request = foreign.read_json(folder / REQUEST, RunRequest)
    if isinstance(request, Problem):
        raise RunDamaged(folder, request.what)
    if request.format > FORMAT:
        raise RunDamaged(folder, f"it was written by a newer robolab-tui (format {request.format})")
    if request.id != folder.name:
        raise RunDamaged(folder, f"it belongs to a run named {request.id!r}, not to this folder")
    return request


def _is_being_made(folder: Path) -> bool:
    try:
        return locks.is_held(folder / LOCK)
    except OSError:
        return False


def _number(name: str, stem: str) -> int:
    digits = name.removeprefix(f"{stem}-")
    return int(digits) if name.startswith(f"{stem}-") and digits.isdecimal() else 0


def _read_end(folder: Path) -> RunState | None:
    end = read_exit(folder)
    if isinstance(end, Problem):
        return Lost(end.what)
    return _end_state(end) if end else None


def _end_state(end: Exit) -> RunState:
    if end.code == 0:
        return Finished(0, end.ended_s)  # also when a stop came too late
    if end.stop_requested:
        return Stopped(end.ended_s)
    if end.signal is not None:
        is_proved = end.signal == signal.SIGKILL and end.out_of_memory is True
        return Killed(end.signal, end.ended_s, out_of_memory=is_proved)
    if end.code is not None:
        return Finished(end.code, end.ended_s)
    return Lost(f"{EXIT} tells neither a status nor a signal")


def _alive(folder: Path, launch: Launch | None) -> RunState:
    if launch and launch.wait_for and launch.started_s is None:
        return Starting(waiting_for=WAITING_FOR_ENVIRONMENT)
    found = [path for path in (folder / CONTEXT, folder / METRICS) if path.is_file()]
    if not found:
        return Starting(clean_line(launch.waiting_for) if launch else "")
    started_s = launch.started_s if launch else None
    running = Running(started_s or min(path.stat().st_mtime for path in found))
    if locks.is_held(folder / SUPERVISOR_LOCK):
        return running
    # It may have ended between the looks, its supervisor having gone in good order.
    return _read_end(folder) or structs.replace(running, is_supervised=False)


def _unseen_end(folder: Path, launch: Launch | None) -> Finished | Lost:
    """Judge a Run that nothing is alive of and whose end nobody wrote.

    A job writes its record last and only when it has succeeded, so the record stands for the exit
    that a killed supervisor could not write.
    """
    record = folder / RECORD
    if record.is_file():
        return Finished(0, record.stat().st_mtime)
    return Lost(why_lost(folder, launch))
