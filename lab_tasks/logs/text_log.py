"""TextLog: what lerobot's console printed, block by block, as measured values with their steps."""

import re
from collections.abc import Sequence
from contextlib import suppress

from lab_tasks.logs import happenings
from lab_tasks.logs.evidence import BAR, Evidence, bar_before
from lab_tasks.logs.header import facts_of
from lab_tasks.logs.layout import ANY, layout_of, pairs
from lab_tasks.logs.line_by_line import read_each
from lab_tasks.logs.log_time import first_time, time_before
from lab_tasks.logs.measures import Lines, Measures, joined
from lab_tasks.logs.pieces import beginnings, whole_lines
from lab_tasks.logs.places import Places
from lab_tasks.logs.reading import Reading
from lab_tasks.logs.rounded import span
from lab_tasks.logs.steps import Counted, rebuild

NEWEST_BYTES = 64 * 1024
"""Bytes at the end of a piece in which a bar is looked for: ten are drawn a second."""
FIRST_LINES = 100
"""Lines of metrics after which a log that has shown no bar has none."""
TORCHCODEC = b"Could not load libtorchcodec"
Rows = list[tuple[bytes, bytes]]
"""Of each line the rounded step, and the text of its values."""


class TextLog:
    """Reads one log. `only`: a single metric is wanted, and nothing else of a line is read."""

    def __init__(
        self, reading: Reading | None = None, *, only: str | None = None, with_times: bool = False
    ) -> None:
        self.reading = reading or Reading()
        self.position = 0
        """Bytes that are read and need not be given again."""
        self._only = only
        self._with_times = with_times
        self._rest = b""

    def feed(self, data: bytes) -> list[Measures]:
        """Take the next bytes, return what is measured in them; half a line waits for its end."""
        data = self._rest + data
        cut = whole_lines(data)
        self._rest, block = data[cut:], data[:cut]
        self.position += cut
        rows = self._rows(block)
        if rows is not None and len(rows) == block.count(b"\n"):  # nothing but metrics: most of it
            return self._take(block, rows, only_metrics=True)
        self.reading.folded += block.count(TORCHCODEC)
        found: list[Measures] = []
        begin = 0
        for place, config in beginnings(block):
            found += self._take(block[begin:place])
            self._begin(config)
            begin = place
        found += self._take(block[begin:], None if begin else rows)
        return found

    def _rows(self, block: bytes) -> Rows | None:
        keys = self.reading.keys
        return layout_of(keys, self._only).rows(block) if keys else None

    def end(self) -> None:
        """Say that nothing more will come: half a line of metrics at the end is damaged."""
        self.reading.damaged += b" smpl:" in self._rest
        happenings.take_end(self.reading, self._rest)

    def _begin(self, config: bytes | None) -> None:
        """A configuration, or the first step itself: does another training begin here?"""
        old = self.reading
        if config is None and not (old.lines or old.has_started):
            old.has_started = old.has_header = True
            self._settle()
            return
        facts = facts_of(config) if config else {}
        if old.lines or old.has_started:
            self.reading = Reading(
                part=old.part + 1, damaged=old.damaged, folded=old.folded, resumed_at=old.checkpoint
            )
            if facts.get("output_dir", "") == old.facts.get("output_dir", ""):
                self.reading.before = [*old.earlier, (old.part, 0)]
        new = self.reading
        new.facts |= facts
        new.has_header = True
        new.is_resumed = facts.get("resume") == "true"
        new.has_started = config is None
        freq = new.facts.get("log_freq", "")
        new.counted = Counted(log_freq=int(freq) if freq.isdigit() and int(freq) else None)
        said = re.search(r"checkpoints/(\d+)", facts.get("checkpoint_path", ""))
        if said:
            new.resumed_at = int(said[1])

    def _settle(self) -> None:
        """With all of the header read: a training that is not resumed begins at step 0."""
        if not self.reading.is_resumed and not self.reading.part:
            self.reading.counted.pin(0)

    def _take(
        self, piece: bytes, rows: Rows | None = None, *, only_metrics: bool = False
    ) -> list[Measures]:
        """Read a piece of one training. `rows`: its lines of the layout so far, if read already."""
        reading = self.reading
        if not piece:
            return []
        shown = len(rows) if only_metrics and rows else piece.count(b" smpl:")
        if not reading.has_started and reading.lines == 0:
            reading.facts |= {k: v for k, v in facts_of(piece).items() if v}
        if reading.started_s is None:
            reading.started_s = first_time(piece)
        lines, places = self._lines(piece, shown, rows)
        self._take_bar(piece)
        found = self._measures(piece, lines, places) if lines else []
        if not only_metrics or places.found is not None:  # read line by line: not all were metrics
            found += self._take_happenings(piece)
        return found

    def _lines(self, piece: bytes, shown: int, rows: Rows | None) -> tuple[list[Lines], Places]:
        places = Places(piece, shown)
        if not shown:
            return [], places
        if not self.reading.keys:
            first = ANY.search(piece)
            self.reading.keys = tuple(key for key, _ in (pairs(first[5]) if first else None) or ())
        if rows is None:
            rows = self._rows(piece)
        if rows is not None and len(rows) == shown:
            layout = layout_of(self.reading.keys, self._only)
            with suppress(ValueError):  # else line by line
                return [Lines([row[0] for row in rows], layout.columns(rows))], places
        return read_each(self.reading, piece, shown, places, self._only), places

    def _take_bar(self, piece: bytes) -> None:
        reading = self.reading
        if reading.bar_total is None and reading.lines < FIRST_LINES:
            match = BAR.search(piece)
            if match:
                reading.bar_total = int(match[2])
        at = piece.rfind(b"Training:", max(0, len(piece) - NEWEST_BYTES))
        match = BAR.match(piece, at) if at >= 0 else None
        if match and reading.offset is not None:
            reading.done = int(match[1]) + reading.offset

    def _measures(self, piece: bytes, lines: list[Lines], places: Places) -> list[Measures]:
        reading = self.reading
        tokens: Sequence[bytes] = lines[0].tokens
        if len(lines) > 1:
            tokens = [token for group in lines for token in group.tokens]
        if not tokens:
            return []
        self._find_beginning(piece, tokens, places)
        evidence = Evidence(
            piece,
            places,
            offset=reading.offset,
            log_freq=reading.counted.log_freq,
            before=reading.resumed_at if reading.is_resumed and not reading.lines else None,
            steps_an_epoch=reading.steps_an_epoch,
        )
        stretches = rebuild(reading.counted, tokens, evidence)
        self._take_times(piece)
        times = [time_before(piece, at) for at in places()] if self._with_times else []
        reading.lines += len(tokens)
        if reading.first_step is None:
            reading.first_step = stretches[0].steps[0]
            if reading.is_resumed:
                until = reading.first_step - (reading.counted.log_freq or 1)
                reading.earlier = [(part, min(at or until, until)) for part, at in reading.before]
        reading.last_step = stretches[-1].steps[-1]
        reading.approximate += sum(len(s.steps) for s in stretches if not s.is_exact)
        if reading.newest_s is not None and (
            not reading.tick or reading.newest_s > reading.tick[1]
        ):
            reading.tick = (reading.last_step, reading.newest_s)
        reading.done = max(reading.done or 0, reading.last_step)
        return list(joined(reading.part, lines, stretches, times))

    def _find_beginning(self, piece: bytes, tokens: Sequence[bytes], places: Places) -> None:
        """Before its first line: find out after which step a training goes on."""
        reading = self.reading
        if reading.lines:
            return
        freq, total, bar = reading.counted.log_freq, reading.total, reading.bar_total
        if reading.has_header and total is not None and bar is not None and bar < total:
            reading.is_resumed = True
        if reading.has_header and not reading.is_resumed:
            reading.counted.pin(0)
        elif reading.has_header and reading.offset is not None and freq and reading.bar_total:
            start = reading.offset // freq * freq
            reading.counted.pin(start)
        elif not reading.has_header and reading.bar_total is not None:
            reading.assumed_zero = _counts_from_zero(piece, tokens, places)

    def _take_times(self, piece: bytes) -> None:
        reading = self.reading
        if reading.first_s is None:
            reading.first_s = time_before(piece, piece.find(b"step:"))
        reading.newest_s = time_before(piece, piece.rfind(b"step:")) or reading.newest_s

    def _take_happenings(self, piece: bytes) -> list[Measures]:
        reading = self.reading
        found = []
        for step, numbers, time_s in happenings.take(reading, piece):
            wanted = {n: [v] for n, v in numbers.items() if self._only in (None, n)}
            times = (time_s,) if self._with_times else ()
            found.append(Measures(reading.part, (step,), True, wanted, times))
        return found


def _counts_from_zero(piece: bytes, tokens: Sequence[bytes], places: Places) -> bool:
    """Whether every bar agrees with the rounded step on its line, so a resume is unlikely."""
    agreeing = 0
    for token, place in list(zip(tokens, places(), strict=False))[:50]:
        bar, shown = bar_before(piece, place), span(token)
        if bar is None or shown is None or shown.low >= 10**6:
            continue
        if not shown.low - shown.low // 20 <= bar[0] <= shown.high:
            return False
        agreeing += 1
    return agreeing > 0
