"""The first look at a log: its end, at once, without the screen's library."""

import subprocess
import sys
from pathlib import Path

import pytest

from tui import first_look


def test_the_last_lines_that_fit_are_painted(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "a.log"
    log.write_text("".join(f"line {number}\n" for number in range(100)))

    first_look.paint("open › a.log", first_look.last_lines(log, 3), height=5)

    painted = capfd.readouterr().out
    assert [f"line {number}" in painted for number in (96, 97, 98, 99)] == [False, True, True, True]
    assert "open › a.log" in painted
    assert "\x1b[5;1H reading the curves" in painted


def test_what_a_log_says_acts_on_no_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "a.log"
    log.write_bytes(b"\x1b]0;owned\x07\x1b[31mred\x9b2J\n")

    first_look.paint("open › \x1b[2Ja.log", first_look.last_lines(log, 3), height=5)

    painted = capfd.readouterr().out
    assert "red" in painted
    assert not any(acts in painted for acts in ("\x07", "\x9b", "\x1b]", "\x1b[31m", "owned"))
    assert painted.count("\x1b[2J") == 1, "our own"


def test_a_log_that_is_not_there_has_no_lines(tmp_path: Path) -> None:
    assert first_look.last_lines(tmp_path / "gone.log", 3) == []


def test_it_loads_no_screen() -> None:
    program = "import sys, tui.first_look, tui.commands.open; sys.exit('textual' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
