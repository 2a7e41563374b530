"""The newest line of system.jsonl: what a job takes of its machine."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from lab_tasks.runs.growing import GrowingFile

SYSTEM = "system.jsonl"
NEWEST_BYTES = 2048
"""A line has some 150 bytes, and only the newest counts."""


@dataclass(frozen=True)
class SystemFacts:
    """What the Run takes of its machine. None: not known here."""

    time_s: float
    cpu_percent: float | None
    """Of one core: 200 is two cores busy."""
    memory_bytes: int | None
    gpu_percent: float | None = None
    gpu_memory_bytes: int | None = None


_DECODER = msgspec.json.Decoder(SystemFacts)


class SystemLines:
    """Follows one system.jsonl."""

    def __init__(self, path: Path) -> None:
        self._file = GrowingFile(path, NEWEST_BYTES)
        self._rest = b""
        self._newest: SystemFacts | None = None

    def poll(self) -> SystemFacts | None:
        """Return what the newest whole line says; None while there is none."""
        growth = self._file.read()
        keeps = not (growth.restarted or growth.skipped)
        *lines, self._rest = ((self._rest if keeps else b"") + growth.data).split(b"\n")
        self._rest = self._rest[-NEWEST_BYTES:]
        for line in reversed(lines):
            try:
                self._newest = _DECODER.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                continue
            break
        return self._newest
