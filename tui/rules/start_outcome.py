"""What comes of starting a Run."""

from dataclasses import dataclass

from lab_tasks.runs.model import Run


@dataclass(frozen=True)
class Started:
    """It runs, or will as soon as the lab's environment is there."""

    run: Run
    waits_for_lab: bool


@dataclass(frozen=True)
class NotStarted:
    """Nothing was started."""

    why: str
    remedy: str


@dataclass(frozen=True)
class TooMany:
    """Nothing was started: as many are alive as the machine can bear. It may wait its turn."""

    why: str
    step: str
    """Full id of the Step."""

    @property
    def remedy(self) -> str:
        """The way out where nobody can be asked."""
        return "Put it on the queue: `robolab-tui run` does."


@dataclass(frozen=True)
class LabMissing:
    """Nothing was started: no Python with lerobot. The app offers to make one."""

    why: str
    remedy: str


StartOutcome = Started | NotStarted | TooMany | LabMissing
