"""A program on a real pty: when something is painted, what it costs, how much memory it takes."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from contextlib import AbstractContextManager, suppress
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
ESCAPES = re.compile(
    rb"\x1b(?:\[[0-9;?<>=:]*[ -/]*[@-~]|[()][0-9A-Za-z]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)"
)
KEPT_BYTES = 4_000_000


class Terminal(AbstractContextManager["Terminal"]):
    """Runs `argv` at 120x36 cells until the `with` statement ends, which kills it."""

    def __init__(self, argv: list[str], env: dict[str, str]) -> None:
        self.started = time.perf_counter()
        self.process, self._terminal = pty.fork()
        if self.process == 0:
            os.execvpe(argv[0], argv, env)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
        self._raw = b""
        self.most_bytes: dict[int, int] = {}
        """Peak of resident memory of each process that was seen, its own first."""

    def until(self, painted: str, deadline_s: float = 60.0) -> float:
        """Return the moment at which `painted`, a regular expression, stands in the output.

        What was painted before the last `until` counts no more. Raises TimeoutError.
        """
        wanted, give_up = re.compile(painted.encode()), time.perf_counter() + deadline_s
        while time.perf_counter() < give_up:
            self._take(0.02)
            if wanted.search(ESCAPES.sub(b"", self._raw)):
                self._raw = b""
                return time.perf_counter()
        raise TimeoutError(f"{painted!r} was not painted in {deadline_s} s")

    def drain(self, seconds: float) -> None:
        """Read what comes for so long, as a terminal does, and throw it away."""
        give_up = time.perf_counter() + seconds
        while time.perf_counter() < give_up:
            self._take(min(0.1, seconds))
            self._raw = b""

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self._terminal, keys.encode())

    def cpu_s(self) -> float:
        """Return CPU seconds of the program and all below it so far."""
        return sum(_cpu_s(process) for process in self._family())

    def memory(self) -> int:
        """Look at the peaks of resident memory; return the sum of all that were seen, in bytes."""
        for process in self._family():
            with suppress(OSError, IndexError):  # one that has just ended has no memory
                status = Path(f"/proc/{process}/status").read_text()
                peak = int(status.partition("VmHWM:")[2].split()[0]) * 1024
                self.most_bytes[process] = max(peak, self.most_bytes.get(process, 0))
        return sum(self.most_bytes.values())

    def has_children(self) -> bool:
        """Return whether a process that it started lives."""
        return len(self._family()) > 1

    def __exit__(self, *_: object) -> None:
        for process in reversed(self._family()):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self._terminal)

    def _take(self, wait_s: float) -> None:
        if select.select([self._terminal], [], [], wait_s)[0]:
            try:
                self._raw = (self._raw + os.read(self._terminal, 65536))[-KEPT_BYTES:]
            except OSError as error:  # nobody holds the other end any more
                said = ESCAPES.sub(b"", self._raw).decode(errors="replace")
                raise ChildProcessError(f"the program ended: {said[-500:]}") from error

    def _family(self) -> list[int]:
        family = [self.process]
        for parent in family:
            for task in Path(f"/proc/{parent}/task").glob("*/children"):
                with suppress(OSError):
                    family += [int(child) for child in task.read_text().split()]
        return family


def _cpu_s(process: int) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12]) + int(fields[13]) + int(fields[14])) / TICKS
