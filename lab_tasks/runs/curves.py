"""Curves: a Series for each metric of a training, fed with lines of metrics.jsonl."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from lab_tasks.metrics import Series
from lab_tasks.runs.metric_lines import Measured

Columns = dict[str, tuple[list[int], list[float]]]
"""Name of a metric -> steps and values in the order they came."""


class Curves:
    """All metrics of a training by name."""

    def __init__(self) -> None:
        self._series: dict[str, Series] = {}
        self._changed: set[str] = set()
        self._snapshots: dict[str, Series] = {}

    def add(self, columns: Columns) -> None:
        """Take values in bulk."""
        for name, (steps, values) in columns.items():
            self._series.setdefault(name, Series()).extend(steps, values)
        self._changed |= columns.keys()

    def snapshots(self) -> Mapping[str, Series]:
        """Return the curves as they are now; what is added later leaves them as they are."""
        self._snapshots |= {name: self._series[name].copy() for name in self._changed}
        self._changed.clear()
        return MappingProxyType(dict(self._snapshots))


def columns(measured: Iterable[Measured]) -> Columns:
    """Arrange lines by metric; a value that is no number at all is left out."""
    found: Columns = {}
    for line in measured:
        for name, value in line.values.items():
            number = value if isinstance(value, float) else _number(value)
            if number is None:
                continue
            column = found.get(name)
            if column is None:
                column = found[name] = ([], [])
            column[0].append(line.step)
            column[1].append(number)
    return found


def numbers(line: Measured) -> Mapping[str, float]:
    """Return a line's values that are numbers, NaN and the infinities included."""
    if str not in map(type, line.values.values()):
        return line.values  # type: ignore[return-value]  # nearly all lines, so no copy
    found = {name: _number(value) for name, value in line.values.items()}
    return {name: value for name, value in found.items() if value is not None}


def _number(value: float | str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None
