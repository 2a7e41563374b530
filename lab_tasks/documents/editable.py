"""A document while the app edits it: what can be edited without loss, and saving without one.

Its bytes as they were read are remembered by hash: whoever writes the file meanwhile is noticed
before a save, and neither version is lost.
"""

import errno
import hashlib
from contextlib import suppress
from itertools import count
from pathlib import Path

import msgspec

from lab_tasks import atomic, foreign
from lab_tasks.problem import Problem
from lab_tasks.sanitise import first_unsafe
from lab_tasks.workspace import Workspace

LARGEST_DOCUMENT_BYTES = 400_000
GONE = ""
"""The hash of a file that is not there."""


class Editable(msgspec.Struct, frozen=True):
    """A document that can be edited without loss, as it is on the disk."""

    path: str
    """Relative to `root`."""
    root: Path
    """The Workspace's."""
    text: str
    sha256: str

    @property
    def file(self) -> Path:
        """Where it is written."""
        return self.root / self.path


class Changed(msgspec.Struct, frozen=True):
    """Another program has written the file since it was read; nothing was saved."""

    path: str
    content: bytes
    """What stands there now."""


def open_editable(workspace: Workspace, path: str) -> Editable | Problem:
    """Return the document at `path`; a Problem where the app's editor would change more than asked.

    A file that is not there is empty.
    """
    file = foreign.inside(workspace.root, path)
    if isinstance(file, Problem):
        return file
    if not file.exists():
        return Editable(path, workspace.root, "", GONE)
    content = foreign.read_bytes(file, LARGEST_DOCUMENT_BYTES)
    if isinstance(content, Problem):
        return content
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Problem(f"{path}, line {line}: this is not UTF-8 text.")
    return _lossy(path, text) or Editable(path, workspace.root, text, _sha256(content))


def save(document: Editable, text: str) -> Editable | Changed | Problem:
    """Replace the file by `text`, unless another program has changed it. Raises OSError."""
    now = _on_disk(document)
    if isinstance(now, Problem):
        return now
    content = text.encode()
    if now is not None and _sha256(now) not in (document.sha256, _sha256(content)):
        return Changed(document.path, now)
    atomic.write_bytes(document.file, content)
    return msgspec.structs.replace(document, text=text, sha256=_sha256(content))


def save_over(
    workspace: Workspace, document: Editable, text: str
) -> tuple[Editable, Path] | Problem:
    """Replace what another program wrote, and keep that: return where. Raises OSError."""
    now = _on_disk(document)
    if isinstance(now, Problem):
        return now
    kept = keep(workspace, document.path, now or b"")
    content = text.encode()
    atomic.write_bytes(document.file, content)
    return msgspec.structs.replace(document, text=text, sha256=_sha256(content)), kept


def keep(workspace: Workspace, path: str, content: bytes) -> Path:
    """Keep a version of a document aside, numbered, and return where. Raises OSError."""
    name, folder = flat(path), aside(workspace)
    for number in count(1):
        target = folder / f"{name}.version-{number}"
        if target.exists():
            continue
        with suppress(FileExistsError):  # another app keeps one at this moment
            atomic.create_bytes(target, content)
            return target
    raise AssertionError("numbers do not end")


def aside(workspace: Workspace) -> Path:
    """Return the folder of drafts and versions. Raises OSError: a link leads out by it."""
    folder = workspace.drafts_dir
    if isinstance(foreign.inside(workspace.root, str(folder.relative_to(workspace.root))), Problem):
        raise OSError(errno.EXDEV, f"{folder} is a link out of the workspace")
    return folder


def flat(path: str) -> str:
    """Return a path as the name of one file."""
    return path.replace("%", "%25").replace("/", "%2F")


def is_changed(document: Editable) -> bool:
    """Whether the file is no longer what was read or saved last; one that is gone is not."""
    now = _on_disk(document)
    return isinstance(now, bytes) and _sha256(now) != document.sha256


def _on_disk(document: Editable) -> bytes | Problem | None:
    """Return the file's bytes; None where there is no file, a Problem where it leads out.

    Asked each time: since the document was opened, a link may have come into its place.
    """
    file = foreign.inside(document.root, document.path)
    if isinstance(file, Problem):
        return file
    return foreign.read_bytes(file, foreign.LARGEST_TEXT_BYTES) if file.exists() else None


def _lossy(path: str, text: str) -> Problem | None:
    """Say what an editor of lines would not give back as it was."""
    lines = text.replace("\r\n", "\n")
    if "\r\n" in text and lines.count("\n") != text.count("\r\n"):
        return Problem(f"{path} has line ends of two kinds.")
    at = first_unsafe(lines)
    if at is None:
        return None
    line = lines.count("\n", 0, at) + 1
    return Problem(f"{path}, line {line}: a control character (U+{ord(lines[at]):04X}).")


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
