"""What `open` was given, made ready to be watched: a file, a Run's folder, a file elsewhere."""

from __future__ import annotations  # opening does not wait for what only types need

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tui.open_request import CannotOpen

if TYPE_CHECKING:
    from lab_tasks.remote.spool import Spool
    from lab_tasks.runs.follow import Update


@dataclass(frozen=True)
class LogSource:
    """Something to watch. `poll` is for one thread at a time."""

    name: str
    log: Path
    """Where its lines are."""
    poll: Callable[[], Update]


class LogSources(AbstractContextManager["LogSources"]):
    """Opens sources, and closes all of them at the end."""

    def __init__(self) -> None:
        self._open = ExitStack()

    def add(self, what: str, path: Path | None) -> LogSource:
        """Open `what`; `path` is where it is on this machine, None: it is elsewhere.

        Raises:
            CannotOpen: it cannot be read; says why and what to do.
        """
        if path is None:
            return self._remote(what)
        return self._run(path) if path.is_dir() else self._file(what, path)

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def _run(self, folder: Path) -> LogSource:
        from lab_tasks.runs.follow import Follower
        from lab_tasks.runs.model import OUTPUT_LOG

        return LogSource(folder.name, folder / OUTPUT_LOG, Follower(folder).poll)

    def _file(self, name: str, path: Path) -> LogSource:
        from lab_tasks.logs.log_unreadable import LogUnreadable
        from lab_tasks.logs.open_log import open_log

        try:
            follower = open_log(path)
        except LogUnreadable as error:
            raise CannotOpen(error.what, error.remedy) from error
        self._open.callback(follower.close)
        return LogSource(name, path, follower.poll)

    def _remote(self, address: str) -> LogSource:
        from lab_tasks.remote.spool import AddressRefused, Spool

        try:
            spool = self._open.enter_context(Spool(address))
            path = spool.start()
        except AddressRefused as error:
            raise CannotOpen(str(error)) from error
        except OSError as error:
            raise CannotOpen(f"No copy of {address} can be kept here: {error}.") from error
        source = self._file(address, path)
        return replace(source, poll=_telling(source.poll, spool))


def _telling(poll: Callable[[], Update], spool: Spool) -> Callable[[], Update]:
    """Return a poll that also says why nothing comes from the other machine."""
    from lab_tasks.runs.model import Followed

    def told() -> Update:
        update, problem = poll(), spool.problem
        if not problem or not isinstance(update.state, Followed):
            return update
        grew_s, is_complete = update.state.grew_s, update.state.is_complete
        return replace(update, state=Followed(grew_s, is_complete, problem))

    return told
