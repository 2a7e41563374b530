"""Writing a file so that a crash at any moment leaves the old bytes or the new ones.

Temp file, fsync, rename, fsync of the folder: without the two syncs a power cut left an empty
file in half of the trials (the figures stand in docs/architecture.md). The library `atomicwrites`
is unmaintained and its author points to `os.replace`, which syncs nothing; hence our own.
"""

import contextlib
import errno
import fcntl
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

CANNOT_SYNC_FOLDERS = (errno.EINVAL, errno.ENOTSUP)
"""What network and FUSE file systems answer that have no sync of a folder."""
CANNOT_LINK = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS)
"""What file systems answer that have no second names, such as exFAT."""


def write_text(path: Path, text: str) -> None:
    """Replace `path` by `text` (UTF-8). Raises OSError and leaves the old file when it cannot."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Replace `path` by `content`. Raises OSError and leaves the old file when it cannot.

    The one exception: when only the folder cannot be synced, the new file is in place, and it is
    the rename that a power cut may undo.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    target = path.resolve()  # a symlinked file keeps its link
    with _aside(target, content) as aside:
        # read now: who shuts the file while the new one is written keeps it shut
        aside.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        os.replace(aside, target)
    sync_folder(target.parent)


def create_text(path: Path, text: str) -> None:
    """Write `path` whole (UTF-8) where there is nothing. Raises as `create_bytes` does."""
    create_bytes(path, text.encode())


def create_bytes(path: Path, content: bytes) -> None:
    """Write `path` whole where there is nothing. Raises FileExistsError and leaves what is there.

    A link to the finished file, unlike a rename, never replaces one that appeared meanwhile.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _aside(path, content) as aside:
        aside.chmod(0o644)
        _link(aside, path)
        aside.unlink()
    sync_folder(path.parent)


def write_json(path: Path, value: Mapping[str, object]) -> None:
    """Replace `path` by `value` as indented JSON with sorted keys."""
    import json  # likewise

    write_text(path, json.dumps(value, indent=1, sort_keys=True, allow_nan=False) + "\n")


def append_line(path: Path, line: str) -> None:
    """Append one line and sync it. A reader drops a last line that has no end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        if file.tell() and not _ends_whole(path):
            file.write(b"\n")
        file.write(line.encode() + b"\n")
        file.flush()
        _sync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` last through a power cut, where the file system can do that."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _sync(descriptor)
    except OSError as error:
        if error.errno not in CANNOT_SYNC_FOLDERS:
            raise
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _aside(target: Path, content: bytes) -> Iterator[Path]:
    """Write and sync a file beside `target`; where what is done in there fails, it goes again."""
    import tempfile  # readers import this module too, and a check would pay for it

    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    aside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            _sync(file.fileno())
        yield aside
    except BaseException:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise


def _link(aside: Path, path: Path) -> None:
    """Give a finished file its name too; a copy where the file system knows no links."""
    try:
        os.link(aside, path, follow_symlinks=False)
    except OSError as error:
        if error.errno not in CANNOT_LINK:
            raise
        with path.open("xb") as file:
            file.write(aside.read_bytes())
            file.flush()
            _sync(file.fileno())


def _sync(descriptor: int) -> None:
    if full_sync := getattr(fcntl, "F_FULLFSYNC", None):
        # macOS: fsync leaves the bytes in the drive's cache. Not every file system has this.
        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, full_sync)
            return
    os.fsync(descriptor)


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
