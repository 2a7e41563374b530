"""Plain scalars by YAML 1.2's core schema: no dates, no sexagesimals, no `no` that means False."""

import math
import re

Scalar = str | int | float | bool | None

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_LARGEST = 2**63
_MOST_DIGITS = 80  # beyond it no number fits, and Python's own conversion grows quadratically


def resolve(text: str) -> Scalar:
    """Return what an unquoted scalar means.

    Raises:
        ValueError: a number that 64 bits cannot hold, or one that is not finite.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    if _INTEGER.fullmatch(text):
        return _integer(text)
    if _NOT_FINITE.fullmatch(text):
        raise ValueError(f"the number {text} is not finite")
    return _float(text) if _FLOAT.fullmatch(text) else text


def _integer(text: str) -> int:
    base = {"0o": 8, "0x": 16}.get(text[:2], 10)
    if len(text) > _MOST_DIGITS or not -_LARGEST <= (value := int(text, base)) < _LARGEST:
        raise ValueError(f"the number {text[:24]} does not fit into 64 bits")
    return value


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"the number {text[:24]} does not fit into 64 bits")
    return value
