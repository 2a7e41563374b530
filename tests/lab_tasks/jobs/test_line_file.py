"""Lines stay whole, and a disk without space ends no training."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from lab_tasks.jobs.line_file import LineFile

REPOSITORY = Path(__file__).parents[3]
FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from lab_tasks.jobs import line_file
waiting = line_file.WAITING_BYTES = int(sys.argv[2])
file = line_file.LineFile(Path(sys.argv[1]))
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
for number in range(30):
    # A file may not grow beyond this: writes stop in mid-line, then fail, as on a full disk.
    resource.setrlimit(resource.RLIMIT_FSIZE, (205 if number in range(10, 20) else hard, hard))
    file.append({"number": number, "filling": "x" * 8})
"""


def numbers(path: Path) -> list[int]:
    content = path.read_text()
    assert content.endswith("\n")
    return [json.loads(line)["number"] for line in content.splitlines()]


def fill_the_disk(path: Path, waiting_bytes: int) -> list[str]:
    """Append 30 lines, of which the disk has no space for ten; return what was said."""
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path), str(waiting_bytes)],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stderr=subprocess.PIPE,
        text=True,
        timeout=30,
        check=True,
    )
    return done.stderr.splitlines()


def test_what_finds_no_space_is_written_when_there_is_some(tmp_path: Path) -> None:
    path = tmp_path / "metrics.jsonl"

    said = fill_the_disk(path, waiting_bytes=100_000)

    assert numbers(path) == list(range(30))
    assert len(said) == 2
    assert "metrics.jsonl cannot be written: File too large" in said[0]
    assert "0 lines of it were lost" in said[1]


def test_what_waits_is_bounded_and_what_is_lost_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "metrics.jsonl"

    said = fill_the_disk(path, waiting_bytes=200)

    found = numbers(path)
    assert found == sorted(set(found))
    assert found[-1] == 29
    lost = 30 - len(found)
    assert 0 < lost < 10
    assert f"{lost} lines of it were lost" in said[-1]


def test_half_a_line_of_a_killed_job_is_ended_before_the_next(tmp_path: Path) -> None:
    path = tmp_path / "metrics.jsonl"
    path.write_text('{"number": 1}\n{"num')

    LineFile(path).append({"number": 2})

    assert path.read_text() == '{"number": 1}\n{"num\n{"number": 2}\n'


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="this system has no such limit")
def test_every_line_is_one_write(tmp_path: Path) -> None:
    """A reader in between sees whole lines: the size of the file only moves line by line."""
    path = tmp_path / "metrics.jsonl"
    file = LineFile(path)

    for number in range(20):
        file.append({"number": number, "filling": "x" * 10_000})
        assert numbers(path) == list(range(number + 1))
