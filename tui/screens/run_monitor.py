"""The monitor over Runs of the Workspace: each a source, those of one group drawn together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from lab_tasks.remote.connected import poll_of
from lab_tasks.runs.model import Run
from tui.monitor.source import MonitorSource
from tui.screens.log import LogScreen
from tui.screens.monitor import MonitorScreen
from tui.session.session import Session


def monitor_of(session: Session, runs: Sequence[Run], group: str = "") -> MonitorScreen:
    """Return the monitor over these Runs, one at least; with `group` they are one band."""
    return MonitorScreen([source_of(session, run, group) for run in runs])


def source_of(session: Session, run: Run, group: str = "") -> MonitorSource:
    """Return a Run as a source: followed from its folder, its log a key away."""
    return MonitorSource(
        name=run.id,
        poll=poll_of(run),
        group=group or run.request.group,
        open_log=partial(LogScreen.of_run, session, run),
    )


def with_group(chosen: Iterable[Run], runs: Iterable[Run]) -> list[Run]:
    """Return the chosen Runs and all that share a group with one of them, oldest first.

    A Run from which another one went on is left out: it is the other's first part.
    """
    wanted = list(chosen)
    groups = {run.request.group for run in wanted} - {""}
    names = {run.id for run in wanted}
    found = [run for run in runs if run.id in names or run.request.group in groups]
    resumed = {run.request.resumes for run in found}
    return [run for run in found if run.id not in resumed] or wanted
