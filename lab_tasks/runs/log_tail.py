"""The newest lines of output.log as a terminal shows them: a bar gives way to the next one."""

import re
from collections import deque
from pathlib import Path

from lab_tasks.runs.growing import GrowingFile

KEPT_LINES = 500
NEWEST_BYTES = 256 * 1024
"""Most that one look reads: of a flood only the end is shown."""
LINE_BYTES = 8 * 1024
"""A longer line is cut into pieces of this length."""
_END = re.compile(rb"([\r\n])")


class LogTail:
    """Follows one log.

    `\\n` ends a line. `\\r` ends a bar, which whatever comes next overwrites; of all bars in one
    look only the newest is given. Empty lines are left out, and an unfinished line is kept back.
    """

    def __init__(self, path: Path) -> None:
        self._file = GrowingFile(path, NEWEST_BYTES)
        self._rest = b""
        self._kept: deque[str] = deque(maxlen=KEPT_LINES)
        self._ends_in_bar = False

    @property
    def kept(self) -> tuple[str, ...]:
        """The newest lines, at most `KEPT_LINES`; the last may be a bar that is still moving."""
        return tuple(self._kept)

    def poll(self, *, ended: bool) -> tuple[str, ...]:
        """Return the new lines; when the Run has `ended`, an unfinished last one too."""
        growth = self._file.read()
        if growth.restarted or growth.skipped:
            self._rest = b""
        data = self._rest + growth.data
        if growth.skipped:
            data = data[_first_end(data) :]
        lines, bar = self._take_pieces(data)
        if ended and self._rest:
            lines, bar, self._rest = [*lines, *_cut(self._rest)], None, b""
        self._keep(lines, bar)
        return (*lines, bar) if bar is not None else tuple(lines)

    def _take_pieces(self, data: bytes) -> tuple[list[str], str | None]:
        lines: list[str] = []
        bar: str | None = None
        *pieces, self._rest = _END.split(data)
        for text, end in zip(pieces[::2], pieces[1::2], strict=True):
            if text and end == b"\r":
                bar = _text(text[:LINE_BYTES])
            elif text:
                lines.extend(_cut(text))
                bar = None
            elif end == b"\n" and bar is not None:
                lines.append(bar)  # a bar and a new line: it stays
                bar = None
            elif end == b"\n" and not lines:
                self._ends_in_bar = False  # the same, the bar having come with an earlier look
        while len(self._rest) > LINE_BYTES:
            lines.append(_text(self._rest[:LINE_BYTES]))
            self._rest = self._rest[LINE_BYTES:]
        return lines, bar

    def _keep(self, lines: list[str], bar: str | None) -> None:
        if not lines and bar is None:
            return
        if self._ends_in_bar:
            self._kept.pop()
        self._kept.extend(lines)
        self._ends_in_bar = bar is not None
        if bar is not None:
            self._kept.append(bar)


def _first_end(data: bytes) -> int:
    end = _END.search(data)
    return end.end() if end else 0


def _cut(line: bytes) -> list[str]:
    return [_text(line[at : at + LINE_BYTES]) for at in range(0, len(line), LINE_BYTES)]


def _text(piece: bytes) -> str:
    return piece.decode(errors="replace")
