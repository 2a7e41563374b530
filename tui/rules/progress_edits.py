"""Ticks that could not be saved are kept and tried again: a full disk loses nothing."""

from collections import deque
from dataclasses import dataclass
from threading import Lock

from lab_tasks.checks.verdict import Level
from lab_tasks.progress import progress
from lab_tasks.progress.progress import ProgressError
from lab_tasks.workspace import Workspace


@dataclass(frozen=True)
class Tick:
    """Record a Step (full id) as done at a level."""

    step_id: str
    level: Level
    note: str = ""
    asked: str | None = None
    """What the Course asks of it now; None: nobody looked."""


@dataclass(frozen=True)
class Untick:
    """Record a Step (full id) as open again."""

    step_id: str


Edit = Tick | Untick


class ProgressEdits:
    """Edits waiting to be saved, oldest first. For any thread: one saves, others wait for it."""

    def __init__(self, workspace: Workspace) -> None:
        """Begin with nothing to save."""
        self._workspace = workspace
        self._saving = Lock()
        self._waiting: deque[Edit] = deque()

    @property
    def waiting(self) -> tuple[Edit, ...]:
        """What is not saved yet."""
        return tuple(self._waiting)

    def put(self, *edits: Edit) -> None:
        """Take edits, to be saved behind those that wait; never waits itself."""
        self._waiting.extend(edits)

    def save(self) -> ProgressError | None:
        """Save what waits; return what prevents it, None when nothing waits any more."""
        with self._saving:
            while self._waiting:
                try:
                    _save(self._workspace, self._waiting[0])
                except ProgressError as problem:
                    return problem
                self._waiting.popleft()
        return None


def _save(workspace: Workspace, edit: Edit) -> None:
    match edit:
        case Tick(step_id, level, note, asked):
            progress.tick(workspace, step_id, level, note, asked=asked)
        case Untick(step_id):
            progress.untick(workspace, step_id)
