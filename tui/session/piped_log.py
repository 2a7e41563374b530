"""What another program pipes in, kept in a file that can be read as any log."""

import contextlib
import os
import shutil
import tempfile
import threading
from pathlib import Path

PIECE_BYTES = 256 * 1024


class PipedLog:
    """Takes standard input over until it ends; keys come from the terminal meanwhile.

    The file goes with it: `log` is valid within the `with` statement.

    Raises:
        OSError: on entering, when there is no terminal for the keys.
    """

    def __enter__(self) -> Path:
        terminal = os.open("/dev/tty", os.O_RDONLY)
        self._input = os.dup(0)
        os.dup2(terminal, 0)
        os.close(terminal)
        self._folder = Path(tempfile.mkdtemp(prefix="robolab-pipe-"))
        log = self._folder / "standard input"
        log.touch(mode=0o600)
        threading.Thread(target=self._keep, args=(log,), name="piped log", daemon=True).start()
        return log

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def _keep(self, log: Path) -> None:
        with log.open("ab", buffering=0) as file:
            while piece := os.read(self._input, PIECE_BYTES):
                # A full disk here must not stop who pipes: what cannot be kept is dropped.
                with contextlib.suppress(OSError):
                    file.write(piece)
