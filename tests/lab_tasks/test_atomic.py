"""Writing aside, syncing, replacing."""

import errno
import json
import os
import stat
import tempfile
from pathlib import Path

import pytest
from refusing_disk import REFUSALS, failing

from lab_tasks import atomic


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file"

    atomic.write_text(path, "old, and longer\n")
    atomic.write_text(path, "é\n")

    assert path.read_bytes() == b"\xc3\xa9\n"
    assert list(path.parent.iterdir()) == [path]


def test_the_mode_of_the_old_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    path.chmod(0o640)

    atomic.write_text(path, "new")

    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_mode_that_is_given_while_the_new_file_is_written_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.touch(0o644)
    sync = os.fsync

    def shut_meanwhile(descriptor: int) -> None:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):  # the folder is synced when it is done
            path.chmod(0o600)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", shut_meanwhile)

    atomic.write_text(path, "new")
    monkeypatch.undo()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_link_stays_a_link_and_its_target_is_replaced(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)

    atomic.write_text(link, "new")

    assert link.is_symlink()
    assert target.read_text() == "new"


def test_json_is_sorted_and_strict(tmp_path: Path) -> None:
    atomic.write_json(tmp_path / "file", {"b": 1, "a": 2})

    assert (tmp_path / "file").read_text() == '{\n "a": 2,\n "b": 1\n}\n'
    with pytest.raises(ValueError, match="Out of range"):
        atomic.write_json(tmp_path / "file", {"a": float("nan")})
    assert json.loads((tmp_path / "file").read_text()) == {"a": 2, "b": 1}


@pytest.mark.parametrize(
    "number",
    REFUSALS,
    ids=lambda number: errno.errorcode[number],
)
@pytest.mark.parametrize(
    ("module", "call"), [(os, "fsync"), (os, "replace"), (os, "fdopen"), (tempfile, "mkstemp")]
)
def test_an_error_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: object, call: str, number: int
) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    monkeypatch.setattr(module, call, failing(number))

    with pytest.raises(OSError, match=os.strerror(number)):
        atomic.write_text(path, "new")

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_bytes_and_then_the_folder_are_synced_around_the_rename(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    replace = os.replace

    def note_sync(descriptor: int) -> None:
        kind = os.fstat(descriptor).st_mode
        done.append("sync folder" if stat.S_ISDIR(kind) else "sync file")

    def note_replace(source: Path, target: Path) -> None:
        done.append("replace")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(os, "replace", note_replace)

    atomic.write_text(tmp_path / "file", "new")

    assert done == ["sync file", "replace", "sync folder"]


def test_a_file_system_that_cannot_sync_folders_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", failing(errno.EINVAL))

    atomic.sync_folder(tmp_path)

    monkeypatch.setattr(os, "fsync", failing(errno.EIO))
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        atomic.sync_folder(tmp_path)


def test_a_line_after_a_torn_one_stands_on_its_own(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "log"
    atomic.append_line(path, "one")
    with path.open("a") as file:
        file.write("tor")

    atomic.append_line(path, "two")

    assert path.read_text() == "one\ntor\ntwo\n"
