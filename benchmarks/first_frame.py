"""Wall and CPU seconds from process start until a text is painted on a real pty."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from pathlib import Path

from benchmarks.cost import Cost

TICKS = os.sysconf("SC_CLK_TCK")
ESCAPES = re.compile(rb"\x1b\[[0-9;?<>=]*[A-Za-z]")


def first_frame(
    argv: list[str], marker: str, env: dict[str, str], deadline_s: float = 60.0
) -> Cost:
    """Start `argv` on a 120x36 pty and measure until `marker` is painted.

    CPU seconds are the process's own user and system time (/proc). Raises TimeoutError.
    """
    started = time.perf_counter()
    process, terminal = pty.fork()
    if process == 0:
        os.execvpe(argv[0], argv, env)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
    seen = b""
    try:
        while time.perf_counter() - started < deadline_s:
            if select.select([terminal], [], [], 0.05)[0]:
                seen += os.read(terminal, 65536)
                if marker.encode() in ESCAPES.sub(b"", seen):
                    return Cost(time.perf_counter() - started, _cpu_s(process))
        raise TimeoutError(f"{argv} painted no {marker!r} in {deadline_s} s")
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(terminal)


def _cpu_s(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
