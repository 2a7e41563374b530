"""What the exit status says; part of the command line's contract."""

from enum import IntEnum


class ExitCode(IntEnum):
    """The statuses of `robolab-tui`."""

    PASS = 0
    """All required Checks pass."""
    FAIL = 1
    """Some do not."""
    USAGE = 2
    """Wrong usage, or a course that cannot be read."""
    ENVIRONMENT = 3
    """The environment's fault or ours, or a progress file that cannot be read."""
    INCONCLUSIVE = 4
    """The evidence is sound and does not settle it."""
    INTERRUPTED = 130
    """Ctrl-C."""
