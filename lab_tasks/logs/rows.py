"""Rows: a step and its values, from the lines of a JSONL or CSV file, read as they come."""

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import msgspec

from lab_tasks.logs.metric_names import named
from lab_tasks.sanitise import clean_line

STEPS = (
    "step",
    "_step",
    "global_step",
    "steps",
    "trainer/global_step",
    "iteration",
    "iter",
    "epoch",
)
"""Columns that count, the surest first."""
TIMES = ("time_s", "_timestamp", "timestamp", "wall_time", "time")
LONGEST_LINE = 1024 * 1024
MOST_COLUMNS = 1000
COUNTED = "No column counts steps, so the rows are counted."
_JSON = msgspec.json.Decoder(dict[str, Any])


@dataclass(frozen=True)
class Row:
    """What was measured at one step."""

    step: int
    is_exact: bool
    time_s: float | None
    values: Mapping[str, float]


class RowReader(Protocol):
    """Reads bytes as they come; half a line waits for its end."""

    facts: dict[str, str]
    total: int | None
    unreadable: int
    is_counted: bool
    """Whether rows are counted, for no column says their step."""

    def feed(self, data: bytes) -> list[Row]:
        """Return the rows that are whole now."""


class Lines:
    """Whole lines out of bytes as they come."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[bytes]:
        """Return the lines that are whole now."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > LONGEST_LINE:
            self._rest = b""  # no line of a table: what is left of it cannot be read
        return lines


class JsonRows:
    """Rows of a JSONL file: our own metrics.jsonl, or any with a column that counts."""

    def __init__(self) -> None:
        self.facts: dict[str, str] = {}
        self.total: int | None = None
        self.unreadable = 0
        self.is_counted = False
        self._lines = Lines()
        self._rows = 0

    def feed(self, data: bytes) -> list[Row]:
        """Return the rows that are whole now."""
        found = [self._row(line) for line in self._lines.feed(data) if line.strip()]
        return [row for row in found if row is not None]

    def _row(self, line: bytes) -> Row | None:
        # NaN and Infinity are no JSON, but Python writes them.
        for text in (line, _without_names(line)):
            try:
                content = _JSON.decode(text)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                continue
            return self._of(content)
        self.unreadable += 1
        return None

    def _of(self, content: dict[str, Any]) -> Row | None:
        kind = content.get("kind")
        values = content.get("values")
        if kind == "start" and isinstance(content.get("total"), int):
            self.total = content["total"]
        if kind == "facts" and isinstance(values, dict):
            self.facts |= {str(k): clean_line(str(v)) for k, v in values.items()}
        if kind is not None and kind != "metric" and "step" not in content:
            return None
        self._rows += 1
        if isinstance(values, dict):
            content = content | values
        step = _step(content)
        self.is_counted |= step is None
        numbers = _values(content)
        if not numbers:
            return None
        return Row(step if step is not None else self._rows, True, _time_s(content), numbers)


class CsvRows:
    """Rows of a CSV file with a first line of names."""

    def __init__(self) -> None:
        self.facts: dict[str, str] = {}
        self.total: int | None = None
        self.unreadable = 0
        self.is_counted = False
        self._lines = Lines()
        self._names: Sequence[str] | None = None
        self._delimiter = ","
        self._rows = 0

    def feed(self, data: bytes) -> list[Row]:
        """Return the rows that are whole now."""
        lines = [line.decode(errors="replace").strip("\r\ufeff") for line in self._lines.feed(data)]
        lines = [line for line in lines if line.strip()]
        if self._names is None and lines:
            self._delimiter = max(",;\t", key=lines[0].count)
            names = self._cells(lines[0])[:MOST_COLUMNS]
            self._names = [name.strip() for name in names]
            lines = lines[1:]
        found = [self._row(line) for line in lines]
        return [row for row in found if row is not None]

    def _cells(self, line: str) -> list[str]:
        try:
            return next(csv.reader([line], delimiter=self._delimiter), [])
        except csv.Error:  # a carriage return inside, a cell of more than 128 KB
            return []

    def _row(self, line: str) -> Row | None:
        cells = self._cells(line)
        if not self._names or len(cells) != len(self._names):
            self.unreadable += 1
            return None
        self._rows += 1
        content = {name: _number(cell) for name, cell in zip(self._names, cells, strict=True)}
        step = _step(content)
        self.is_counted |= step is None
        numbers = _values(content)
        if not numbers:
            return None
        return Row(step if step is not None else self._rows, True, _time_s(content), numbers)


def _step(content: Mapping[str, Any]) -> int | None:
    for name in STEPS:
        value = _number(content.get(name))
        if value is not None and math.isfinite(value) and value == int(value):
            return int(value)
    return None


def _time_s(content: Mapping[str, Any]) -> float | None:
    for name in TIMES:
        value = _number(content.get(name))
        if value is not None and math.isfinite(value):
            return value
    return None


def _values(content: Mapping[str, Any]) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, cell in list(content.items())[:MOST_COLUMNS]:
        value = _number(cell)
        if value is not None and name not in STEPS and name not in TIMES:
            known, number = named(clean_line(name, 80), value)
            found[known] = number
    return found


def _number(cell: object) -> float | None:
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float | str):
        try:
            return float(cell)
        except (ValueError, OverflowError):
            return None
    return None


def _without_names(line: bytes) -> bytes:
    for name in (b"-Infinity", b"Infinity", b"NaN"):
        line = line.replace(b" " + name, b' "' + name + b'"').replace(
            b":" + name, b':"' + name + b'"'
        )
    return line
