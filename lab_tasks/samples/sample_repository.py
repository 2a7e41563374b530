"""The git repository of a sample workspace: made and committed to, whatever its author's own
configuration says.
"""

import subprocess
from collections.abc import Iterable
from pathlib import Path

from lab_tasks.commits import plumbing
from lab_tasks.workspace import Workspace

DEADLINE_S = 60
AUTHOR = {
    "GIT_AUTHOR_NAME": "Ada Student",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Ada Student",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
}
UNSYNCED = ("-c", "core.fsync=none", "-c", "gc.auto=0")
"""A sample is thrown away: it need not survive a power cut."""


def init(workspace: Workspace) -> None:
    """Make the repository. Raises GitMissing, GitFailed."""
    _git(workspace, "init", "-q", "-b", "main", "--template=")


def commit(workspace: Workspace, files: Iterable[Path], message: str) -> None:
    """Commit these files, ignored ones too. Raises GitMissing, GitFailed."""
    names = {path.relative_to(workspace.root).as_posix() for path in files}
    listed = "\0".join(sorted(names))
    where = ("--pathspec-from-file=-", "--pathspec-file-nul")
    _git(workspace, "add", "--force", *where, told=listed)
    _git(workspace, "commit", "-q", "--allow-empty", "-m", message)


def _git(workspace: Workspace, *arguments: str, told: str = "") -> None:
    try:
        done = subprocess.run(
            [plumbing.git_path(), *UNSYNCED, *arguments],
            cwd=workspace.root,
            env=plumbing.environment() | AUTHOR,
            input=told.encode(),
            capture_output=True,
            timeout=DEADLINE_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        why = f"git {arguments[0]} of a sample took longer than {DEADLINE_S} s. Try again"
        raise plumbing.GitFailed(why) from error
    if done.returncode:
        raise plumbing.GitFailed(done.stderr.decode(errors="replace").strip())
