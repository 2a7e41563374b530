"""The student's own repository, through GitPython: made, described, committed to.

Only for a Workspace its owner works in: GitPython runs what a repository's configuration names, as
git itself does. A repository of somebody else is read through `plumbing`.
"""

import configparser
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING

from lab_tasks.commits.plumbing import GitFailed, GitMissing, NotARepository
from lab_tasks.sanitise import clean, clean_line, without_secrets
from lab_tasks.workspace import Workspace

if TYPE_CHECKING:
    from git import Repo

QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true", "LC_ALL": "C"}
"""No question may come up: there is no terminal to answer it on."""


class CommitFailed(Exception):
    """git refused to commit, in its own words: a hook, a full disk, a lock."""


@dataclass(frozen=True)
class Identity:
    """Who commits, as git's configuration says."""

    name: str
    email: str


@dataclass(frozen=True)
class Remote:
    """Where the repository is pushed to. A password in the address is not kept."""

    name: str
    url: str


@dataclass(frozen=True)
class Status:
    """What git knows of the Workspace now. `commit` is None before the first one."""

    branch: str
    commit: str | None
    changed: tuple[str, ...]
    untracked: tuple[str, ...]


def init(workspace: Workspace) -> None:
    """Make a repository with the branch `main`; one that is there stays.

    Raises:
        GitMissing: there is no git.
        GitFailed: git refused, as one older than 2.28 does.
    """
    git = _gitpython()
    with _as_git_failed(git):
        git.Repo.init(workspace.root, initial_branch="main").close()


def identity(workspace: Workspace) -> Identity | None:
    """Return who would commit; None when name or email is not set."""
    with _repo(workspace) as repo, repo.config_reader() as config:
        name = str(config.get_value("user", "name", default=""))
        email = str(config.get_value("user", "email", default=""))
    return Identity(name, email) if name and email else None


def set_identity(workspace: Workspace, name: str, email: str) -> None:
    """Set who commits, in this repository only. Raises ValueError where either is empty."""
    name, email = clean_line(name), clean_line(email)
    if not name or "@" not in email:
        raise ValueError("git needs a name and an email address")
    with _repo(workspace) as repo, repo.config_writer() as config:
        config.set_value("user", "name", name)
        config.set_value("user", "email", email)


def commit(workspace: Workspace, paths: Sequence[str], message: str) -> str:
    """Commit exactly `paths` (relative to the Workspace, ignored ones too); return the commit.

    What else is staged stays staged. Raises CommitFailed.
    """
    from git.exc import GitCommandError

    with _repo(workspace) as repo:
        here = ["git", "-C", str(workspace.root)]  # paths are relative to it, not to the repository
        try:
            with repo.git.custom_environment(**QUIET):
                repo.git.execute([*here, "add", "--force", "--", *paths])
                repo.git.execute([*here, "commit", "--quiet", "-m", message, "--", *paths])
        except GitCommandError as error:
            said = clean(str(error.stderr or error.stdout)).strip()
            raise CommitFailed(f"git did not commit: {said}") from error
        return str(repo.head.commit.hexsha)


def status(workspace: Workspace) -> Status:
    """Return branch, commit, and which files differ from it. Raises GitMissing, NotARepository."""
    with _repo(workspace) as repo:
        has_commit = repo.head.is_valid()
        changed = [d.b_path or d.a_path or "" for d in repo.index.diff(None)]
        staged = [d.b_path or d.a_path or "" for d in repo.index.diff("HEAD")] if has_commit else []
        return Status(
            branch="(detached)" if repo.head.is_detached else clean_line(repo.active_branch.name),
            commit=repo.head.commit.hexsha if has_commit else None,
            changed=tuple(sorted({clean_line(name) for name in (*changed, *staged)})),
            untracked=tuple(clean_line(name) for name in repo.untracked_files),
        )


def remotes(workspace: Workspace) -> tuple[Remote, ...]:
    """Return the remotes with an address; user and password are left out of it."""
    with _repo(workspace) as repo:
        config = repo.config_reader()
        named = [(r.name, config.get_value(f'remote "{r.name}"', "url", "")) for r in repo.remotes]
        return tuple(
            Remote(clean_line(n), clean_line(without_secrets(str(url)))) for n, url in named if url
        )


@contextmanager
def _repo(workspace: Workspace) -> "Iterator[Repo]":
    git = _gitpython()
    with _as_git_failed(git):
        try:
            repo = git.Repo(workspace.root, search_parent_directories=True)
        except (git.exc.InvalidGitRepositoryError, git.exc.NoSuchPathError) as error:
            raise NotARepository(workspace.root) from error
        try:
            yield repo
        finally:
            repo.close()


@contextmanager
def _as_git_failed(git: ModuleType) -> Iterator[None]:
    """Name what git refused, or a configuration that cannot be read, GitFailed."""
    try:
        yield
    except (git.exc.GitError, configparser.Error) as error:
        said = clean(str(getattr(error, "stderr", "") or error)).strip()
        raise GitFailed(f"git refused: {said}") from error


def _gitpython() -> ModuleType:
    """Load GitPython when it is first needed: it takes 170 ms."""
    if shutil.which("git") is None:  # GitPython cannot even be imported then
        raise GitMissing
    import git

    loaded: ModuleType = git
    return loaded
