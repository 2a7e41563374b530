"""Messages that workers post. Those that may be merged carry absolute state, never a change."""

from __future__ import annotations  # the first frame does not wait for what only types need

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from course.model import Profile
    from lab_tasks.evidence.records import Record
    from lab_tasks.lab.lab_environment import LabEnvironment
    from lab_tasks.problem import Problem
    from lab_tasks.progress.progress import ProgressDamaged, ProgressError, StepProgress
    from lab_tasks.queue.entries import Dropped, Paused, QueueEntry
    from lab_tasks.runs.alarms import Alarm
    from lab_tasks.runs.checkpoints import CheckpointFound
    from lab_tasks.runs.follow import Update
    from lab_tasks.runs.model import Run
    from tui.rules.lab_state import Results
    from tui.rules.progress_edits import Edit
    from tui.rules.resuming import ResumeOffer
    from tui.rules.start_outcome import StartOutcome


class RunsRead(Message, bubble=False):
    """All Runs of the Workspace, as their folders show them now."""

    def __init__(self, runs: tuple[Run, ...]) -> None:
        """Carry the Runs, oldest first."""
        super().__init__()
        self.runs = runs

    def can_replace(self, message: Message) -> bool:
        """A newer list makes an older one needless."""
        return isinstance(message, RunsRead)


class ProgressRead(Message, bubble=False):
    """The progress file, as it is now."""

    def __init__(self, profile: Profile, steps: Mapping[str, StepProgress]) -> None:
        """Carry the Profile and the ticks by full id of the Step."""
        super().__init__()
        self.profile = profile
        self.steps = steps

    def can_replace(self, message: Message) -> bool:
        """A newer reading makes an older one needless."""
        return isinstance(message, ProgressRead)


class ProgressBroken(Message):
    """The progress file is damaged; it was set aside."""

    def __init__(self, damage: ProgressDamaged) -> None:
        """Carry what is wrong, where the damaged file is, what can be restored."""
        super().__init__()
        self.damage = damage


class LabFound(Message, bubble=False):
    """The lab's environment, as it is now."""

    def __init__(self, lab: LabEnvironment) -> None:
        """Carry Ready, Installing or Missing."""
        super().__init__()
        self.lab = lab

    def can_replace(self, message: Message) -> bool:
        """A newer finding makes an older one needless."""
        return isinstance(message, LabFound)


class QueueRead(Message, bubble=False):
    """The queue, as its files are now."""

    def __init__(
        self,
        waiting: tuple[QueueEntry, ...],
        paused: Paused | None,
        dropped: tuple[Dropped, ...],
        *,
        has_runner: bool,
    ) -> None:
        """Carry what waits, why it may stand still, and what was dropped, oldest first."""
        super().__init__()
        self.waiting, self.paused, self.dropped = waiting, paused, dropped
        self.has_runner = has_runner

    def says_what(self, other: QueueRead) -> bool:
        """Whether another one carries the same."""
        mine = self.waiting, self.paused, self.dropped, self.has_runner
        return mine == (other.waiting, other.paused, other.dropped, other.has_runner)

    def can_replace(self, message: Message) -> bool:
        """A newer reading makes an older one needless."""
        return isinstance(message, QueueRead)


class AlarmsRead(Message, bubble=False):
    """What needs a look, of all living Runs."""

    def __init__(self, alarms: Mapping[str, tuple[Alarm, ...]]) -> None:
        """Carry the alarms by the Run's id."""
        super().__init__()
        self.alarms = alarms

    def can_replace(self, message: Message) -> bool:
        """A newer look makes an older one needless."""
        return isinstance(message, AlarmsRead)


@dataclass(frozen=True)
class Watched:
    """The watched Run whole: everything that its pane draws."""

    run: Run
    update: Update
    log: tuple[str, ...]
    """The newest lines, free of anything that acts on a terminal."""
    record: Record | Problem | None = None
    """What it made; None while it is alive, and when it made nothing."""
    checkpoint: CheckpointFound | None = None
    """From where it can go on, when it broke off; None: it need not, or cannot."""


class RunWatched(Message, bubble=False):
    """The watched Run, as it is now."""

    def __init__(self, watched: Watched) -> None:
        """Carry the whole of it."""
        super().__init__()
        self.watched = watched

    def can_replace(self, message: Message) -> bool:
        """A newer picture of the same Run makes an older one needless."""
        return isinstance(message, RunWatched) and message.watched.run.id == self.watched.run.id


class ChecksFinished(Message, bubble=False):
    """A Day was checked."""

    def __init__(self, results: Results, edits: tuple[Edit, ...], *, asked: bool) -> None:
        """Carry the results by Step and the ticks they change; `asked`: by a key, not by a Run."""
        super().__init__()
        self.results = results
        self.edits = edits
        self.asked = asked


class EditsTried(Message, bubble=False):
    """Ticks were saved, or kept because of `problem`."""

    def __init__(self, problem: ProgressError | None) -> None:
        """Carry what prevents saving; None when everything is saved."""
        super().__init__()
        self.problem = problem


class StartTried(Message, bubble=False):
    """A Run was to start."""

    def __init__(self, outcome: StartOutcome) -> None:
        """Carry what came of it."""
        super().__init__()
        self.outcome = outcome


class QueueAdvanced(Message):
    """The queue starts its next Step."""

    def __init__(self, step_id: str) -> None:
        """Carry the Step's short id."""
        super().__init__()
        self.step_id = step_id


class QueueOffered(Message):
    """A Run was not started, because enough are alive; it could wait for its turn."""

    def __init__(self, why: str, step: str) -> None:
        """Carry why, and the Step's full id."""
        super().__init__()
        self.why = why
        self.step = step


class ResumeOffered(Message):
    """A Run that did not reach its end can go on from a Checkpoint."""

    def __init__(self, offer: ResumeOffer) -> None:
        """Carry the Run, the Checkpoint, and the request that would go on from it."""
        super().__init__()
        self.offer = offer


class LabNeeded(Message):
    """A Run cannot start, because there is no Python with lerobot."""

    def __init__(self, why: str, remedy: str) -> None:
        """Carry what is missing and how it is made."""
        super().__init__()
        self.why = why
        self.remedy = remedy


class LabStateChanged(Message):
    """What the app knows has changed; read it from the session."""

    def can_replace(self, message: Message) -> bool:
        """It carries nothing, so one is as good as many."""
        return isinstance(message, LabStateChanged)


class WatchedRunChanged(Message):
    """The watched Run has changed; read it from the session."""

    def can_replace(self, message: Message) -> bool:
        """It carries nothing, so one is as good as many."""
        return isinstance(message, WatchedRunChanged)


class Said(Message):
    """A sentence for the student, shown on the lab screen."""

    def __init__(self, text: str, *, grave: bool = False) -> None:
        """Carry the sentence; `grave` when something could not be done."""
        super().__init__()
        self.text = text
        self.grave = grave
