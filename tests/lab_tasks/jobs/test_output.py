"""A job outlives what it cannot print."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[3]
TALK = """
import resource, sys
from lab_tasks.jobs import output
if sys.argv[1] == "forgiving":
    output.survive_a_full_disk()
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
for number in range(30):
    # A file may not grow beyond this: writes stop in mid-line, then fail, as on a full disk.
    resource.setrlimit(resource.RLIMIT_FSIZE, (105 if number in range(10, 20) else hard, hard))
    print("line", number, file=sys.stderr if number % 2 else sys.stdout)
"""


def talk(log: Path, how: str) -> int:
    with log.open("ab") as file:
        return subprocess.run(
            [sys.executable, "-u", "-c", TALK, how],
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            stdout=file,
            stderr=file,
            timeout=30,
            check=False,
        ).returncode


def test_a_job_goes_on_when_its_log_finds_no_space(tmp_path: Path) -> None:
    log = tmp_path / "output.log"

    assert talk(log, "forgiving") == 0

    lines = log.read_text().splitlines()
    assert lines[:10] == [f"line {number}" for number in range(10)]
    assert lines[-9:] == [f"line {number}" for number in range(21, 30)]
    assert len(lines) < 30


def test_pythons_own_output_would_have_ended_it(tmp_path: Path) -> None:
    assert talk(tmp_path / "output.log", "python's own") == 1


@pytest.mark.parametrize("text", ["\u00e4 \U0001f916", "a\udcffb"])
def test_any_text_can_be_printed(tmp_path: Path, text: str) -> None:
    code = f"from lab_tasks.jobs import output; output.survive_a_full_disk(); print({text!a})"

    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        timeout=30,
        check=True,
    )

    assert done.stdout == text.encode("utf-8", "backslashreplace") + b"\n"
