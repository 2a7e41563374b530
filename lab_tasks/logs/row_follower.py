"""RowFollower: a table of metrics (CSV, JSONL, TensorBoard, W&B), followed as it grows."""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from lab_tasks.logs import problems
from lab_tasks.logs.row_sources import ChildRows, RowSource
from lab_tasks.logs.rows import COUNTED, Row
from lab_tasks.metrics import Series
from lab_tasks.runs.alarms import AlarmWatch
from lab_tasks.runs.follow import Update
from lab_tasks.runs.log_tail import LogTail
from lab_tasks.runs.model import Followed
from lab_tasks.runs.stillness import Stillness

WITHIN_S = 0.015
FORGOTTEN_S = 86_400.0
ENDED = (
    "What reads this file ended by itself: open it again, or look at the file with its own tool."
)


class RowFollower:
    """Follows one table. For one thread at a time; `close` when done."""

    def __init__(
        self,
        path: Path,
        source: RowSource,
        *,
        is_text: bool,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._path = path
        self._source = source
        self._clock = clock
        self._tail = LogTail(path) if is_text else None
        self._still = Stillness[Update]((path,), clock)
        self._begin()

    def poll(self) -> Update:
        """Read what is new, for a few hundredths of a second at most, and say how it stands.

        Of a text that stands still the same Update is returned for about a second.
        """
        if same := self._still.same():
            return same
        rows = self._source.take(WITHIN_S)
        if self._source.restarted:
            self._begin()
        self._take(rows)
        lines = self._tail.poll(ended=False) if self._tail else ()
        update = self._update(lines)
        is_read = self._tail is not None and self._source.share is None  # else a child reads on
        self._still.keep(replace(update, lines=()) if is_read else None)
        return update

    def close(self) -> None:
        """End what reads in the background."""
        self._source.close()

    def _begin(self) -> None:
        self._series: dict[str, Series] = {}
        self._snapshots: dict[str, Series] = {}
        self._watch = AlarmWatch()
        self._first: Row | None = None
        self._newest: Row | None = None

    def _take(self, rows: list[Row]) -> None:
        columns: dict[str, tuple[list[int], list[float]]] = {}
        for row in rows:
            self._first = self._first or row
            self._newest = row
            self._watch.take(row.step, row.values, row.time_s)
            for name, value in row.values.items():
                steps, values = columns.setdefault(name, ([], []))
                steps.append(row.step)
                values.append(value)
        for name, (steps, values) in columns.items():
            self._series.setdefault(name, Series()).extend(steps, values)
        # Copies, for the screen draws them while the next poll goes on adding.
        self._snapshots |= {name: self._series[name].copy() for name in columns}

    def _update(self, lines: tuple[str, ...]) -> Update:
        reader, newest = self._source.reader, self._newest
        grew_s, now_s = self._grew_s(), self._clock()
        is_new = grew_s is not None and now_s - grew_s < FORGOTTEN_S
        facts = {name: value for name, value in reader.facts.items() if name != "read"}
        return Update(
            state=Followed(grew_s, problem=self._problem()),
            lines=lines,
            tail=self._tail.kept if self._tail else (),
            series=MappingProxyType(dict(self._snapshots)),
            done=newest.step if newest else None,
            total=reader.total,
            unit="steps" if newest else "",
            last_step=newest.step if newest else None,
            started_s=self._first.time_s if self._first else None,
            elapsed_s=self._elapsed_s(),
            eta_s=None,
            unreadable=reader.unreadable,
            is_approximate=reader.is_counted,
            notes=self._notes(),
            facts=MappingProxyType(facts),
            alarms=self._watch.alarms(now_s, grew_s if newest else None, is_new),
            read_share=self._source.share,
        )

    def _notes(self) -> tuple[str, ...]:
        return (COUNTED,) if self._source.reader.is_counted else ()

    def _problem(self) -> str:
        if isinstance(self._source, ChildRows) and self._source.has_failed:
            return ENDED
        reader, status = self._source.reader, self._status()
        is_read = self._source.share is None
        is_understood = not is_read or self._newest is not None or reader.total is not None
        size_bytes = status.st_size if status else None
        return problems.of_log(size_bytes, is_understood=is_understood)

    def _grew_s(self) -> float | None:
        status = self._status()
        return status.st_mtime if status else None

    def _status(self) -> os.stat_result | None:
        try:
            return self._path.stat()
        except OSError:
            return None

    def _elapsed_s(self) -> float | None:
        first, newest = self._first, self._newest
        if not first or not newest or first.time_s is None or newest.time_s is None:
            return None
        return max(0.0, newest.time_s - first.time_s)
