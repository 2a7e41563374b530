"""Small datasets kept in memory: the same items for a tenth of the loading time.

`datasets` reads a row from its file and copies its schema several times for every item, about 1 ms,
more than half of a small policy's training step. A dataset of numbers and tiny pictures fits into
memory once decoded, and then an item is a few look-ups. lerobot's own reader still builds the
items; only the table below it is another, and what it returns is equal, tensor for tensor.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from lerobot.datasets.dataset_reader import DatasetReader
from torch import Tensor

LARGEST_BYTES = 256 << 20  # decoded
BYTES_PER_NUMBER = 4


class ResidentTable:
    """All rows of a `datasets.Dataset` with lerobot's transform, decoded once.

    It serves what lerobot's reader asks for: a row by number, rows by a list of numbers, a column
    by name. Everything else goes to the table it was made from.
    """

    def __init__(self, table: Any) -> None:
        """Decode a whole table."""
        self._table = table
        self._columns = {name: _packed(rows) for name, rows in table[:].items()}

    def __len__(self) -> int:
        return len(self._table)

    def __getitem__(self, key: int | str | Sequence[int]) -> Any:
        if isinstance(key, str):
            return _Column(self._columns[key])
        if isinstance(key, int):
            return {name: column[key] for name, column in self._columns.items()}
        return {name: [column[i] for i in key] for name, column in self._columns.items()}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "_table":  # asked while unpickling, before it is set
            raise AttributeError(name)
        return getattr(self._table, name)


def _packed(rows: list[Any]) -> Any:
    """Stack tensors of one shape: a loader's worker gets each column as one shared piece."""
    shapes = {row.shape if isinstance(row, Tensor) else None for row in rows}
    return torch.stack(rows) if len(shapes) == 1 and None not in shapes else rows


class _Column:
    """One column, by number or by a list of numbers."""

    def __init__(self, values: Sequence[Any]) -> None:
        self._values = values

    def __getitem__(self, key: int | Sequence[int]) -> Any:
        return self._values[key] if isinstance(key, int) else [self._values[i] for i in key]


def keep_small_datasets_in_memory() -> None:
    """Make lerobot's reader keep what is small enough in memory, from now on in this process."""
    DatasetReader._load_hf_dataset = _resident(DatasetReader._load_hf_dataset)


def _resident(load: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def load_resident(reader: Any) -> Any:
        table = load(reader)
        size = decoded_bytes(reader._meta.features, len(table))
        return ResidentTable(table) if size <= LARGEST_BYTES else table

    return load_resident


def decoded_bytes(features: Mapping[str, Mapping[str, Any]], rows: int) -> int:
    """Return the size of a table's tensors, from a dataset's `features`; videos are not in it."""
    inside = [each["shape"] for each in features.values() if each["dtype"] != "video"]
    return rows * BYTES_PER_NUMBER * sum(math.prod(shape) for shape in inside)
