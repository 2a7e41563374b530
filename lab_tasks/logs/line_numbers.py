"""Numbers of lines, counted behind the reader's back: newlines alone, at memory's speed."""

from bisect import bisect_left

from lab_tasks.logs.pages import Pages

EVERY_BYTES = 1024 * 1024


class LineNumbers:
    """Counts newlines a stretch at a time; a line's number is known once it is counted so far."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self.restart()

    def restart(self) -> None:
        """Begin anew: it is another file."""
        self._at: list[int] = [0]  # newlines before each multiple of EVERY_BYTES

    @property
    def is_complete(self) -> bool:
        """Whether all is counted but what one look at a line reads."""
        return self._counted_bytes + EVERY_BYTES > self._pages.size_bytes

    def count_on(self, stretches: int = 8) -> None:
        """Count some more, `EVERY_BYTES` a stretch."""
        for _ in range(stretches):
            if self.is_complete:
                return
            data = self._pages.read(self._counted_bytes, EVERY_BYTES)
            if len(data) < EVERY_BYTES:
                return  # cut meanwhile: the next refresh says so
            self._at.append(self._at[-1] + data.count(b"\n"))

    def number_at(self, offset: int) -> int | None:
        """Return the number of the line that begins at `offset`, from 1; None: not counted yet."""
        mark = offset // EVERY_BYTES
        if mark >= len(self._at):
            return None
        rest = self._pages.read(mark * EVERY_BYTES, offset - mark * EVERY_BYTES)
        return self._at[mark] + rest.count(b"\n") + 1

    def offset_of(self, number: int) -> int | None:
        """Return where line `number` (from 1) begins; None: not counted so far, or not there."""
        before = max(0, number - 1)
        mark = max(0, bisect_left(self._at, before) - 1)
        missing, offset = before - self._at[mark], mark * EVERY_BYTES
        data, at = self._pages.read(offset, EVERY_BYTES), -1
        for _ in range(missing):
            at = data.find(b"\n", at + 1)
            if at < 0:
                return None
        return offset + at + 1

    @property
    def _counted_bytes(self) -> int:
        return (len(self._at) - 1) * EVERY_BYTES
