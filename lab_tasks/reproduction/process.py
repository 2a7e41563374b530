"""Child processes of a fresh-clone test: output to a log, a deadline, none left behind."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lab_tasks.sanitise import clean, clean_line

POLL_S = 0.1
TAIL_BYTES = 8000
GRACE_S = 10.0


class Cancelled(Exception):
    """The caller asked to stop."""


@dataclass(frozen=True)
class Ended:
    """How a child ended. `code` is negative for a signal; None: it ran past its deadline."""

    code: int | None
    log: Path
    duration_s: float

    @property
    def tail(self) -> str:
        """The end of its output, made safe to show."""
        with self.log.open("rb") as file:
            file.seek(max(0, self.log.stat().st_size - TAIL_BYTES))
            return clean(file.read().decode("utf-8", "replace"), TAIL_BYTES).strip()

    @property
    def last_line(self) -> str:
        """The last thing it said."""
        lines = self.tail.splitlines()
        return clean_line(lines[-1], 300) if lines else "it said nothing"


def run(
    command: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str],
    log: Path,
    deadline_s: float,
    is_cancelled: Callable[[], bool] = lambda: False,
    while_running: Callable[[], None] = lambda: None,
) -> Ended:
    """Run a command to its end, its output appended to `log`. Raises Cancelled, OSError."""
    started = time.monotonic()
    with child(command, cwd=cwd, env=env, log=log) as process:
        while process.poll() is None:
            if is_cancelled():
                raise Cancelled
            if time.monotonic() - started > deadline_s:
                return Ended(None, log, time.monotonic() - started)
            while_running()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(POLL_S)
    return Ended(process.returncode, log, time.monotonic() - started)


@contextmanager
def child(
    command: Sequence[str], *, cwd: Path, env: Mapping[str, str], log: Path
) -> "Iterator[subprocess.Popen[bytes]]":
    """Start a command in a group of its own; nothing of the group outlives the `with` block."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(
            list(command),
            cwd=cwd,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        _signal(process, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(GRACE_S)
    _signal(process, signal.SIGKILL)  # also what the child started and did not wait for
    process.wait()


def _signal(process: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)
