"""Following a Run wherever it lives: what is known of one elsewhere, and whether news can come."""

from collections.abc import Callable
from dataclasses import replace

from lab_tasks.remote.placed import THERE, read_link
from lab_tasks.runs.follow import Follower, Update
from lab_tasks.runs.model import Run
from lab_tasks.sanitise import clean_line


def poll_of(run: Run) -> Callable[[], Update]:
    """Return what tells how the Run stands, each time anew. For one thread at a time."""
    follower = Follower(run.folder)
    if not (run.folder / THERE).is_dir():
        return follower.poll
    return lambda: _with_connection(run, follower.poll())


def _with_connection(run: Run, update: Update) -> Update:
    """Say that nothing comes from there now; its silence is then no sign of a stall."""
    link = read_link(run.folder)
    if link is None or not link.problem or not update.is_alive:
        return update
    note = clean_line(f"{link.place}: {link.problem}", 400)
    alarms = tuple(alarm for alarm in update.alarms if alarm.kind != "stalled")
    return replace(update, notes=(*update.notes, note), alarms=alarms)
