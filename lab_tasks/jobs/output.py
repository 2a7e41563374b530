"""A job's output: what finds no space on the disk is lost, and the job goes on.

Python's own `print` raises there, and so does the progress bar of a training: ten hours of work
would end for the sake of a line. What must not be lost, a checkpoint or a record, still raises.
"""

import errno
import io
import sys

NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class ForgivingFile(io.FileIO):
    """A descriptor that takes everything, whether or not there is space for it."""

    def write(self, content: object) -> int:
        """Write what there is space for; return the whole length."""
        view = memoryview(content).cast("B")  # type: ignore[arg-type]  # bytes in some form
        try:
            super().write(view)
        except OSError as error:
            if error.errno not in NO_SPACE:
                raise
        return len(view)


def survive_a_full_disk() -> None:
    """Let standard output and error of this process lose what finds no space."""
    sys.stdout, sys.stderr = _forgiving(1), _forgiving(2)


def _forgiving(descriptor: int) -> io.TextIOWrapper:
    file = ForgivingFile(descriptor, "w", closefd=False)
    # Unbuffered, as the supervisor starts jobs: what was printed before a kill is in the log.
    return io.TextIOWrapper(
        file,  # raw, as Python's own with -u
        encoding="utf-8",
        errors="backslashreplace",
        write_through=True,
    )
