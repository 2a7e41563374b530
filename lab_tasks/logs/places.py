"""Places: where the lines of metrics begin in a piece of a log."""

import re

_BEGINS = re.compile(rb"step:[^ \r\n]++ smpl:")
NEWEST_LINES = 8
"""Lines at the end of a piece whose places are found without all others."""


class Places:
    """Where the lines of metrics begin in a piece; looked for when somebody asks."""

    def __init__(self, piece: bytes, count: int) -> None:
        self._piece = piece
        self._count = count
        self._newest: list[int] = []
        self.found: list[int] | None = None

    def __call__(self) -> list[int]:
        """Return all of them."""
        if self.found is None:
            self.found = [match.start() for match in _BEGINS.finditer(self._piece)]
        return self.found

    def at(self, index: int) -> int:
        """Return one; for the newest few not all are looked for."""
        if self.found is not None or self._count - index > NEWEST_LINES:
            return self()[index]
        while len(self._newest) < self._count - index:
            end = self._newest[-1] if self._newest else len(self._piece)
            mark = self._piece.rfind(b" smpl:", 0, end)
            self._newest.append(self._piece.rfind(b"step:", 0, mark))
        return self._newest[self._count - index - 1]
