"""Layouts: the names on a line of metrics, as one regex that reads a whole block of such lines.

All of it runs in C: findall over megabytes, and one decoding of all numbers as a JSON list.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache

import msgspec

NAMES = {
    "grdn": "grad_norm",
    "updt_s": "update_s",
    "smp/s": "samples_per_s",
    "mem_gb": "gpu_mem_gb",
    "smpl": "samples",
    "ep": "episodes",
    "epch": "epochs",
    "∑rwrd": "eval_reward",
    "success": "eval_success",
    "eval_s": "eval_seconds",
}
"""The console's short names of metrics, as metrics.jsonl has them."""

LONGEST_TEXT = 8 * 1024
"""Bytes of one line of metrics; what is longer is none."""
MOST_NAMES = 200

COUNTERS = rb"step:([^ \r\n]++) smpl:[^ \r\n]++ ep:[^ \r\n]++ epch:[^ \r\n]++ "
ANY = re.compile(
    rb"step:([^ \r\n]++) smpl:([^ \r\n]++) ep:([^ \r\n]++) epch:([^ \r\n]++) ([^\r\n]{1,8192})"
)
"""Any line of metrics: step, samples, episodes, epochs, and the rest of it."""
_VALUE = rb"[^ \r\n]++"
_PAIR = re.compile(rb"([^\s:]++):([^\s]++)")
_COUNTED = {b"step", b"smpl", b"ep", b"epch"}
_FLOATS = msgspec.json.Decoder(list[float])
_COMMAS = bytes.maketrans(b" ", b",")
_OF_NUMBERS = set(b"0123456789.+-eE, ")
_UNIT = {b"K": 1e3, b"M": 1e6, b"B": 1e9, b"T": 1e12, b"Q": 1e15}


class Layout:
    """The names on a line, in order; all are read, or `only` one and the rest is passed over."""

    def __init__(self, keys: Sequence[bytes], only: str | None = None) -> None:
        named = tuple(metric_name(key) for key in keys)
        at = named.index(only) if only in named else None
        self.names = named if at is None else named[at : at + 1]
        self._strip = _Strip(keys[1:] if at is None else ())
        self._regex = re.compile(COUNTERS + (_all(keys) if at is None else _one(keys, at)))

    def rows(self, block: bytes) -> list[tuple[bytes, bytes]]:
        """Return the shown step and the text of all values of each such line, in order."""
        found: list[tuple[bytes, bytes]] = self._regex.findall(block)
        return found

    def columns(self, rows: Sequence[tuple[bytes, bytes]]) -> dict[str, list[float]]:
        """Return the values of `rows` by name.

        Raises:
            ValueError: a value is no number.
        """
        numbers = self._strip.numbers([row[1] for row in rows])
        width = len(self.names)
        if len(numbers) != width * len(rows):
            raise ValueError("a value with a comma is no number")
        return {name: numbers[at::width] for at, name in enumerate(self.names)}


@lru_cache(maxsize=256)
def layout_of(keys: tuple[bytes, ...], only: str | None = None) -> Layout:
    """Return the layout of these names, compiled once."""
    return Layout(keys, only)


def pairs(text: bytes) -> list[tuple[bytes, bytes]] | None:
    """Return the names and values of the rest of a line of metrics, as they stand there.

    None when there is anything else on it: two lines that a crash has joined are neither.
    """
    pieces = text[:LONGEST_TEXT].split()
    found = [match.groups() for piece in pieces if (match := _PAIR.fullmatch(piece))]
    if len(found) < len(pieces) or len(found) > MOST_NAMES:
        return None
    numbers = [(name, value) for name, value in found if number(value) is not None]
    names = {name for name, _ in numbers}
    if len(names) < len(found) or names & _COUNTED:
        return None
    return numbers


def metric_name(key: bytes) -> str:
    """Return what metrics.jsonl calls a name of the console."""
    name = key.decode(errors="replace")
    return NAMES.get(name, name)


def number(text: bytes) -> float | None:
    """Return one value: `1.0e-05`, `nan`, `-inf`, `12K`; None when it is no number."""
    try:
        if text[-1:] in _UNIT:
            return float(text[:-1]) * _UNIT[text[-1:]]
        return float(text)
    except ValueError:
        return None


def values(found: Sequence[tuple[bytes, bytes]]) -> Mapping[str, float]:
    """Return those pairs that are numbers, by the name that metrics.jsonl has for them."""
    numbers = ((metric_name(key), number(text)) for key, text in found)
    return {name: value for name, value in numbers if value is not None}


def _all(keys: Sequence[bytes]) -> bytes:
    rest = b"".join(b" " + re.escape(key) + b":" + _VALUE for key in keys[1:])
    return re.escape(keys[0]) + b":(" + _VALUE + rest + rb")(?=[ \r]*(?:[\r\n]|\Z))"


def _one(keys: Sequence[bytes], at: int) -> bytes:
    before = b"".join(re.escape(key) + b":" + _VALUE + b" " for key in keys[:at])
    return before + re.escape(keys[at]) + b":(" + _VALUE + b")"


class _Strip:
    """Takes the names out of the text of values: `0.1 grdn:3.2 lr:1e-5` is 0.1, 3.2, 1e-5."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        # Letters of names go in one pass over all, unless they can stand in a number.
        self._plain = [key for key in keys if not set(key) & _OF_NUMBERS]
        self._others = [key for key in keys if key not in self._plain]
        self._letters = bytes({*b"".join(self._plain), *b":"})
        self._removed = sum(len(key) + 1 for key in self._plain)

    def numbers(self, texts: Sequence[bytes]) -> list[float]:
        """Return all values of all lines.

        Raises:
            ValueError: one is no number.
        """
        text = b",".join(texts)
        for key in self._others:
            text = text.replace(b" " + key + b":", b",")
        bare = text.translate(_COMMAS, self._letters)
        if len(text) - len(bare) == self._removed * len(texts):
            with suppress(msgspec.DecodeError):
                return _FLOATS.decode(b"[" + bare + b"]")
        for key in self._plain:  # NaN, infinities, and what is no number at all
            text = text.replace(b" " + key + b":", b",")
        found = [number(piece) for piece in text.split(b",")]
        numbers = [value for value in found if value is not None]
        if len(numbers) < len(found):
            raise ValueError("a value that is no number")
        return numbers
