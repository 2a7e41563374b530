"""What the queue may start: nothing while it is paused, else so many Runs at once."""

import msgspec

from lab_tasks import atomic, foreign
from lab_tasks.problem import Problem
from lab_tasks.queue.entries import DEFAULT_LIMIT, MOST_AT_ONCE, Paused, Settings
from lab_tasks.queue.queue_folder import changing, folder, in_words
from lab_tasks.workspace import Workspace

PAUSED = "paused.json"
SETTINGS = "settings.json"


def pause(workspace: Workspace, reason: Paused) -> None:
    """Start nothing more until `resume`. Raises QueueUnwritable."""
    with in_words(workspace):
        atomic.write_json(folder(workspace) / PAUSED, msgspec.to_builtins(reason))


def paused(workspace: Workspace) -> Paused | None:
    """Return why the queue starts nothing; None when it goes on."""
    read = foreign.read_json(folder(workspace) / PAUSED, Paused)
    return None if isinstance(read, Problem) else read


def resume(workspace: Workspace) -> None:
    """Let a paused queue go on; its runner is to be started. Raises QueueUnwritable."""
    with changing(workspace):
        forget_pause(workspace)


def forget_pause(workspace: Workspace) -> None:
    """Take the pause away. For who holds `changing`; raises OSError."""
    (folder(workspace) / PAUSED).unlink(missing_ok=True)


def limit(workspace: Workspace) -> int:
    """Return how many Runs may live at once."""
    read = foreign.read_json(folder(workspace) / SETTINGS, Settings)
    found = DEFAULT_LIMIT if isinstance(read, Problem) else read.limit
    return min(max(1, found), MOST_AT_ONCE)


def set_limit(workspace: Workspace, runs: int) -> None:
    """Let so many Runs live at once, 1 to 16. Raises QueueUnwritable, ValueError."""
    if not 1 <= runs <= MOST_AT_ONCE:
        raise ValueError(f"{runs} Runs at once cannot be: give a number from 1 to {MOST_AT_ONCE}")
    with changing(workspace):
        path = folder(workspace) / SETTINGS
        atomic.write_json(path, msgspec.to_builtins(Settings(limit=runs)))
