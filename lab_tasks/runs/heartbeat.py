"""heartbeat.json: every ten seconds the supervisor tells that it stands by, and what it saw."""

import contextlib
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from lab_tasks import foreign
from lab_tasks.problem import Problem

HEARTBEAT = "heartbeat.json"
EVERY_S = 10.0


MOST_SLEEPS = 32
"""Newest sleeps that a heartbeat tells: it fits into one block of a disk."""


class Sleep(msgspec.Struct, frozen=True):
    """The machine slept for `lasted_s` and was seen awake again at the Unix time `until_s`."""

    until_s: float
    lasted_s: float


class Heartbeat(msgspec.Struct, frozen=True, kw_only=True):
    """What the supervisor saw when it last looked."""

    format: int = 1
    time_s: float
    """Unix time of that look."""
    suspended_s: float = 0.0
    """Seconds for which the machine slept since the child's start; 0 where no clock tells."""
    sleeps: tuple[Sleep, ...] = ()
    """Those sleeps, oldest first, the newest `MOST_SLEEPS` of them."""
    free_bytes: int | None = None
    """Free space on the Workspace's disk; None: not known."""
    log_bytes: int = 0
    """Size of output.log."""
    warning: str = ""
    """A sentence on what needs a look before it ends the Run; empty: nothing does."""


def read_heartbeat(folder: Path) -> Heartbeat | None:
    """Return the newest heartbeat of a Run's folder; None without any, or half-written."""
    found = foreign.read_json(folder / HEARTBEAT, Heartbeat)
    return None if isinstance(found, Problem) else found


def write_heartbeat(folder: Path, beat: Heartbeat) -> None:
    """Replace the heartbeat, also on a full disk once there is one; nothing when it cannot.

    Not synced: it is worth nothing after a power cut, and a sync could make a training that
    writes its Checkpoint wait.
    """
    content = msgspec.json.encode(beat) + b"\n"
    aside = folder / f".{HEARTBEAT}"
    try:
        aside.write_bytes(content)
        aside.replace(folder / HEARTBEAT)
    except OSError:
        _write_in_place(folder / HEARTBEAT, content)
        with contextlib.suppress(OSError):
            aside.unlink()


def awake_s(begin_s: float, end_s: float, sleeps: Sequence[Sleep]) -> float:
    """Return the seconds between two Unix times for which the machine did not sleep."""
    asleep = (
        min(end_s, each.until_s) - max(begin_s, each.until_s - each.lasted_s) for each in sleeps
    )
    return max(0.0, end_s - begin_s - sum(seconds for seconds in asleep if seconds > 0))


def suspended_clock_s() -> float:
    """Return for how long this machine has slept since it started; 0 where no clock tells."""
    if not hasattr(time, "CLOCK_BOOTTIME"):  # macOS
        return 0.0
    # Tenths: the two clocks are read some microseconds apart.
    return round(
        time.clock_gettime(time.CLOCK_BOOTTIME) - time.clock_gettime(time.CLOCK_MONOTONIC), 1
    )


def _write_in_place(path: Path, content: bytes) -> None:
    # On a full disk: the file's one block is there already.
    with contextlib.suppress(OSError), path.open("r+b") as file:
        file.write(content)
        file.truncate()
