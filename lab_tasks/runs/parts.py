"""Parts: the Runs before a resumed one, each up to the Checkpoint from which the next went on."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lab_tasks import foreign
from lab_tasks.metrics import Series
from lab_tasks.problem import Problem
from lab_tasks.runs import span
from lab_tasks.runs.curves import Curves, columns
from lab_tasks.runs.metric_lines import Measured, MetricLines
from lab_tasks.runs.model import METRICS, REQUEST, RUN_ID, RunRequest

CONFIG_PATH = "config_path"
"""lerobot's flag for the Checkpoint that a training goes on from."""
_STEP = re.compile(r"/checkpoints/(\d{1,12})/")
MOST_PARTS = 100


@dataclass(frozen=True)
class EarlierPart:
    """A Run from whose Checkpoint another one went on."""

    run_id: str
    series: Mapping[str, Series]
    """Its values up to the Checkpoint; later ones were trained again."""
    until_step: int
    """Step of that Checkpoint."""
    elapsed_s: float | None = None
    """Seconds from its start to its end; None when its folder does not tell."""


class EarlierParts:
    """The parts before a Run, read once, a chunk at a time; nothing of them changes any more."""

    def __init__(self, folder: Path) -> None:
        """Look which parts there are; read none of them yet."""
        self._readings = [_Reading(*found) for found in reversed(_chain(folder))]
        self.read_bytes = 0
        self.size_bytes = sum(reading.size_bytes for reading in self._readings)

    @property
    def is_read(self) -> bool:
        """Whether nothing is left to read."""
        return all(reading.part for reading in self._readings)

    @property
    def parts(self) -> tuple[EarlierPart, ...]:
        """Those that are read, oldest first."""
        return tuple(reading.part for reading in self._readings if reading.part)

    @property
    def missing(self) -> tuple[str, ...]:
        """Ids of those whose metrics are gone."""
        return tuple(reading.folder.name for reading in self._readings if not reading.size_bytes)

    def read_chunk(self) -> None:
        """Read the next chunk."""
        reading = next((reading for reading in self._readings if not reading.part), None)
        if reading:
            reading.read_chunk()
            self.read_bytes = sum(each.read_bytes for each in self._readings)


class _Reading:
    """One part that is being read."""

    def __init__(self, folder: Path, until_step: int) -> None:
        self.folder = folder
        self.part: EarlierPart | None = None
        self.size_bytes = _size(folder / METRICS)
        self._until_step = until_step
        self._lines = MetricLines(folder / METRICS)
        self._curves = Curves()
        self._times: list[float] = []

    @property
    def read_bytes(self) -> int:
        return self._lines.read_bytes

    def read_chunk(self) -> None:
        found = self._lines.poll()
        kept = [m for m in found if isinstance(m, Measured) and m.step <= self._until_step]
        self._curves.add(columns(kept))
        if found:
            self._times = [*self._times[:1], found[0].time_s, found[-1].time_s]
        if self._lines.is_read:
            first_s, newest_s = (self._times[0], self._times[-1]) if self._times else (None, None)
            elapsed_s = span.elapsed_s(self.folder, first_s, newest_s)
            name, series = self.folder.name, self._curves.snapshots()
            self.part = EarlierPart(name, series, self._until_step, elapsed_s)


def _chain(folder: Path) -> list[tuple[Path, int]]:
    """Return the folders of the parts before a Run and their last steps, the newest first."""
    found: list[tuple[Path, int]] = []
    seen = {folder.name}
    while len(found) < MOST_PARTS:
        request = foreign.read_json(folder / REQUEST, RunRequest)
        if isinstance(request, Problem) or not RUN_ID.fullmatch(request.resumes):
            break
        step = _STEP.search(request.flag(CONFIG_PATH) or "")
        if step is None or request.resumes in seen:
            break
        folder = folder.with_name(request.resumes)
        seen.add(folder.name)
        # Whatever the folders claim, the curve of a part never reaches into that of the next.
        until_step = min(int(step[1]), *(until for _, until in found[-1:]), 1 << 62)
        found.append((folder, until_step))
    return found


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
