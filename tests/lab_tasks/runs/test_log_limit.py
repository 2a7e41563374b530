"""The bound of a log: the beginning and the end stay, and it says how much is not there."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab_tasks.runs import log_limit
from lab_tasks.runs.log_limit import Bounds, LogLimit

KB = 1 << 10
BOUNDS = Bounds(head=64 * KB, tail=64 * KB, most=256 * KB)
LINE_BYTES = 16


@pytest.fixture(params=["taken out", "moved down"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to cut; the second wherever the file system cannot do the first."""
    if request.param == "moved down":
        monkeypatch.setattr(log_limit, "collapse", lambda _file, _begin, _length: False)
    return str(request.param)


def lines(first: int, count: int) -> bytes:
    return b"".join(b"%015d\n" % number for number in range(first, first + count))


def append(log: Path, data: bytes) -> None:
    with log.open("ab") as file:
        file.write(data)


def parts(log: Path) -> tuple[bytes, int, bytes]:
    """Return what stands before the note, the figure in the note, and what stands after it."""
    content = log.read_bytes()
    (note,) = re.finditer(rb"\n\[robolab: (?:at least )?([\d,]+) bytes[^\n]*\n", content)
    return content[: note.start()], int(note[1].replace(b",", b"")), content[note.end() :]


def test_a_log_within_its_bounds_is_never_touched(tmp_path: Path) -> None:
    log = tmp_path / "output.log"
    log.write_bytes(lines(0, BOUNDS.most // LINE_BYTES))
    before = log.stat()

    assert LogLimit(log, BOUNDS).look() == BOUNDS.most

    assert log.stat() == before


@pytest.mark.usefixtures("way")
def test_over_its_bounds_the_middle_is_left_out_and_counted(tmp_path: Path) -> None:
    log, written = tmp_path / "output.log", b""
    limit = LogLimit(log, BOUNDS)

    for turn in range(5):
        more = lines(turn * 12_345, 12_345)
        append(log, more)
        written += more
        assert limit.look() <= BOUNDS.most

    head, left_out, tail = parts(log)
    assert written.startswith(head)
    assert written.endswith(tail)
    assert len(head) == BOUNDS.head
    assert len(tail) >= BOUNDS.tail
    assert len(head) + left_out + len(tail) == len(written)


WRITER = """
import os, sys
log = os.open(sys.argv[1], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
for begin in range(0, int(sys.argv[2]), 100):
    os.write(log, b"".join(b"%015d\\n" % number for number in range(begin, begin + 100)))
"""


@pytest.fixture
def tearing(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that appends 100,000 numbered lines as fast as it can."""
    argv = [sys.executable, "-c", WRITER, str(tmp_path / "output.log"), "100000"]
    with subprocess.Popen(argv) as process:
        yield process


def test_what_a_child_writes_during_a_cut_is_not_lost(
    tmp_path: Path, tearing: subprocess.Popen[bytes]
) -> None:
    log = tmp_path / "output.log"
    limit = LogLimit(log, BOUNDS)

    while tearing.poll() is None:
        limit.look()
    limit.look()

    head, left_out, tail = parts(log)
    if b"at least" in log.read_bytes():
        pytest.skip("this file system takes no range out of a file")
    whole = tail[tail.index(b"\n") + 1 :]
    first = int(whole[:15])
    assert whole == lines(first, 100_000 - first)
    assert head == lines(0, 100_000)[: BOUNDS.head]
    assert len(head) + left_out + len(tail) == 100_000 * LINE_BYTES


def test_a_log_that_is_not_there_has_no_size(tmp_path: Path) -> None:
    assert LogLimit(tmp_path / "gone", BOUNDS).look() == 0


def test_a_range_is_taken_out_here_or_the_other_way_is_taken(tmp_path: Path) -> None:
    log = tmp_path / "file"
    log.write_bytes(b"a" * 4096 + b"b" * 4096 + b"c" * 4096)

    with log.open("r+b") as file:
        done = log_limit.collapse(file.fileno(), 4096, 4096)

    assert os.stat(log).st_size == (2 if done else 3) * 4096
