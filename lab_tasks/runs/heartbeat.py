"""heartbeat.json: every ten seconds the supervisor tells that it stands by, and what it saw."""

import contextlib
import time
from pathlib import Path

import msgspec

from lab_tasks import foreign
from lab_tasks.problem import Problem

HEARTBEAT = "heartbeat.json"
EVERY_S = 10.0


class Heartbeat(msgspec.Struct, frozen=True, kw_only=True):
    """What the supervisor saw when it last looked."""

    format: int = 1
    time_s: float
    """Unix time of that look."""
    suspended_s: float = 0.0
    """Seconds for which the machine slept since the child's start; 0 where no clock tells."""
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
