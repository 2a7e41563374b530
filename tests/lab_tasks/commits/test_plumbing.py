"""Reading repositories, among them hostile ones."""

import hashlib
import os
import subprocess
from pathlib import Path

import pytest

from lab_tasks import foreign
from lab_tasks.commits import plumbing
from lab_tasks.workspace import Workspace


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)


def test_a_repository_before_its_first_commit_has_no_head_and_no_blobs(
    workspace: Workspace,
) -> None:
    assert plumbing.head_commit(workspace.root) is None
    assert plumbing.head_blobs(workspace.root) == {}


def test_head_blobs_name_the_bytes_as_they_are_on_disk(workspace: Workspace) -> None:
    file = workspace.root / "a folder" / "naïve\tname.txt"
    file.parent.mkdir()
    file.write_bytes(b"line\r\n")
    git(workspace.root, "add", ".")
    git(workspace.root, "commit", "-q", "-m", "one")

    blobs = plumbing.head_blobs(workspace.root)

    assert blobs == {"a folder/naïve\tname.txt": foreign.git_blob_name(file, 40)}
    assert plumbing.head_commit(workspace.root) is not None
    assert plumbing.blob(workspace.root, "a folder/naïve\tname.txt") == b"line\r\n"


def test_a_workspace_below_the_repositorys_root_sees_its_own_files_by_their_own_names(
    workspace: Workspace,
) -> None:
    inner = workspace.root / "course"
    inner.mkdir()
    (inner / "notes.md").write_text("notes")
    (workspace.root / "outside.md").write_text("not mine")
    git(workspace.root, "add", ".")
    git(workspace.root, "commit", "-q", "-m", "one")

    assert set(plumbing.head_blobs(inner)) == {"notes.md"}


def test_a_folder_that_is_no_repository_says_so_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(plumbing.NotARepository, match="git init"):
        plumbing.head_commit(tmp_path)
    with pytest.raises(plumbing.NotARepository):
        plumbing.head_blobs(tmp_path / "absent")


def test_a_machine_without_git_says_so(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(plumbing.GitMissing, match="Install git"):
        plumbing.head_commit(workspace.root)


def test_no_program_that_a_repository_names_is_run(workspace: Workspace) -> None:
    canary = workspace.root / "canary"
    program = workspace.root / "evil"
    program.write_text(f"#!/bin/sh\ntouch '{canary}'\ncat\n")
    program.chmod(0o755)
    (workspace.root / ".gitattributes").write_text("* filter=evil diff=evil\n")
    git(workspace.root, "add", ".")
    git(workspace.root, "commit", "-q", "-m", "one")
    for key in ("core.fsmonitor", "filter.evil.clean", "filter.evil.smudge", "diff.evil.textconv"):
        git(workspace.root, "config", key, str(program))
    (workspace.root / ".git" / "hooks" / "post-index-change").symlink_to(program)
    (workspace.root / ".gitattributes").write_text("* filter=evil diff=evil text\n")

    plumbing.head_blobs(workspace.root)
    plumbing.head_commit(workspace.root)
    plumbing.blob(workspace.root, "evil")
    assert not canary.exists()

    subprocess.run(["git", "status"], cwd=workspace.root, capture_output=True, check=False)
    assert canary.exists(), "the negative control: an everyday call runs it"


def test_blob_names_follow_the_repositorys_hash(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"x")
    assert foreign.git_blob_name(file, 64) == hashlib.sha256(b"blob 1\0x").hexdigest()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_folder_of_another_user_is_read(workspace: Workspace) -> None:
    git(workspace.root, "commit", "-q", "--allow-empty", "-m", "one")
    for path in (workspace.root, *workspace.root.rglob("*")):
        os.chown(path, 12345, 12345, follow_symlinks=False)

    assert plumbing.head_commit(workspace.root) is not None
