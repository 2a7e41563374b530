"""Weights: how many numbers a safetensors file holds, as its own head says.

A head is eight bytes of its length, then JSON: a name and a shape for each tensor
(https://huggingface.co/docs/safetensors). Its library would bring numpy into `--check`.
"""

from math import prod
from pathlib import Path
from typing import Annotated

import msgspec

from lab_tasks import foreign
from lab_tasks.problem import Problem

LARGEST_HEAD_BYTES = 16_000_000
_LENGTH_BYTES = 8
_ABOUT = "__metadata__"


class _Tensor(msgspec.Struct, frozen=True):
    shape: tuple[Annotated[int, msgspec.Meta(ge=0)], ...] = ()


def count(path: Path) -> int | Problem:
    """Return how many numbers all tensors of the file have together."""
    length = foreign.read_head(path, _LENGTH_BYTES)
    if isinstance(length, Problem):
        return length
    size_bytes = int.from_bytes(length, "little")
    if len(length) < _LENGTH_BYTES or size_bytes > LARGEST_HEAD_BYTES:
        return _no_head(path)
    head = foreign.read_head(path, _LENGTH_BYTES + size_bytes)
    if isinstance(head, Problem):
        return head
    try:
        tensors = msgspec.json.decode(head[_LENGTH_BYTES:], type=dict[str, _Tensor])
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return _no_head(path)
    return sum(prod(each.shape) for name, each in tensors.items() if name != _ABOUT)


def _no_head(path: Path) -> Problem:
    return Problem(f"{path.name} does not begin as a file of weights does")
