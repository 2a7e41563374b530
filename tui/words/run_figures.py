"""A Run's figures for the table of Runs: time, steps done, last loss."""

from dataclasses import dataclass

from lab_tasks.runs.follow import Follower
from lab_tasks.runs.model import Run
from tui.words import formats


@dataclass(frozen=True)
class RunFigures:
    """Figures as they are shown; empty where there is none."""

    time: str
    done: str
    loss: str
    is_final: bool
    """Whether the Run has ended, so that they stay."""


def read_figures(run: Run) -> RunFigures:
    """Read a Run's files whole. Slow for a long Run: call it from a worker."""
    update = Follower(run.folder).poll()
    done = f"{update.done:,}" if update.done is not None else ""
    if done and update.total:
        done += f"/{update.total:,}"
    loss = update.series.get("loss")
    last = loss.last_value if loss else None
    return RunFigures(
        time=formats.clock(update.elapsed_s) if update.elapsed_s is not None else "",
        done=done,
        loss=formats.value(last) if last is not None else "",
        is_final=not update.is_alive,
    )
