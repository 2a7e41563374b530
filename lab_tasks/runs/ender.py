"""Ends a Run whose supervisor was killed: acts on its stop file, and writes that it was stopped.

Started by `stop` as `python -m lab_tasks.runs.ender .`, detached, in the Run's folder. It did not
start the child and cannot wait for it, so it signals only processes that prove themselves the
Run's: those that hold its lock (`holders`).
"""

import os
import sys
import time
from pathlib import Path

from lab_tasks.runs import exit_file, locks
from lab_tasks.runs.holders import send_to_holders
from lab_tasks.runs.model import LOCK, RECORD, SUPERVISOR_LOCK, Exit, Launch
from lab_tasks.runs.stages import GRACE_S, STAGES, Stages
from lab_tasks.runs.store import read_exit, read_launch

POLL_S = 0.05
PATIENCE_S = 1.0
"""Who looks whether a lock is held takes it for a moment; who holds it longer is a supervisor."""


def main(folder: Path) -> None:
    """Detach and end the Run, unless somebody else stands by it. Returns in the first process once.

    Raises:
        OSError: the folder cannot be written.
    """
    if not _take_over(folder / SUPERVISOR_LOCK):
        return
    if os.fork():
        os._exit(0)  # tells `stop` that somebody acts on it
    os.setsid()
    launch = read_launch(folder)
    end_holders(folder / LOCK, launch.grace_s if launch else GRACE_S)
    if not locks.is_held(folder / LOCK):
        record(folder, launch)


def end_holders(lock: Path, grace_s: float) -> None:
    """Signal all that hold the Run's lock, stage by stage, until nobody does or nothing helps."""
    stages = Stages(grace_s)
    deadline = time.monotonic() + len(STAGES) * grace_s + PATIENCE_S
    while locks.is_held(lock) and time.monotonic() < deadline:
        if number := stages.due():
            send_to_holders(lock, number)
        time.sleep(POLL_S)


def record(folder: Path, launch: Launch | None) -> None:
    """Write that the Run was stopped, unless it had come to its end before."""
    # A job writes its record last and only when it has succeeded.
    if read_exit(folder) is None and not (folder / RECORD).exists():
        now = time.time()
        started_s = launch.started_s if launch else None
        end = Exit(stop_requested=True, started_s=started_s or now, ended_s=now)
        exit_file.record(folder, end)


def _take_over(lock: Path) -> bool:
    deadline = time.monotonic() + PATIENCE_S
    while locks.try_to_take(lock) is None:
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_S)
    return True


if __name__ == "__main__":
    main(Path(sys.argv[1]))
