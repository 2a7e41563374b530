"""A child finds our modules although nothing is installed and it starts in another folder."""

import os
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from lab_tasks import own_module
from lab_tasks.logs.index_reading import IndexReading

DEADLINE_S = 60.0


def _children_that_name(path: Path) -> list[Path]:
    found = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    children = [Path("/proc", pid) for one in found for pid in one.read_text().split()]
    return [one for one in children if bytes(path) in (one / "cmdline").read_bytes()]


def test_our_packages_are_found_first_where_nothing_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "lab_tasks.py").write_text("")

    said = subprocess.run(
        [sys.executable, "-S", "-P", "-c", "import lab_tasks.own_module as it; print(it.__file__)"],
        env=own_module.environment(),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.strip() == own_module.__file__


def test_a_child_that_outlives_us_finds_nothing_by_what_the_student_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/a/folder/of/the/student")

    environment = own_module.environment(tmp_path, outlives_us=True)

    assert environment == os.environ | {"PYTHONPATH": str(tmp_path)}


def test_the_child_that_reads_a_large_log_is_told_where_our_packages_are(tmp_path: Path) -> None:
    log = tmp_path / "a.fifo"
    os.mkfifo(log)  # the child waits for a writer, so that it can be looked at

    with closing(IndexReading(log)):
        give_up = time.monotonic() + DEADLINE_S
        while not (children := _children_that_name(log)):  # a fork is not its program yet
            assert time.monotonic() < give_up
        environment = (children[0] / "environ").read_bytes().split(b"\0")

    assert f"PYTHONPATH={own_module.environment()['PYTHONPATH']}".encode() in environment
