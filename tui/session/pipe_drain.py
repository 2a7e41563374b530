"""`python pipe_drain.py FILE`: keeps all that comes on standard input in FILE, until that ends.

A program of its own, of the standard library only: whoever pipes goes on when the app is left,
killed, or has crashed, because the pipe still has a reader.
"""

import contextlib
import os
import sys

PIECE_BYTES = 256 * 1024


def keep(pipe: int, path: str) -> None:
    """Append to `path` what comes out of the pipe, until the last writer has closed it."""
    os.set_blocking(pipe, True)
    with open(path, "ab", buffering=0) as file:
        while piece := os.read(pipe, PIECE_BYTES):
            # A full disk here must not stop who pipes: what cannot be kept is dropped.
            with contextlib.suppress(OSError):
                file.write(piece)


if __name__ == "__main__":
    keep(0, sys.argv[1])
