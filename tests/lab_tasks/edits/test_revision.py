"""A Course as git has it: nothing of the repository runs, and nothing leads out of the folder."""

import os
import subprocess
from pathlib import Path

import pytest

from lab_tasks.commits import plumbing
from lab_tasks.edits import revision
from lab_tasks.workspace import Workspace


def git(root: Path, *arguments: str, asked: str = "") -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=root, check=True, capture_output=True, text=True, input=asked
    )
    return done.stdout.strip()


@pytest.fixture
def course(workspace: Workspace) -> Path:
    folder = workspace.root / "my course"
    (folder / "day01").mkdir(parents=True)
    (folder / "course.yaml").write_bytes(b"id: x\r\n")
    (folder / "day01" / "naïve.md").write_text("text")
    (workspace.root / "outside.md").write_text("not of the Course")
    commit(workspace.root)
    return folder


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "one")


@pytest.fixture
def into(tmp_path: Path) -> Path:
    folder = tmp_path / "into"
    folder.mkdir()
    return folder


def laid_out(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if not path.is_dir())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_files_are_laid_out_as_they_were_committed(course: Path, into: Path) -> None:
    (course / "course.yaml").write_text("edited since")

    assert revision.lay_out(course, "HEAD", into) == ()

    assert laid_out(into) == {"course.yaml": b"id: x\r\n", "day01/naïve.md": b"text"}


def test_no_filter_of_the_repository_runs_and_no_attribute_changes_the_files(
    course: Path, into: Path
) -> None:
    canary = course.parent / "canary"
    lines = ("* filter=evil", "course.yaml export-subst", "day01/* export-ignore")
    (course / ".gitattributes").write_text("\n".join(lines) + "\n")
    (course / "course.yaml").write_text("id: $Format:%H$\n")
    commit(course.parent)
    git(course.parent, "config", "filter.evil.smudge", f"touch '{canary}'; cat")

    revision.lay_out(course, "HEAD", into)

    assert not canary.exists()
    assert laid_out(into)["course.yaml"] == b"id: $Format:%H$\n"
    assert laid_out(into)["day01/naïve.md"] == b"text"
    git(course.parent, "archive", "HEAD")
    assert canary.exists(), "the negative control: git archive runs it"


def test_links_are_left_out_and_named(course: Path, into: Path) -> None:
    (course / "absolute.md").symlink_to("/etc/hostname")
    (course / "relative.md").symlink_to("../outside.md")
    commit(course.parent)

    left = revision.lay_out(course, "HEAD", into)

    assert {(each.path, each.why) for each in left} == {
        ("absolute.md", "a link"),
        ("relative.md", "a link"),
    }
    assert set(laid_out(into)) == {"course.yaml", "day01/naïve.md"}


def test_a_path_that_leads_out_is_left_out(course: Path, into: Path) -> None:
    blob = git(course, "hash-object", "-w", "--stdin", asked="evil")
    entry = b"100644 stolen\0" + bytes.fromhex(blob)
    inner = _hash_tree(course, entry)
    outer = _hash_tree(course, b"40000 ..\0" + bytes.fromhex(inner))
    made = git(
        course,
        "commit-tree",
        _hash_tree(course, b"40000 my course\0" + bytes.fromhex(outer)),
        "-m",
        "x",
    )

    left = revision.lay_out(course, made, into)

    assert [each.path for each in left] == ["../stolen"]
    assert not (into.parent / "stolen").exists()


def _hash_tree(root: Path, content: bytes) -> str:
    command = ["git", "hash-object", "-w", "-t", "tree", "--literally", "--stdin"]
    done = subprocess.run(command, cwd=root, check=True, capture_output=True, input=content)
    return done.stdout.decode().strip()


@pytest.mark.parametrize("name", ["no-such", "--output=x", "HEAD:my course", "^HEAD"])
def test_what_is_no_revision_is_told_with_a_remedy(name: str, course: Path, into: Path) -> None:
    with pytest.raises(revision.NoSuchRevision, match=r"git log|Name a commit"):
        revision.lay_out(course, name, into)


def test_a_revision_before_the_course_is_told(course: Path, into: Path) -> None:
    (course.parent / "later").mkdir()

    with pytest.raises(revision.NoSuchRevision, match="HEAD holds no later"):
        revision.lay_out(course.parent / "later", "HEAD", into)


def test_sizes_are_bounded(course: Path, into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revision, "LARGEST_FILE_BYTES", 5)
    assert [each.path for each in revision.lay_out(course, "HEAD", into)] == ["course.yaml"]

    monkeypatch.setattr(revision, "MOST_FILES", 0)
    with pytest.raises(plumbing.GitFailed, match="0 files"):
        revision.lay_out(course, "HEAD", into)


def test_a_slow_git_is_told(
    course: Path, into: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 20\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")
    monkeypatch.setattr(plumbing, "DEADLINE_S", 0.05)

    with pytest.raises(plumbing.GitFailed, match=r"took longer than 0\.05 s"):
        revision.lay_out(course, "HEAD", into)


def test_an_answer_without_end_is_told(
    course: Path, into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plumbing, "LARGEST_ANSWER_BYTES", 100)

    with pytest.raises(plumbing.GitFailed, match="ls-tree said more than 100 bytes"):
        revision.lay_out(course, "HEAD", into)


def test_a_blob_that_the_repository_lacks_is_told(course: Path, into: Path) -> None:
    blob = git(course, "rev-parse", "HEAD:my course/course.yaml")
    os.unlink(course.parent / ".git" / "objects" / blob[:2] / blob[2:])

    with pytest.raises(plumbing.GitFailed, match=r"course\.yaml|ls-tree|bad object|could not"):
        revision.lay_out(course, "HEAD", into)
