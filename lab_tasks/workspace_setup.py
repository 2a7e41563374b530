"""Making a Workspace: the folder, its git repository, and the four files the app writes first."""

import os
import re
from pathlib import Path

from course.model import Profile
from lab_tasks import atomic
from lab_tasks.commits import repository
from lab_tasks.commits.committing import GITIGNORE
from lab_tasks.lab.lab_environment import REQUIREMENTS
from lab_tasks.progress import progress
from lab_tasks.workspace import Workspace


class WorkspaceUnwritable(Exception):
    """The folder cannot be made or written."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.what = what
        self.remedy = remedy


def is_set_up(workspace: Workspace) -> bool:
    """Whether the student has started here before."""
    return workspace.progress_path.exists()


def holds_nothing_else(workspace: Workspace) -> bool:
    """Whether no file of anybody lies in the folder yet but what git and the app keep there."""
    root = workspace.root
    return not root.exists() or set(os.listdir(root)) <= {".git", workspace.private.name}


def set_up(workspace: Workspace, course: str, profile: Profile) -> None:
    """Make what is missing and leave what is there. Raises WorkspaceUnwritable, GitMissing."""
    check_writable(workspace)
    try:
        workspace.private.mkdir(parents=True, exist_ok=True)
        _write_missing(workspace.root / ".gitignore", GITIGNORE)
        _write_missing(workspace.requirements_path, requirements_text())
    except OSError as error:
        raise _unwritable(workspace.root, error) from error
    if not (workspace.root / ".git").exists():
        repository.init(workspace)
    if not is_set_up(workspace):
        progress.start(workspace, course, profile)


def check_writable(workspace: Workspace) -> None:
    """Raise WorkspaceUnwritable when the folder cannot be made or written to."""
    try:
        workspace.root.mkdir(parents=True, exist_ok=True)
        probe = workspace.root / ".robolab-probe"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise _unwritable(workspace.root, error) from error


def requirements_text() -> str:
    """Return the student's `requirements.txt`: every package of the lab at its pinned version."""
    lines = REQUIREMENTS.read_text().splitlines()
    pins = [re.sub(r"\s*\\$", "", line) for line in lines if re.match(r"[a-z0-9]", line)]
    return REQUIREMENTS_HEADER + "\n".join(pins) + "\n"


def _write_missing(path: Path, text: str) -> None:
    if not path.exists():
        atomic.write_text(path, text)


def _unwritable(root: Path, error: OSError) -> WorkspaceUnwritable:
    reason = os.strerror(error.errno) if error.errno else str(error)
    return WorkspaceUnwritable(
        f"The workspace {root} cannot be written: {reason}.",
        "Free some space or change its permissions, or name another folder with --workspace PATH.",
    )


REQUIREMENTS_HEADER = """\
# What the labs ran on. The fresh-clone test builds its environment from this file, so a package
# that your own code imports belongs here too.
"""
