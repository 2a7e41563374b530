"""TextFollower: a console log of any size, usable at once, exact when its index is done."""

import os
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

from lab_tasks.logs import preview, problems, watched
from lab_tasks.logs.curves import Curve, Curves, earlier_parts
from lab_tasks.logs.index_frames import Indexed, PassEnded, Reached, Values, numbers
from lab_tasks.logs.index_reading import IndexReading
from lab_tasks.logs.log_ends import ends_of
from lab_tasks.logs.text_log import TextLog
from lab_tasks.metrics import Series
from lab_tasks.runs.alarms import AlarmWatch
from lab_tasks.runs.beginning import Beginning
from lab_tasks.runs.follow import EarlierPart, Update
from lab_tasks.runs.log_tail import LogTail
from lab_tasks.runs.model import Followed
from lab_tasks.runs.stillness import Stillness

DIRECT_BYTES = 1 << 20
"""A log up to this size, and growth up to this size, is read here rather than by a child."""
REREAD_SHARE = 4
"""A log of which less than this part is new is read on here, or a fast one would never be done."""
SLICE_BYTES = 128 * 1024
WITHIN_S = 0.015
"""What one look may spend on reading."""
FORGOTTEN_S = 86_400.0
"""A log that has not grown for so long is read, not watched: it has no stall to warn of."""
SAMPLED = (
    "The log is large: until all of it is read, the curve is sampled and its steps are rounded."
)
NO_INDEX = "The whole log could not be read in the background: its curve is sampled."


class TextFollower:
    """Follows one console log. For one thread at a time; `close` when done."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._clock = clock
        self._still = Stillness[Update]((path,), clock)
        self._inode: int | None = None
        self._beginning = Beginning()
        self._index: IndexReading | None = None
        self._begin()

    def poll(self) -> Update:
        """Read what is new, for a few hundredths of a second at most, and say how it stands.

        Of a file that stands still the same Update is returned for about a second.
        """
        if same := self._still.same():
            return same
        grew_s = self._look()
        lines = self._tail.poll(ended=False)
        update = self._update(lines, grew_s)
        self._still.keep(replace(update, lines=()) if self._is_at_end else None)
        return update

    def close(self) -> None:
        """End what reads in the background."""
        if self._index:
            self._index.close()
            self._index = None

    def _begin(self) -> None:
        self.close()
        self._tail = LogTail(self._path)
        self._log = TextLog()
        self._read_bytes = 0
        self._size_bytes = 0
        self._share = 0.0
        self._is_sampled = False
        self._is_indexed = False
        self._failed = False
        self._curves = Curves()
        self._series: dict[str, Series] = {}
        self._snapshots: dict[str, Series] = {}
        self._earlier: tuple[EarlierPart, ...] = ()
        self._watch = AlarmWatch()
        self._part = 0
        self._todo: deque[Callable[[], None]] = deque()

    def _look(self) -> float | None:
        """Read for a while; return when the file last grew, None when it is not there."""
        try:
            with self._path.open("rb", buffering=0) as file:
                status = os.fstat(file.fileno())
                is_another = self._beginning.has_changed(file.fileno())
                is_another |= status.st_size < self._size_bytes
                if self._inode not in (None, status.st_ino) or is_another:
                    self._begin()  # replaced, cut, or cut and filled again: another log
                self._inode, self._size_bytes = status.st_ino, status.st_size
                self._read(file.fileno())
                return status.st_mtime
        except OSError:
            return None

    def _read(self, descriptor: int) -> None:
        if self._index:
            self._take_frames(self._index)
            return
        if self._todo:
            self._do()
            return
        behind = self._size_bytes - self._read_bytes
        if behind > max(DIRECT_BYTES, self._size_bytes // REREAD_SHARE) and not self._failed:
            self._open_large(descriptor)
            return
        until = time.monotonic() + WITHIN_S
        while behind > 0 and time.monotonic() < until:
            data = os.pread(descriptor, min(SLICE_BYTES, behind), self._read_bytes)
            if not data:
                break  # cut meanwhile: the next look finds out
            self._read_bytes += len(data)
            behind -= len(data)
            self._take(data)
        self._is_indexed = self._is_indexed or behind == 0

    def _open_large(self, descriptor: int) -> None:
        """Show what can be known at once, and let a child read all."""
        if not self._series:
            curves = preview.sampled(descriptor, self._size_bytes)
            self._series = {name: curve.series() for name, curve in curves.items()}
            self._snapshots = dict(self._series)
            self._is_sampled = bool(curves)
            self._log = ends_of(descriptor, self._size_bytes)
        self._curves = Curves()
        self._share = 0.0
        self._is_indexed = False
        self._index = IndexReading(self._path)

    def _take_frames(self, index: IndexReading) -> None:
        for frame in index.frames(WITHIN_S):
            match frame:
                case Values():
                    self._curves.curve(frame.part, frame.name).extend(*numbers(frame))
                case Reached():
                    self._share = frame.share
                case PassEnded():
                    self._show_first_pass()
                case Indexed():
                    self._finish(frame)
        if index.has_ended and self._index:
            self.close()
            self._failed = True
            self._read_bytes = self._size_bytes

    def _show_first_pass(self) -> None:
        newest = self._curves.parts.get(max(self._curves.parts, default=0), {})
        self._series |= {name: curve.series() for name, curve in newest.items()}
        self._snapshots = dict(self._series)
        self._curves = Curves()

    def _finish(self, indexed: Indexed) -> None:
        """All is read: the exact curves replace the sampled ones."""
        self.close()
        self._log = TextLog(indexed.reading)
        self._read_bytes = indexed.position
        self._part = indexed.reading.part
        self._watch = AlarmWatch()
        self._series = {}
        newest = self._curves.parts.pop(self._part, {})  # its Series will hold these values
        self._todo = deque(partial(self._show, name, curve) for name, curve in newest.items())
        if self._is_watched:
            self._todo.append(partial(watched.take_curves, self._watch, newest))
        self._todo.append(self._show_earlier)

    def _show(self, name: str, curve: Curve) -> None:
        self._series[name] = curve.series()
        self._snapshots[name] = self._series[name].copy()

    def _show_earlier(self) -> None:
        self._earlier = earlier_parts(self._curves, self._log.reading)

    def _do(self) -> None:
        """Do some of what is to be done; all of it in one look would hold up the screen."""
        until = time.monotonic() + WITHIN_S
        while self._todo and time.monotonic() < until:
            self._todo.popleft()()
        if not self._todo:
            self._is_sampled, self._is_indexed = False, True

    def _take(self, data: bytes) -> None:
        changed: set[str] = set()
        for measures in self._log.feed(data):
            if measures.part != self._part:
                self._next_part(measures.part)
                changed.clear()
            if self._is_watched:
                watched.take_measures(self._watch, measures, self._log.reading.newest_s)
            for name, values in measures.values.items():
                self._series.setdefault(name, Series()).extend(measures.steps, values)
                changed.add(name)
        # Copies, for the screen draws them while the next poll goes on adding.
        self._snapshots |= {name: self._series[name].copy() for name in changed}

    @property
    def _is_watched(self) -> bool:
        """Not VQ-BeT's: its loss jumps when its quantiser is done."""
        return self._log.reading.facts.get("policy") != "vqbet"

    def _next_part(self, part: int) -> None:
        for name, series in self._series.items():
            self._curves.curve(self._part, name).take(series)
        self._part = part
        self._series, self._snapshots = {}, {}
        self._watch = AlarmWatch()
        self._earlier = earlier_parts(self._curves, self._log.reading)

    def _update(self, lines: tuple[str, ...], grew_s: float | None) -> Update:
        reading = self._log.reading
        now_s = self._clock()
        quiet_s = max(0.0, now_s - grew_s) if grew_s else 0.0
        problem = self._problem(quiet_s, is_there=grew_s is not None)
        is_alive = not reading.is_complete
        eta_s = reading.eta_s(quiet_s) if is_alive and grew_s else None
        elapsed_s = reading.elapsed_s
        if elapsed_s is not None and eta_s is not None:  # both go on, or both stand
            elapsed_s += quiet_s
        return Update(
            state=Followed(grew_s, reading.is_complete, problem),
            lines=lines,
            tail=self._tail.kept,
            series=MappingProxyType(dict(self._snapshots)),
            done=reading.done,
            total=reading.total,
            unit="steps" if reading.lines or reading.done is not None else "",
            last_step=reading.last_step,
            started_s=reading.started_s,
            elapsed_s=elapsed_s,
            eta_s=eta_s,
            unreadable=reading.damaged,
            is_approximate=bool(reading.approximate) or self._is_sampled,
            notes=self._notes(),
            facts=MappingProxyType(dict(reading.facts)),
            alarms=self._watch.alarms(
                now_s, grew_s if reading.lines else None, is_alive and quiet_s < FORGOTTEN_S
            ),
            earlier=self._earlier,
            read_share=self._read_share(),
        )

    @property
    def _is_at_end(self) -> bool:
        return self._read_share() is None and self._read_bytes == self._size_bytes

    def _problem(self, quiet_s: float, *, is_there: bool) -> str:
        is_understood = self._log.reading.is_of_a_training or self._read_share() is not None
        size_bytes = self._size_bytes if is_there else None
        return problems.of_log(size_bytes, is_understood=is_understood, quiet_s=quiet_s)

    def _notes(self) -> tuple[str, ...]:
        notes = self._log.reading.notes()
        if self._failed:
            notes = (NO_INDEX, *notes)
        return (SAMPLED, *notes) if self._is_sampled and not self._failed else notes

    def _read_share(self) -> float | None:
        if self._index or self._todo:
            return self._share
        if self._is_indexed or self._failed or not self._size_bytes:
            return None
        return min(1.0, self._read_bytes / self._size_bytes)
