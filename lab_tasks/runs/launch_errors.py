"""What keeps a Run from being launched: nothing of it is left, and each says why and the remedy."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

REMEDIES = {
    errno.ENOSPC: "Free some space on that disk, then start the step again",
    errno.EDQUOT: "Free some of your quota there, then start the step again",
    errno.EROFS: "The file system is read-only: use a workspace elsewhere",
    errno.EACCES: "Give yourself write access to that folder, or use a workspace elsewhere",
    errno.ENOLCK: "That file system has no locks: use a workspace on a local disk",
}


class LaunchError(Exception):
    """A Run could not be launched, and nothing of it is left. `why` and where, and the `remedy`."""

    def __init__(self, why: str, remedy: str) -> None:
        self.why, self.remedy = why, remedy
        super().__init__(why, remedy)

    def __str__(self) -> str:
        return f"{self.why}. {self.remedy}."


class RunExists(LaunchError):
    """The id was claimed by another Run in the meantime: resolve the Recipe again."""


class DiskFull(LaunchError):
    """The disk has less room than a Run of that kind needs. Nothing was made."""


class RunFolderUnwritable(LaunchError):
    """The Run's folder cannot be written."""


class KeeperFailed(LaunchError):
    """The process that would stand by the Run did not start: memory, or our installation."""


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Raise RunFolderUnwritable where what is written in there for that Run raised an OSError."""
    try:
        yield
    except OSError as error:
        remedy = REMEDIES.get(error.errno or 0, "Look at that path, then start the step again")
        why = f"cannot start {folder.name}: {error.filename or folder}: {error.strerror or error}"
        raise RunFolderUnwritable(why, remedy) from error
