"""Copies of the progress file: a numbered backup of each version, and what was found damaged."""

import contextlib
import hashlib
import re
from datetime import UTC, datetime
from pathlib import Path

from course.strict_yaml import MOST_BYTES, YamlError
from lab_tasks import atomic, foreign
from lab_tasks.progress.progress_document import parse
from lab_tasks.workspace import Workspace

BACKUPS_KEPT = 20
_BACKUP = re.compile(r"([0-9]{6,})-[0-9a-f]{8}\.yaml")


def newest_good(workspace: Workspace) -> Path | None:
    """Return the newest backup that can be read; None when there is none."""
    for path in reversed(_backups(workspace)):
        with contextlib.suppress(YamlError):
            content = foreign.read_bytes(path, MOST_BYTES)
            if isinstance(content, bytes) and parse(content, name=path.name):
                return path
    return None


def back_up(workspace: Workspace, content: bytes | None) -> None:
    """Keep a version that is not the newest backup already. Raises OSError.

    For who holds the lock.
    """
    backups = _backups(workspace)
    if content is None or (backups and backups[-1].read_bytes() == content):
        return
    # Numbers, not times: a clock may go backwards.
    number = _number(backups[-1]) + 1 if backups else 1
    name = f"{number:06d}-{hashlib.sha256(content).hexdigest()[:8]}.yaml"
    atomic.write_text(workspace.backups_dir / name, content.decode())


def tidy(workspace: Workspace) -> None:
    """Remove what is too many: old backups, and what saves that were killed left beside.

    For who holds the lock.
    """
    path = workspace.progress_path.resolve()
    with contextlib.suppress(OSError):
        for old in _backups(workspace)[:-BACKUPS_KEPT]:
            old.unlink()
        for folder, name in ((path.parent, path.name), (workspace.backups_dir, "0*.yaml")):
            # An editor's swap file lies there too, and its name is shorter than mkstemp's.
            for left in folder.glob(f".{name}.{'[a-z0-9_]' * 8}"):
                left.unlink()  # nobody is writing it: we hold the lock


def set_aside(path: Path) -> Path | None:
    """Copy a damaged file; return the copy, which may be an earlier one of the same bytes."""
    with contextlib.suppress(OSError):
        content = path.read_bytes() if path.is_file() else None
        if content is None:
            return None
        pattern = f"{path.name}.damaged-*"
        earlier = [copy for copy in path.parent.glob(pattern) if copy.read_bytes() == content]
        if earlier:
            return min(earlier)
        copy = path.with_name(f"{path.name}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}")
        atomic.write_bytes(copy, content)
        return copy
    return None


def _backups(workspace: Workspace) -> list[Path]:
    if not workspace.backups_dir.is_dir():
        return []
    found = (path for path in workspace.backups_dir.iterdir() if _BACKUP.fullmatch(path.name))
    return sorted(found, key=_number)


def _number(backup: Path) -> int:
    return int(backup.name.partition("-")[0])
