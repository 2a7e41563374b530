"""What is worth a word although nobody asked: a Run that ended, an alarm, an entry dropped."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lab_tasks.runs.alarms import Alarm
from lab_tasks.runs.model import Run
from tui.rules.resuming import is_resumable
from tui.words.run_state import state_words


@dataclass(frozen=True)
class Notice:
    """A title and a sentence, for the screen, the desktop and the terminal."""

    title: str
    text: str
    is_grave: bool


class Notices:
    """Remembers what was told, so that each thing is told once."""

    def __init__(self) -> None:
        self._ended: set[str] | None = None
        """Ids of the Runs that had ended; None before the first look: those are old."""
        self._alarmed: set[tuple[str, str]] = set()

    def of_runs(self, runs: Iterable[Run]) -> tuple[Notice, ...]:
        """Return a notice for each Run that has ended since the last look."""
        ended = {run.id: run for run in runs if not run.is_alive}
        before, self._ended = self._ended, set(ended)
        if before is None:
            return ()
        return tuple(_ended(run) for name, run in ended.items() if name not in before)

    def of_alarms(self, alarms: Mapping[str, tuple[Alarm, ...]]) -> tuple[Notice, ...]:
        """Return a notice for each kind of alarm that a Run had not had before."""
        fresh = []
        for run_id, found in alarms.items():
            for alarm in found:
                if (run_id, alarm.kind) not in self._alarmed:
                    self._alarmed.add((run_id, alarm.kind))
                    fresh.append(Notice(run_id, alarm.text, is_grave=True))
        return tuple(fresh)


def _ended(run: Run) -> Notice:
    _, words, _ = state_words(run.state)
    if run.succeeded:
        return Notice(run.id, f"{run.request.title}: {words}.", is_grave=False)
    way_out = " R goes on from its last Checkpoint." if is_resumable(run) else ""
    text = f"{run.request.title}: {words}. w says why.{way_out}"
    return Notice(run.id, text, is_grave=True)
