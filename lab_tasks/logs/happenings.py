"""Happenings between the lines of metrics: evaluations, Checkpoints, the end."""

import re
from collections.abc import Mapping

from lab_tasks.logs.header import literal
from lab_tasks.logs.layout import ANY, pairs, values
from lab_tasks.logs.log_time import time_before
from lab_tasks.logs.reading import Reading

_EVAL = re.compile(rb"Eval policy at step (\d{1,12})\b")
_CHECKPOINT = re.compile(rb"Checkpoint policy after step (\d{1,12})\b")
_OVERALL = re.compile(rb"Suite overall aggregated: (\{[^\r\n]{0,200000}\})")
_EVAL_LOSS = re.compile(rb"step (\d{1,12}): eval_loss=([^\s]+)")
_NAMES = {
    "pc_success": "eval_success",
    "avg_sum_reward": "eval_reward",
    "avg_max_reward": "eval_max_reward",
    "n_episodes": "eval_episodes",
    "eval_s": "eval_seconds",
}

Evaluated = tuple[int, Mapping[str, float], float | None]
"""The exact step, the values by name, the Unix time."""


def take(reading: Reading, piece: bytes) -> list[Evaluated]:
    """Return the evaluations in a piece, and note in `reading` what else happened."""
    if b"policy a" in piece:
        _take_checkpoints(reading, piece)
    found: list[Evaluated] = []
    if b"policy a" in piece or b"aggregated: {" in piece or "∑rwrd".encode() in piece:
        found += _evaluations(reading, piece)
    if b"eval_loss=" in piece:
        found += _eval_losses(piece)
    times = [at for _, _, at in found if at is not None]
    reading.heard_s = max(times, default=reading.heard_s)
    take_end(reading, piece)
    return found


def take_end(reading: Reading, piece: bytes) -> None:
    """Note the end of the training where a piece tells of it."""
    place = piece.rfind(b"End of training")
    if place >= 0:
        reading.is_complete = True
        reading.heard_s = time_before(piece, place) or reading.heard_s


def _take_checkpoints(reading: Reading, piece: bytes) -> None:
    for match in _CHECKPOINT.finditer(piece):
        reading.checkpoint = int(match[1])


def _evaluations(reading: Reading, piece: bytes) -> list[Evaluated]:
    begun = [(m.start(), int(m[1])) for m in _EVAL.finditer(piece)]
    results = [(m.start(), _of_dict(m[1])) for m in _OVERALL.finditer(piece)]
    if "∑rwrd".encode() in piece:
        results += [(m.start(), _of_line(m[5])) for m in ANY.finditer(piece) if b"loss" not in m[5]]
    found: list[Evaluated] = []
    for place, numbers in sorted(results, key=lambda result: result[0]):
        step = max((b for b in begun if b[0] < place), default=(0, reading.eval_step))[1]
        if step is not None and numbers:
            found.append((step, numbers, time_before(piece, place)))
    if begun:
        reading.eval_step = begun[-1][1]
    return found


def _of_dict(printed: bytes) -> dict[str, float]:
    said = literal(re.sub(r"\bnan\b", "'nan'", printed.decode(errors="replace")))
    if not isinstance(said, dict):
        return {}
    numbers = {_NAMES[name]: _float(said[name]) for name in _NAMES if name in said}
    return _shares({name: value for name, value in numbers.items() if value is not None})


def _of_line(text: bytes) -> dict[str, float]:
    return _shares(dict(values(pairs(text) or ())))


def _shares(numbers: dict[str, float]) -> dict[str, float]:
    # lerobot gives per cent, metrics.jsonl has 0 to 1.
    if "eval_success" in numbers:
        numbers["eval_success"] /= 100
    return numbers


def _eval_losses(piece: bytes) -> list[Evaluated]:
    found: list[Evaluated] = []
    for match in _EVAL_LOSS.finditer(piece):
        value = _float(match[2].decode(errors="replace"))
        if value is not None:
            found.append((int(match[1]), {"eval_loss": value}, time_before(piece, match.start())))
    return found


def _float(value: object) -> float | None:
    try:
        return float(value)  # type: ignore[arg-type]  # that is what is tried
    except (TypeError, ValueError):
        return None
