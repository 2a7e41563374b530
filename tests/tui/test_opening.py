"""The shell is painted before the Course is read; a refusal is told when the app has closed."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import threading
from pathlib import Path

import pytest
from lab_fixture import Lab, opened, text_of, until

from course.model import Course
from lab_tasks.progress import progress
from lab_tasks.workspace import Workspace
from tui.app import LabApp
from tui.exit_code import ExitCode
from tui.open_request import OpenRequest
from tui.screens.opening import OpeningScreen
from tui.widgets.checklist import Checklist

ROOT = Path(__file__).parents[2]
DEADLINE_S = 60.0
LEAVE_FULL_SCREEN = "\x1b[?1049l"


async def test_the_shell_stands_while_the_course_is_read_and_its_keys_say_why(
    course: Course, lab: Lab
) -> None:
    may_go_on = threading.Event()

    def read() -> OpenRequest:
        assert may_go_on.wait(DEADLINE_S)
        return OpenRequest(course, lab.workspace, day=19)

    async with LabApp(read, "robo47 › Day 19").run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: "robo47 › Day 19" in text_of(pilot.app.screen), "the shell")
        await pilot.press("c")
        await until(pilot, lambda: "still being read" in text_of(pilot.app.screen), "the reason")
        assert isinstance(pilot.app.screen, OpeningScreen)

        may_go_on.set()
        screen = await opened(pilot)

    assert screen.day.number == 19


async def test_no_step_is_shown_before_its_state_is_known(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on, load = threading.Event(), progress.load

    def slowly(workspace: Workspace) -> progress.Progress:
        assert may_go_on.wait(DEADLINE_S)
        return load(workspace)

    monkeypatch.setattr(progress, "load", slowly)
    async with lab.open().run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: "reading your Workspace" in text_of(pilot.app.screen))
        await pilot.press("n")
        await until(pilot, lambda: "is still being read" in text_of(pilot.app.screen), "the reason")
        assert pilot.app.screen.query_one(Checklist).step_id is None

        may_go_on.set()
        assert (await opened(pilot)).step is not None


async def test_q_leaves_before_the_course_was_read(course: Course, tmp_path: Path) -> None:
    may_go_on = threading.Event()

    def read() -> OpenRequest:
        may_go_on.wait(DEADLINE_S)
        return OpenRequest(course, Workspace(tmp_path))

    app = LabApp(read)
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.screen, OpeningScreen))
        await pilot.press("q")
        await until(pilot, lambda: app.return_value is not None, "the end")
        may_go_on.set()

    assert app.return_value == 0


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--day", "5"], "robo47 has no Day 5.\r\n  -> It has the Days 15, 16, "),
        (["--course", "broken"], 'course.yaml, line 3, key titel: the key "titel" is unknown'),
        (["--course", "robo48"], 'Did you mean "robo47"?'),
    ],
)
def test_a_course_that_cannot_be_opened_is_named_when_the_app_has_closed(
    words: list[str], complaint: str, tmp_path: Path
) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "course.yaml").write_text("format: 1\nid: mine\ntitel: M\nweeks: []\n")

    status, painted = _in_a_terminal(words, tmp_path)

    assert status == ExitCode.USAGE
    in_the_app, _, after_it = painted.rpartition(LEAVE_FULL_SCREEN)
    assert words[1] in in_the_app, "the shell was painted first"
    assert complaint in after_it
    assert "Traceback" not in painted


def test_a_terminal_that_is_too_small_is_told_what_is_needed(tmp_path: Path) -> None:
    status, painted = _in_a_terminal([], tmp_path, lines=10, columns=40)

    assert status == ExitCode.USAGE
    assert "40x10 cells; the app needs 60x16" in painted
    assert not (tmp_path / "lab").exists()


def _in_a_terminal(
    words: list[str], folder: Path, *, lines: int = 36, columns: int = 120
) -> tuple[int, str]:
    """Run the app on a pty; return its exit status and all that it wrote."""
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(folder)
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        kept = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
        env = {**kept, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color"}
        argv = [sys.executable, "-m", "tui", "--workspace", str(folder / "lab"), *words]
        os.execve(sys.executable, argv, env)
    try:
        written = _read_to_the_end(terminal)
    finally:
        os.kill(process, signal.SIGKILL)  # no effect on one that has ended
        status = os.waitpid(process, 0)[1]
        os.close(terminal)
    return os.waitstatus_to_exitcode(status), written.decode()


def _read_to_the_end(terminal: int) -> bytes:
    written = b""
    while select.select([terminal], [], [], DEADLINE_S)[0]:
        try:
            written += os.read(terminal, 65536)
        except OSError:  # Linux says EIO when nobody holds the other end any more
            return written
    pytest.fail(f"the app did not end: {written!r}")
