"""What a fresh-clone test tells while it runs: its whole state each time, never a difference."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lab_tasks.reproduction.record import Stage, StageResult

EvaluationPhase = Literal["waiting", "running", "done", "failed"]


@dataclass(frozen=True)
class EvaluationState:
    """One evaluation that is run again: `done` of `total` episodes."""

    step: str
    run: str
    phase: EvaluationPhase
    done: int = 0
    total: int = 0
    log: Path | None = None
    """None until it has started."""


@dataclass(frozen=True)
class ReproductionState:
    """All that can be shown at one moment."""

    folder: Path
    """Where logs and the record go."""
    finished: tuple[StageResult, ...]
    current: Stage | None
    """The stage going on; None when all is over."""
    current_since_s: float
    """Unix time at which the current stage began."""
    log: Path | None
    """What the current stage writes; None when it writes nothing."""
    evaluations: tuple[EvaluationState, ...] = ()


OnEvent = Callable[[ReproductionState], None]


def ignore(state: ReproductionState) -> None:
    """Tell nobody."""
