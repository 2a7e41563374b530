"""What can go wrong with the progress file, one class for each thing to do about it."""

import errno
from pathlib import Path

from lab_tasks.sanitise import clean_line

LONGEST_WORDS = 1000

REMEDIES = {
    errno.ENOSPC: "Free some space on that disk, then save again",
    errno.EDQUOT: "Free some of your quota there, then save again",
    errno.EROFS: "The file system is read-only: mount it writable, or use another workspace",
    errno.EACCES: "Give yourself write access to the workspace, then save again",
    errno.EPERM: "Give yourself write access to the workspace, then save again",
    errno.ENOTDIR: "Move away the file that stands where a folder must be",
    errno.EEXIST: "Move away the file that stands where a folder must be",
    errno.EISDIR: "Move away the folder that stands where the file must be",
    errno.EIO: "The disk reports an error: copy your work elsewhere, then look at the disk",
}


class ProgressError(Exception):
    """Base of these errors. `path` is the file, `why` what is wrong, `remedy` what to do next.

    Both may quote the file, so what acts on a terminal is taken out of them.
    """

    def __init__(self, path: Path, why: str, remedy: str) -> None:
        self.path = path
        self.why, self.remedy = (clean_line(words, LONGEST_WORDS) for words in (why, remedy))
        super().__init__(path, self.why, self.remedy)

    def __str__(self) -> str:
        return f"{self.path}: {self.why}. {self.remedy}."


class ProgressUnwritable(ProgressError):
    """It cannot be saved: disk, permissions. The file is as it was; save again after the remedy."""


class ProgressBusy(ProgressUnwritable):
    """Another robolab-tui has kept it locked for too long."""


class ProgressNewer(ProgressUnwritable):
    """A newer robolab-tui wrote it: this one reads it and leaves it as it is."""


class ProgressOfAnotherCourse(ProgressError):
    """The Workspace belongs to another Course."""


class ProgressDamaged(ProgressError):
    """It cannot be understood. It is left as it is until the student mends or restores it."""

    def __init__(
        self,
        path: Path,
        why: str,
        remedy: str,
        *,
        line: int | None = None,
        set_aside: Path | None = None,
        backup: Path | None = None,
    ) -> None:
        self.line = line
        """Line of the file where it goes wrong; None when that cannot be told."""
        self.set_aside = set_aside
        """A copy of the damaged bytes; None when none was to be made, or none could be."""
        self.backup = backup
        """The newest good version, which `restore` puts back; None when there is none."""
        super().__init__(path, why, remedy)

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}, line {self.line}"
        kept = f" A copy of it is kept in {self.set_aside.name}." if self.set_aside else ""
        restorable = f" Or restore the version in {self.backup}." if self.backup else ""
        return f"{where}: {self.why}.{kept} {self.remedy}.{restorable}"


def unwritable(path: Path, error: OSError) -> ProgressUnwritable:
    """Say what an OSError means for the student."""
    remedy = REMEDIES.get(error.errno or 0, "Look at that path, then save again")
    where = f" ({error.filename})" if error.filename else ""
    return ProgressUnwritable(path, f"not saved: {error.strerror or error}{where}", remedy)


def of_another_course(path: Path, found: str, asked: str) -> ProgressOfAnotherCourse:
    """Say that a Workspace is one of the Course `found`, where `asked` was meant."""
    why = f"this workspace belongs to the course {found}, not to {asked}"
    remedy = f"Open it with --course {found}, or name another folder"
    return ProgressOfAnotherCourse(path, why, remedy)
