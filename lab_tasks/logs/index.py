"""`python -P -m lab_tasks.logs.index FILE`: reads all of a large log and says what it measured.

A process of its own, for a regex over a block holds the interpreter while it runs and the app's
screen would stand still. It says frames (`index_frames`) on its standard output and ends; when the
app is gone, its pipe is, and so is this.
"""

import os
import sys
from pathlib import Path
from typing import BinaryIO

from lab_tasks.logs.curves import Curves
from lab_tasks.logs.index_frames import Frame, Indexed, PassEnded, Reached, Values, encode
from lab_tasks.logs.text_log import TextLog

BLOCK_BYTES = 128 * 1024
"""What stays in a processor's cache until it is folded: a quarter faster than a megabyte."""
FIRST_BYTES = 1 << 20
"""The first block: where a log does not say its log_freq, many lines together may."""
SAY_EVERY_BYTES = 16 << 20
FIRST = "loss"
"""The metric that comes first, in a pass of its own."""
TWO_PASSES_BYTES = 64 << 20
"""From here on all of the values take long enough that the loss alone is worth a pass."""
FIRST_SHARE = 0.2
"""Share of the work that the first pass is."""
KEPT_PAIRS = 4_096
"""Lowest and highest values that a curve keeps of a long log."""
SAMPLES = 32
SAMPLE_BYTES = 64 * 1024


def main(path: Path, out: BinaryIO) -> None:
    """Read the file as it is now."""
    size_bytes = path.stat().st_size
    share = 0.0
    if size_bytes > TWO_PASSES_BYTES:
        read(path, out, size_bytes, only=FIRST, begin=0.0, width=FIRST_SHARE)
        _say(out, PassEnded())
        share = FIRST_SHARE
    log = read(path, out, size_bytes, only=None, begin=share, width=1 - share)
    _say(out, Indexed(log.reading, log.position))


def read(
    path: Path, out: BinaryIO, size_bytes: int, *, only: str | None, begin: float, width: float
) -> TextLog:
    """Read it once and say its curves, in the share of the work from `begin`, `width` wide."""
    log = TextLog(only=only)
    curves = Curves(fold=fold_of(path, size_bytes))
    unsaid, done = 0, 0
    with path.open("rb", buffering=0) as file:
        while done < size_bytes:
            most = BLOCK_BYTES if done else FIRST_BYTES
            block = file.read(min(most, size_bytes - done))
            if not block:
                break
            done, unsaid = done + len(block), unsaid + len(block)
            for measures in log.feed(block):
                curves.add(measures)
            if unsaid >= SAY_EVERY_BYTES:
                unsaid = 0
                _say_curves(out, curves)
                _say(out, Reached(begin + width * done / size_bytes))
    _say_curves(out, curves)
    return log


def fold_of(path: Path, size_bytes: int) -> int:
    """Return how many values are folded into their lowest and highest, by a sample of the file."""
    if size_bytes < SAMPLES * SAMPLE_BYTES:
        return 1
    with path.open("rb", buffering=0) as file:
        places = (size_bytes * index // SAMPLES for index in range(SAMPLES))
        seen = sum(os.pread(file.fileno(), SAMPLE_BYTES, at).count(b" smpl:") for at in places)
    lines = seen * size_bytes // (SAMPLES * SAMPLE_BYTES)
    return max(1, lines // KEPT_PAIRS)


def _say_curves(out: BinaryIO, curves: Curves) -> None:
    for part, named in curves.taken().items():
        for name, curve in named.items():
            _say(out, Values(part, name, curve.steps.tobytes(), curve.values.tobytes()))


def _say(out: BinaryIO, frame: Frame) -> None:
    out.write(encode(frame))
    out.flush()


if __name__ == "__main__":
    os.nice(5)  # the training and the app come first
    try:
        main(Path(sys.argv[1]), sys.stdout.buffer)
    except BrokenPipeError:
        os._exit(1)  # nobody listens any more, and Python would complain once again at its end
