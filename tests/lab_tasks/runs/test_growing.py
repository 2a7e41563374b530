"""A file that grows is read on; one that begins anew is read from its beginning."""

from pathlib import Path

import pytest

from lab_tasks.runs.beginning import HEAD_BYTES
from lab_tasks.runs.growing import GrowingFile, Growth

OLD = b"10:00 the old one\n"


@pytest.mark.parametrize("begin", [b"10:00", OLD * HEAD_BYTES])
def test_growth_is_read_on(tmp_path: Path, begin: bytes) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(begin)
    file = GrowingFile(path)
    assert file.read() == Growth(begin)

    with path.open("ab") as growing:
        growing.write(b" more\n")

    assert file.read() == Growth(b" more\n")
    assert file.read() == Growth(b"")


@pytest.mark.parametrize("times", [1, 2, 1000])
def test_a_file_that_is_cut_and_filled_again_between_two_looks_begins_anew(
    tmp_path: Path, times: int
) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(OLD)
    file = GrowingFile(path)
    file.read()

    path.write_bytes(b"11:00 the new one\n" * times)

    assert file.read() == Growth(b"11:00 the new one\n" * times, restarted=True)
