"""open_log: any file with the metrics of a training, followed as it grows."""

import os
import stat
from pathlib import Path
from typing import Protocol

from lab_tasks.logs.log_unreadable import LogUnreadable
from lab_tasks.logs.text_follower import TextFollower
from lab_tasks.runs.follow import Update

__all__ = ["LogFollower", "LogUnreadable", "open_log"]


class LogFollower(Protocol):
    """Follows one log, whatever its format. For one thread at a time."""

    def poll(self) -> Update:
        """Read what is new, for a few hundredths of a second at most, and say how it stands."""

    def close(self) -> None:
        """End what reads in the background."""


def open_log(path: Path) -> LogFollower:
    """Return a follower of the file.

    Raises:
        LogUnreadable: it is not there, is no regular file, may not be read, or its format needs a
            library that no Python here has.
    """
    check(path)
    return TextFollower(path)


def check(path: Path) -> None:
    """Raise LogUnreadable unless `path` is a regular file that may be read."""
    try:
        status = path.stat()
    except OSError as error:
        raise LogUnreadable(
            f"{path} cannot be opened: {error.strerror}.", "Check the path, or use completion."
        ) from None
    if stat.S_ISDIR(status.st_mode):
        raise LogUnreadable(f"{path} is a folder.", "Name a log file in it.")
    if not stat.S_ISREG(status.st_mode):
        raise LogUnreadable(
            f"{path} is no regular file, so it cannot be read from its end.",
            "Write it to a file first, or pipe it in with `robolab-tui open -`.",
        )
    if not os.access(path, os.R_OK):
        raise LogUnreadable(f"{path} may not be read.", f"Allow it with `chmod u+r {path}`.")
