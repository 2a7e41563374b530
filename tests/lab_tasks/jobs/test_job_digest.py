"""The rule for digests, which others implement again: written out here by hand."""

import hashlib
from pathlib import Path

from lab_tasks.jobs import digest


def test_a_folder_is_the_hash_of_its_sorted_lines(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "x.bin").write_bytes(b"1")
    (tmp_path / "a.txt").write_bytes(b"2")

    one, two = hashlib.sha256(b"1").hexdigest(), hashlib.sha256(b"2").hexdigest()
    lines = f"a.txt\0{two}\nb/x.bin\0{one}\n"
    assert digest.of_folder(tmp_path) == hashlib.sha256(lines.encode()).hexdigest()


def test_empty_folders_and_times_do_not_matter(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("same")
    before = digest.of_folder(tmp_path)

    (tmp_path / "empty").mkdir()
    (tmp_path / "a").touch()

    assert digest.of_folder(tmp_path) == before


def test_another_name_is_another_digest(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("same")
    before = digest.of_folder(tmp_path)

    (tmp_path / "a").rename(tmp_path / "b")

    assert digest.of_folder(tmp_path) != before


def test_a_file_larger_than_a_block_is_hashed_whole(tmp_path: Path) -> None:
    content = b"0123456789" * 200_000
    (tmp_path / "big").write_bytes(content)

    assert digest.of_file(tmp_path / "big") == hashlib.sha256(content).hexdigest()
