"""What another program pipes in, kept in a file that can be read as any log."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

DRAIN = Path(__file__).with_name("pipe_drain.py")
ENDS_WITHIN_S = 0.3
"""A drain whose pipe has ended is gone by then, even on a busy machine."""


class PipedLog:
    """Takes standard input over; keys come from the terminal meanwhile.

    A drain in a session of its own reads the pipe, so that leaving does not end who pipes. Within
    the `with` statement the log is there. Behind it the file is gone if the pipe has ended;
    otherwise it goes on growing, and `goes_on_in` says where.

    Raises:
        OSError: on entering, when there is no terminal for the keys, or no room for the file.
    """

    goes_on_in: Path | None = None
    """Where the rest of the log is kept; None: there is no rest, or one has not left yet."""

    def __enter__(self) -> Path:
        terminal = os.open("/dev/tty", os.O_RDONLY)
        try:
            self._folder = Path(tempfile.mkdtemp(prefix="robolab-pipe-"))
            self._log = self._folder / "output.log"
            self._log.touch(mode=0o600)
            self._drain = _start_drain(self._log)
            os.dup2(terminal, 0)  # only the drain holds the pipe now: its end is the pipe's end
        finally:
            os.close(terminal)
        return self._log

    def __exit__(self, *_: object) -> None:
        try:
            self._drain.wait(ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.goes_on_in = self._log
        else:
            shutil.rmtree(self._folder, ignore_errors=True)


def _start_drain(log: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", "-S", str(DRAIN), str(log)],
        stdin=0,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,  # neither ctrl-c nor the end of the terminal is for it
    )
