"""A document that is edited: refused where it would be spoilt, saved without losing a version."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lab_tasks.documents import editable
from lab_tasks.documents.editable import Changed, Editable, open_editable, save, save_over
from lab_tasks.problem import Problem
from lab_tasks.workspace import Workspace

PATH = "docs/retro.md"


def opened(workspace: Workspace, content: bytes) -> Editable | Problem:
    file = workspace.root / PATH
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    return open_editable(workspace, PATH)


@pytest.mark.parametrize("content", [b"", b"a\nb", b"a\r\nb\r\n", "ä\u00a0\U0001f916\n".encode()])
def test_what_is_opened_and_saved_is_the_same_bytes(workspace: Workspace, content: bytes) -> None:
    document = opened(workspace, content)
    assert isinstance(document, Editable)

    assert isinstance(save(document, document.text), Editable)

    assert document.file.read_bytes() == content


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a\n\xff", "line 2: this is not UTF-8"),
        (b"a\nb\x00", "line 2: a control character (U+0000)"),
        (b"a\rb", "U+000D"),
        (b"a\r\nb\n", "two kinds"),
        ("a\u2028b".encode(), "U+2028"),
        (b"a" * 400_001, "larger than"),
    ],
)
def test_what_would_be_spoilt_is_refused_with_its_line(
    workspace: Workspace, content: bytes, words: str
) -> None:
    refused = opened(workspace, content)

    assert isinstance(refused, Problem)
    assert words in refused.what


def test_a_link_out_of_the_workspace_is_refused(workspace: Workspace) -> None:
    (workspace.root / "out.md").symlink_to("/etc/hostname")

    assert isinstance(open_editable(workspace, "out.md"), Problem)


def test_a_link_that_comes_into_the_place_of_an_open_document_is_not_followed(
    workspace: Workspace, tmp_path: Path
) -> None:
    document = opened(workspace, b"begun\n")
    assert isinstance(document, Editable)
    outside = tmp_path / "outside"
    outside.write_bytes(b"begun\n")
    document.file.unlink()
    document.file.symlink_to(outside)

    assert isinstance(save(document, "mine\n"), Problem)
    assert isinstance(save_over(workspace, document, "mine\n"), Problem)
    outside.unlink()
    assert isinstance(save(document, "mine\n"), Problem)

    assert not outside.exists()
    assert not workspace.drafts_dir.exists()


def test_another_programs_version_is_noticed_and_kept(workspace: Workspace) -> None:
    document = opened(workspace, b"begun\n")
    assert isinstance(document, Editable)
    document.file.write_bytes(b"theirs\n")

    assert editable.is_changed(document)
    assert save(document, "mine\n") == Changed(PATH, b"theirs\n")
    assert document.file.read_bytes() == b"theirs\n"
    for number in (1, 2):
        saved = save_over(workspace, document, f"mine {number}\n")
        assert not isinstance(saved, Problem)
        assert saved[1].name == f"docs%2Fretro.md.version-{number}"
        assert document.file.read_text() == f"mine {number}\n"
    assert (workspace.drafts_dir / "docs%2Fretro.md.version-1").read_bytes() == b"theirs\n"


def test_a_file_that_is_gone_is_written_again(workspace: Workspace) -> None:
    document = opened(workspace, b"begun\n")
    assert isinstance(document, Editable)
    document.file.unlink()

    assert not editable.is_changed(document)
    assert isinstance(save(document, "mine\n"), Editable)


def test_two_apps_that_keep_a_version_at_once_lose_none(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    versions = [f"version {n}".encode() for n in range(16)]

    with ThreadPoolExecutor(len(versions)) as apps:
        kept = list(apps.map(lambda each: editable.keep(workspace, "docs/a.md", each), versions))

    assert sorted(path.read_bytes() for path in kept) == sorted(versions)
