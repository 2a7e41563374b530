"""The progress file on disk: read, changed under a lock, restored from its copies.

The lock is a file beside it, never the file itself, which every save replaces: with a lock on the
data file 727 of 1,200 concurrent updates were lost, with one beside it none.
"""

import contextlib
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from course.strict_yaml import MOST_BYTES, YamlError
from lab_tasks import atomic, foreign
from lab_tasks.problem import Problem
from lab_tasks.progress import backups
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

LOCK_DEADLINE_S = 20.0
LOCK_POLL_S = 0.01
_LEADS_OUT = "it is a link out of this folder, and is not followed"
_PUT_IT_HERE = "Put the file itself in the place of the link"


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
            set_aside=backups.set_aside(workspace.progress_path),
            backup=backups.newest_good(workspace),
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
            if backups.set_aside(workspace.progress_path) is None:
                why = "the damaged file cannot be copied aside, so it is not replaced"
                raise ProgressUnwritable(damage.path, why, "Move it elsewhere yourself") from damage
        backup = backups.newest_good(workspace)
        if backup is not None:
            _replace(workspace, backup.read_bytes())
            _note(workspace, {"event": "progress-restored", "backup": backup.name})
        return backup


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
        backups.back_up(workspace, _read_bytes(workspace.progress_path))
        backups.back_up(workspace, content)
        atomic.write_text(workspace.progress_path, content.decode())
    except OSError as error:
        raise unwritable(workspace.progress_path, error) from error
    backups.tidy(workspace)


def _replace(workspace: Workspace, content: bytes) -> None:
    try:
        atomic.write_text(workspace.progress_path, content.decode())
    except OSError as error:
        raise unwritable(workspace.progress_path, error) from error


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
