"""The progress file on disk: read, changed under a lock, backed up, set aside, restored.

The lock is a file beside it, never the file itself, which every save replaces: with a lock on the
data file 727 of 1,200 concurrent updates were lost, with one beside it none.
"""

import contextlib
import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from course.strict_yaml import MOST_BYTES, YamlError
from lab_tasks import atomic, foreign
from lab_tasks.problem import Problem
from lab_tasks.progress.progress_document import Document, is_newer, parse, render
from lab_tasks.progress.progress_errors import (
    ProgressBusy,
    ProgressDamaged,
    ProgressNewer,
    ProgressUnwritable,
    of_another_course,
    unwritable,
)
from lab_tasks.workspace import Workspace

BACKUPS_KEPT = 20
LOCK_DEADLINE_S = 20.0
LOCK_POLL_S = 0.01
_LEADS_OUT = "it is a link out of this folder, and is not followed"
_PUT_IT_HERE = "Put the file itself in the place of the link"
_BACKUP = re.compile(r"([0-9]{6,})-[0-9a-f]{8}\.yaml")


def read(workspace: Workspace) -> Document | None:
    """Return the document; None when there is no file. Writes nothing.

    Raises:
        ProgressDamaged: it cannot be read or understood.
    """
    path = workspace.progress_path
    if _leads_out(workspace):
        raise ProgressDamaged(path, _LEADS_OUT, _PUT_IT_HERE)
    try:
        content = _read_bytes(path)
    except OSError as error:
        why = f"it cannot be read: {error.strerror or error}"
        raise ProgressDamaged(path, why, "Make it a file that you can read") from error
    if content is None:
        return None
    try:
        return parse(content, name=path.name)
    except YamlError as error:
        raise ProgressDamaged(path, error.problem, error.remedy, line=error.line) from error


def read_of(workspace: Workspace, course: str) -> Document | None:
    """Return the document as `read` does, where it is one of this Course that we know all of.

    Raises:
        ProgressDamaged: as `read`.
        ProgressNewer, ProgressOfAnotherCourse: it can be read, and does not tell of this Course.
    """
    document = read(workspace)
    if document is None:
        return None
    if is_newer(document):
        raise _newer(workspace, document)
    if document["course"] not in ("", course):
        raise of_another_course(workspace.progress_path, document["course"], course)
    return document


def read_or_set_aside(workspace: Workspace) -> Document | None:
    """Return the document as `read` does, and keep a copy of one that is damaged.

    Raises:
        ProgressDamaged: it is damaged; names the copy, and the version that can be restored.
    """
    try:
        return read(workspace)
    except ProgressDamaged as damage:
        raise ProgressDamaged(
            damage.path,
            damage.why,
            damage.remedy,
            line=damage.line,
            set_aside=_set_aside(workspace.progress_path),
            backup=newest_good_backup(workspace),
        ) from damage


def change(
    workspace: Workspace, edit: Callable[[Document | None], Document | None], **event: object
) -> Document | None:
    """Apply an edit to the newest state and save it; an edit that changes nothing saves nothing.

    `event` goes into the journal.

    Raises:
        ProgressDamaged: the file is damaged; it is left as it is.
        ProgressUnwritable: it cannot be saved; it is left as it is.
    """
    with _locked(workspace):
        before = read_or_set_aside(workspace)
        if before is not None and is_newer(before):
            raise _newer(workspace, before)
        wanted = edit(before)
        if wanted is not None and wanted != before:
            _save(workspace, wanted)
            _note(workspace, event)
        return wanted


def restore(workspace: Workspace) -> Path | None:
    """Put the newest good backup in the place of a damaged file, which is set aside first.

    Returns the backup; None when the file is sound, or there is no backup.

    Raises:
        ProgressUnwritable: it cannot be saved, or no copy of the damaged bytes can be kept.
    """
    with _locked(workspace):
        if _leads_out(workspace):
            raise ProgressUnwritable(workspace.progress_path, _LEADS_OUT, _PUT_IT_HERE)
        try:
            if read(workspace) is not None:
                return None
        except ProgressDamaged as damage:
            if _set_aside(workspace.progress_path) is None:
                why = "the damaged file cannot be copied aside, so it is not replaced"
                raise ProgressUnwritable(damage.path, why, "Move it elsewhere yourself") from damage
        backup = newest_good_backup(workspace)
        if backup is not None:
            _replace(workspace, backup.read_bytes())
            _note(workspace, {"event": "progress-restored", "backup": backup.name})
        return backup


def newest_good_backup(workspace: Workspace) -> Path | None:
    """Return the newest backup that can be read; None when there is none."""
    for path in reversed(_backups(workspace)):
        with contextlib.suppress(OSError, YamlError):
            content = _read_bytes(path)
            if content is not None and parse(content, name=path.name):
                return path
    return None


def _save(workspace: Workspace, document: Document) -> None:
    content = render(document)
    try:
        understood = parse(content, name=workspace.progress_path.name) == document
    except YamlError as error:
        why, remedy = f"not saved: {error.problem}", "Shorten its notes"
        raise ProgressUnwritable(workspace.progress_path, why, remedy) from error
    if not understood:
        raise AssertionError(f"{workspace.progress_path.name} would not be read as it was meant")
    try:
        # The old version may be the student's own edit. The new one is kept before it is in place:
        # if that fails, nothing has changed, and a later damage loses not even the last tick.
        _back_up(workspace, _read_bytes(workspace.progress_path))
        _back_up(workspace, content)
        atomic.write_text(workspace.progress_path, content.decode())
    except OSError as error:
        raise unwritable(workspace.progress_path, error) from error
    _tidy(workspace)


def _replace(workspace: Workspace, content: bytes) -> None:
    try:
        atomic.write_text(workspace.progress_path, content.decode())
    except OSError as error:
        raise unwritable(workspace.progress_path, error) from error


def _back_up(workspace: Workspace, content: bytes | None) -> None:
    backups = _backups(workspace)
    if content is None or (backups and backups[-1].read_bytes() == content):
        return
    # Numbers, not times: a clock may go backwards.
    number = _number(backups[-1]) + 1 if backups else 1
    name = f"{number:06d}-{hashlib.sha256(content).hexdigest()[:8]}.yaml"
    atomic.write_text(workspace.backups_dir / name, content.decode())


def _tidy(workspace: Workspace) -> None:
    """Remove what is too many: old backups, and what saves that were killed left beside."""
    path = workspace.progress_path.resolve()
    with contextlib.suppress(OSError):
        for old in _backups(workspace)[:-BACKUPS_KEPT]:
            old.unlink()
        for folder, name in ((path.parent, path.name), (workspace.backups_dir, "0*.yaml")):
            # An editor's swap file lies there too, and its name is shorter than mkstemp's.
            for left in folder.glob(f".{name}.{'[a-z0-9_]' * 8}"):
                left.unlink()  # nobody is writing it: we hold the lock


def _set_aside(path: Path) -> Path | None:
    """Copy a damaged file; return the copy, which may be an earlier one of the same bytes."""
    with contextlib.suppress(OSError):
        content = path.read_bytes() if _is_regular(path) else None
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


@contextlib.contextmanager
def _locked(workspace: Workspace) -> Iterator[None]:
    from filelock import FileLock, Timeout  # only who writes pays for it

    path = workspace.private / "progress.lock"
    lock = FileLock(path, timeout=LOCK_DEADLINE_S, poll_interval=LOCK_POLL_S)
    try:
        workspace.private.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        why = f"another robolab-tui has kept it locked for {LOCK_DEADLINE_S:.0f} s"
        raise ProgressBusy(workspace.progress_path, why, "Close it, then save again") from error
    except (OSError, NotImplementedError) as error:
        problem = error if isinstance(error, OSError) else OSError(str(error))
        raise unwritable(workspace.progress_path, problem) from error
    try:
        yield
    finally:
        lock.release()


def _leads_out(workspace: Workspace) -> bool:
    return isinstance(foreign.inside(workspace.root, workspace.progress_path.name), Problem)


def _newer(workspace: Workspace, document: Document) -> ProgressNewer:
    why = f"a newer robolab-tui wrote it (format {document['format']}); it is only read here"
    return ProgressNewer(workspace.progress_path, why, "Update robolab-tui to change it")


def _note(workspace: Workspace, event: dict[str, object]) -> None:
    from lab_tasks.progress import journal  # only a writer needs it, and it brings json

    with contextlib.suppress(OSError):  # saved already; the journal is history, not state
        journal.note(workspace, **event)  # type: ignore[arg-type]


def _backups(workspace: Workspace) -> list[Path]:
    if not workspace.backups_dir.is_dir():
        return []
    found = (path for path in workspace.backups_dir.iterdir() if _BACKUP.fullmatch(path.name))
    return sorted(found, key=_number)


def _number(backup: Path) -> int:
    return int(backup.name.partition("-")[0])


def _is_regular(path: Path) -> bool:
    return stat.S_ISREG(path.stat().st_mode)


def _read_bytes(path: Path) -> bytes | None:
    """Return a regular file's bytes, one more than is accepted at most; None when it is absent."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # a pipe never ends
    except FileNotFoundError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("it is not a regular file")
        return file.read(MOST_BYTES + 1)
