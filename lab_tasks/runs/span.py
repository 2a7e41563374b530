"""The span of a Run: when it started and when it ended, as far as its folder tells."""

from pathlib import Path

from lab_tasks.runs.model import Exit, Lost, Running, RunState, Starting
from lab_tasks.runs.store import read_exit, read_launch, read_state


def started_s(folder: Path, first_s: float | None) -> float | None:
    """Return the Unix time of its start; `first_s`, of its first metrics, where none is noted."""
    launch = read_launch(folder)
    if launch and launch.started_s is not None:
        return launch.started_s
    end = read_exit(folder)
    return end.started_s if isinstance(end, Exit) else first_s


def ended_s(state: RunState, newest_s: float | None) -> float | None:
    """Return the Unix time of its end; `newest_s`, of its newest metrics, where nobody saw it."""
    if isinstance(state, Starting | Running | Lost):
        return newest_s
    return state.ended_s


def elapsed_s(folder: Path, first_s: float | None, newest_s: float | None) -> float | None:
    """Return the seconds that an ended Run took; None when that cannot be told."""
    begin, end = started_s(folder, first_s), ended_s(read_state(folder), newest_s)
    return max(0.0, end - begin) if begin is not None and end is not None else None
