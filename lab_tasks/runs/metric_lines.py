"""Lines of metrics.jsonl: what they can say, and reading those that are whole."""

from pathlib import Path

import msgspec

from lab_tasks.runs.growing import GrowingFile

LONGEST_LINE = 1024 * 1024
CHUNK_BYTES = 256 * 1024
"""What one look reads: some milliseconds' work, so that a screen beside it stays quick."""


class Start(msgspec.Struct, frozen=True, tag_field="kind", tag="start"):
    """The job began, or went on after a resume: how much there is to do, in which unit."""

    time_s: float
    total: int
    unit: str = "steps"
    done: int = 0
    """What an earlier Run had done of it, when this one was resumed."""


class Facts(msgspec.Struct, frozen=True, tag_field="kind", tag="facts"):
    """What is being trained, on what: `policy`, `parameters`, `episodes`, …"""

    time_s: float
    values: dict[str, str | int | float | bool | None]


class Measured(msgspec.Struct, frozen=True, tag_field="kind", tag="metric"):
    """Values at an exact step; what is no number stands as "NaN", "Infinity" or "-Infinity"."""

    time_s: float
    step: int
    values: dict[str, float | str]


class Progressed(msgspec.Struct, frozen=True, tag_field="kind", tag="progress"):
    """So much of the total is done."""

    time_s: float
    done: int
    total: int


MetricLine = Start | Facts | Measured | Progressed
_DECODER = msgspec.json.Decoder(Start | Facts | Measured | Progressed)


class MetricLines:
    """Follows one metrics.jsonl."""

    def __init__(self, path: Path) -> None:
        self._file = GrowingFile(path, most_bytes=CHUNK_BYTES)
        self._rest = b""
        self.unreadable = 0
        """Whole lines that say nothing this version understands."""
        self.restarted = False
        """Whether the last `poll` found another file, or one that was cut, and began again."""

    @property
    def read_bytes(self) -> int:
        """How much of the file is read."""
        return self._file.read_bytes

    @property
    def size_bytes(self) -> int:
        """How large it was at the last `poll`."""
        return self._file.size_bytes

    @property
    def is_read(self) -> bool:
        """Whether the last `poll` came to its end."""
        return self._file.read_bytes >= self._file.size_bytes

    def poll(self) -> list[MetricLine]:
        """Return the next whole lines in order; half of a last line waits for its end.

        Reads `CHUNK_BYTES` at most: there is more until `is_read`.
        """
        growth = self._file.read()
        self.restarted = growth.restarted
        data = growth.data if growth.restarted else self._rest + growth.data
        whole, end, self._rest = data.rpartition(b"\n")
        if len(self._rest) > LONGEST_LINE:
            self._rest = b""  # no line of ours: what is left of it fails below
        if not end:
            return []
        try:
            return _DECODER.decode_lines(whole)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return self._one_by_one(whole)

    def _one_by_one(self, whole: bytes) -> list[MetricLine]:
        found = [_read(line) for line in whole.split(b"\n") if line.strip()]
        self.unreadable += found.count(None)
        return [line for line in found if line is not None]


def _read(line: bytes) -> MetricLine | None:
    # A job killed in mid-line and then resumed leaves half a line with a whole one behind it.
    for begin in (0, line.rfind(b'{"kind"')):
        try:
            return _DECODER.decode(line[begin:]) if begin >= 0 else None
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
    return None
