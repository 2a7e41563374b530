"""The student's own repository."""

from pathlib import Path

import pytest
import sample_workspace as sample

from lab_tasks.commits import repository
from lab_tasks.commits.plumbing import GitFailed, GitMissing, NotARepository
from lab_tasks.commits.repository import CommitFailed, Identity, Remote
from lab_tasks.workspace import Workspace


def test_a_folder_becomes_a_repository_on_main(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with pytest.raises(NotARepository):
        repository.status(workspace)

    repository.init(workspace)

    assert repository.status(workspace).branch == "main"
    assert repository.status(workspace).commit is None


def test_an_identity_is_none_until_it_is_set(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    repository.init(workspace)
    assert repository.identity(workspace) is None
    repository.set_identity(workspace, "Ada Student", "ada@example.org")
    assert repository.identity(workspace) == Identity("Ada Student", "ada@example.org")
    with pytest.raises(ValueError, match="email"):
        repository.set_identity(workspace, "Ada", "nowhere")


def test_exactly_the_named_files_are_committed_ignored_ones_too(workspace: Workspace) -> None:
    for name in ("wanted.txt", "ignored.txt", "other.txt"):
        (workspace.root / name).write_text(name)
    (workspace.root / ".gitignore").write_text("ignored.txt\n")
    sample.git(workspace.root, "add", "other.txt")

    commit = repository.commit(workspace, ["wanted.txt", "ignored.txt"], "Two\n\nlines")

    assert sample.git(workspace.root, "rev-parse", "HEAD").strip() == commit
    tracked = sample.git(workspace.root, "ls-tree", "--name-only", "HEAD").split()
    assert tracked == ["ignored.txt", "wanted.txt"]
    assert "other.txt" in sample.git(workspace.root, "status", "--short")


def test_a_workspace_in_a_larger_repository_commits_its_own_files(workspace: Workspace) -> None:
    inner = Workspace(workspace.root / "inner")
    inner.root.mkdir()
    (inner.root / "a.txt").write_text("a")
    repository.commit(inner, ["a.txt"], "one")
    tracked = sample.git(workspace.root, "ls-tree", "-r", "--name-only", "HEAD").split()
    assert tracked == ["inner/a.txt"]


def test_a_hook_that_refuses_is_quoted(workspace: Workspace) -> None:
    hook = workspace.root / ".git" / "hooks" / "pre-commit"
    hook.write_text("#!/bin/sh\necho 'no commits on Fridays' >&2\nexit 1\n")
    hook.chmod(0o755)
    (workspace.root / "a.txt").write_text("a")
    with pytest.raises(CommitFailed, match="no commits on Fridays"):
        repository.commit(workspace, ["a.txt"], "one")


def test_a_remote_is_shown_without_its_password(workspace: Workspace) -> None:
    url = "https://ada:secret@example.org/lab.git"
    sample.git(workspace.root, "remote", "add", "origin", url)
    assert repository.remotes(workspace) == (Remote("origin", "https://example.org/lab.git"),)


def test_no_repository_and_no_git_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotARepository):
        repository.status(Workspace(tmp_path))
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(GitMissing):
        repository.status(Workspace(tmp_path))


def test_a_remote_without_an_address_is_none(workspace: Workspace) -> None:
    sample.git(workspace.root, "config", "remote.half.fetch", "+refs/heads/*:refs/remotes/half/*")

    assert repository.remotes(workspace) == ()


def test_a_git_that_refuses_to_make_a_repository_is_quoted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "bin" / "git"
    old.parent.mkdir()
    old.write_text("#!/bin/sh\necho 'unknown option: initial-branch' >&2\nexit 129\n")
    old.chmod(0o755)
    repository.init(Workspace(tmp_path / "loaded"))  # GitPython looks for git once, when loaded
    monkeypatch.setenv("PATH", f"{old.parent}:/usr/bin:/bin")

    with pytest.raises(GitFailed, match="unknown option"):
        repository.init(Workspace(tmp_path / "new"))
