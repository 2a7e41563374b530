"""A broken app: the terminal is the student's again, and the story is in a file."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tui.crash import report_crash

PROGRAM = """
import sys
from tui import cli
from course.errors import CourseError
from tui.app import LabApp

def broken(self):
    raise {broken}

LabApp.on_mount = broken
sys.exit(cli.main(["--workspace", sys.argv[1]]))
"""


@pytest.mark.parametrize(
    "broken",
    [
        'RuntimeError("the wheel came off")',
        'CourseError("day.yaml", "", "the wheel came off", "Mend it")',
    ],
)
def test_a_crash_of_the_app_ends_with_our_fault_and_names_its_log(
    broken: str, tmp_path: Path
) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(broken=broken), str(tmp_path / "w")],
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.PIPE,
        env={**os.environ, "TERM": "xterm-256color"},
        text=True,
    ) as app:
        os.close(theirs)
        drained = subprocess.Popen(["cat"], stdin=ours, stdout=subprocess.DEVNULL)
        _, said = app.communicate(timeout=60)
        drained.terminate()
        drained.wait()
    os.close(ours)

    assert app.returncode == 3
    assert "the wheel came off" in said
    log = max(Path(os.environ["HOME"]).rglob("crash-*.log"))
    assert str(log) in said
    assert "Traceback" in log.read_text()


def test_what_broke_is_told_in_one_short_line_without_escapes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    report_crash(ValueError("\x1b[2J" + "long " * 1000))

    said = capsys.readouterr().err
    assert "ValueError" in said
    assert "\x1b" not in said
    assert len(said.splitlines()[0]) < 300
