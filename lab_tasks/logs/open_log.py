"""open_log: any file with the metrics of a training, followed as it grows."""

from pathlib import Path
from typing import Protocol

from lab_tasks.logs import event_files
from lab_tasks.logs.formats import checked_format
from lab_tasks.logs.log_unreadable import LogUnreadable
from lab_tasks.logs.row_follower import RowFollower
from lab_tasks.logs.row_sources import ChildRows, FileRows
from lab_tasks.logs.rows import CsvRows, JsonRows
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
    match checked_format(path):
        case "console":
            return TextFollower(path)
        case "jsonl":
            return RowFollower(path, FileRows(path, JsonRows), is_text=True)
        case "csv":
            return RowFollower(path, FileRows(path, CsvRows), is_text=True)
        case library:
            command = event_files.command(path, library)
            return RowFollower(path, ChildRows(command, event_files.environment()), is_text=False)
