"""AlarmFeed: alarms of every living Run, looked at now and then; the watched one tells its own."""

import time
from collections.abc import Callable, Mapping

from lab_tasks.remote.connected import poll_of
from lab_tasks.runs.alarms import Alarm
from lab_tasks.runs.follow import Update
from lab_tasks.runs.model import Run

LOOK_INTERVAL_S = 5.0
"""Alarms may come some seconds late; a look at a Run costs a millisecond or two."""


class AlarmFeed:
    """For one thread at a time."""

    def __init__(self) -> None:
        self._polls: dict[str, Callable[[], Update]] = {}
        self._next_s = 0.0
        self.alarms: Mapping[str, tuple[Alarm, ...]] = {}
        """By id of the Run; one without an alarm is left out."""

    def look(self, runs: tuple[Run, ...], watched_id: str | None) -> bool:
        """Look at the living Runs when it is time; return whether the alarms have changed.

        The Run that is watched reports by `take` instead, for it is followed already.
        """
        if time.monotonic() < self._next_s:
            return False
        self._next_s = time.monotonic() + LOOK_INTERVAL_S
        alive = {run.id: run for run in runs if run.is_alive}
        others = {name: run for name, run in alive.items() if name != watched_id}
        self._polls = {name: self._polls.get(name) or poll_of(run) for name, run in others.items()}
        now = {name: found for name, found in self.alarms.items() if name == watched_id in alive}
        for name, poll in self._polls.items():
            if found := poll().alarms:
                now[name] = found
        return self._replace(now)

    def take(self, run: Run, update: Update) -> bool:
        """Take over what the Run that is watched says; return whether the alarms have changed."""
        now = {name: found for name, found in self.alarms.items() if name != run.id}
        if update.alarms and update.is_alive:
            now[run.id] = update.alarms
        return self._replace(now)

    def _replace(self, now: Mapping[str, tuple[Alarm, ...]]) -> bool:
        has_changed = _kinds(now) != _kinds(self.alarms)
        self.alarms = now
        return has_changed


def _kinds(alarms: Mapping[str, tuple[Alarm, ...]]) -> set[tuple[str, str]]:
    return {(name, alarm.kind) for name, found in alarms.items() for alarm in found}
