"""Saving the progress file: backups, disks that refuse, and who holds its lock."""

import errno
import os
import subprocess
import tempfile
from pathlib import Path

import pytest
from begun_progress import READ, SAMPLE, TRAIN, tree, write
from refusing_disk import REFUSALS, failing

from lab_tasks import atomic
from lab_tasks.progress import progress, progress_file
from lab_tasks.progress.progress import ProgressBusy, ProgressUnwritable
from lab_tasks.workspace import Workspace

# Backups


def test_a_students_own_edit_is_backed_up_before_it_is_changed(begun: Workspace) -> None:
    write(begun, SAMPLE + "# a remark\n")

    progress.tick(begun, READ, "committed")

    kept = [path.read_text() for path in begun.backups_dir.iterdir()]
    assert SAMPLE + "# a remark\n" in kept


def test_twenty_versions_are_kept_and_the_newest_is_the_file(begun: Workspace) -> None:
    for number in range(30):
        progress.tick(begun, READ, "attested", str(number))

    backups = sorted(begun.backups_dir.iterdir())
    assert len(backups) == 20
    assert backups[-1].read_bytes() == begun.progress_path.read_bytes()


# Disks and permissions


def test_a_save_removes_what_a_killed_save_left_and_no_editors_swap_file(begun: Workspace) -> None:
    mine = begun.root / f".{begun.progress_path.name}.swp"
    mine.write_text("unsaved in vim")
    left = begun.root / f".{begun.progress_path.name}.a1b2c3_4"
    left.write_text("format: 1")

    progress.tick(begun, READ, "attested")

    assert mine.read_text() == "unsaved in vim"
    assert not left.exists()


@pytest.mark.parametrize(
    "number",
    REFUSALS,
    ids=lambda number: errno.errorcode[number],
)
@pytest.mark.parametrize(
    ("module", "call"), [(os, "fsync"), (os, "replace"), (tempfile, "mkstemp")]
)
def test_a_disk_that_refuses_is_told_with_the_remedy_and_a_later_try_succeeds(
    begun: Workspace, monkeypatch: pytest.MonkeyPatch, module: object, call: str, number: int
) -> None:
    progress.tick(begun, READ, "attested")
    before = tree(begun.root)

    with monkeypatch.context() as broken:
        broken.setattr(module, call, failing(number))
        with pytest.raises(ProgressUnwritable) as told:
            progress.tick(begun, TRAIN, "executed")

    assert os.strerror(number) in told.value.why
    assert told.value.remedy
    assert tree(begun.root) == before
    assert TRAIN in progress.tick(begun, TRAIN, "executed").steps


def test_a_journal_that_cannot_be_written_does_not_undo_a_save(
    begun: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic, "append_line", failing(errno.ENOSPC))

    progress.tick(begun, READ, "attested")

    assert READ in progress.load(begun).steps


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here; the table of errors above stands in")
    try:
        workspace = Workspace(folder)
        progress.start(workspace, "robo47", "quick")
        (folder / "filler").write_bytes(b"x" * 60_000)
        saved = fill_up(workspace)

        assert progress.load(workspace).steps[READ].note == saved
        (folder / "filler").unlink()
        assert progress.tick(workspace, READ, "attested", "room again").steps
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill_up(workspace: Workspace) -> str:
    """Tick with longer and longer notes until the disk is full; return the last saved note."""
    saved = ""
    for length in range(500, 100_000, 1_000):
        try:
            progress.tick(workspace, READ, "attested", "n" * length)
        except ProgressUnwritable:
            return saved
        saved = "n" * length
    raise AssertionError("the disk was never full")


def test_a_root_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "root").write_text("")

    with pytest.raises(ProgressUnwritable):
        progress.tick(Workspace(tmp_path / "root"), READ, "attested")


# Another writer


def test_who_waits_too_long_for_another_is_told(
    begun: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress_file, "LOCK_DEADLINE_S", 0.05)
    with progress_file._locked(begun), pytest.raises(ProgressBusy, match="another robolab-tui"):
        progress.tick(begun, READ, "attested")
