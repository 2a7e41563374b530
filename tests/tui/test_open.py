"""Stories of `robolab-tui open`: on a real terminal, where keys and pipes are what they are."""

import os
import pty
import re
import select
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sample_workspace as sample
from lab_fixture import text_of, until

from benchmarks.terminal import ESCAPES
from tui.exit_code import ExitCode
from tui.monitor_app import MonitorApp
from tui.screens.log import LogScreen
from tui.session.log_source import LogSources

ROOT = Path(__file__).parents[2]
DEADLINE_S = 60.0
OPEN = f"{sys.executable} -m tui open"


class Typed:
    """A shell command on a terminal of 120x36."""

    def __init__(self, command: str, folder: Path) -> None:
        self.painted = b""
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            env = os.environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color"}
            argv = ["sh", "-c", f"stty rows 36 cols 120; {command}"]
            os.execvpe("sh", argv, env | {"HOME": str(folder), "TMPDIR": str(folder)})

    def until(self, words: str) -> None:
        give_up = time.monotonic() + DEADLINE_S
        while words not in self.text:
            assert time.monotonic() < give_up, self.text
            assert self._read(), f"it ended: {self.text}"

    def press(self, keys: str) -> None:
        os.write(self.terminal, keys.encode())

    def status(self) -> int:
        """Read to the end; return the exit status."""
        while self._read():
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])

    @property
    def text(self) -> str:
        return ESCAPES.sub(b"", self.painted).decode(errors="replace")

    def _read(self) -> bool:
        assert select.select([self.terminal], [], [], DEADLINE_S)[0], self.text
        try:
            self.painted += os.read(self.terminal, 65536)
        except OSError:  # Linux says EIO when nobody holds the other end any more
            return False
        return True


def wait_for(name: str) -> str:
    return f"while [ ! -e {name} ]; do sleep 0.05; done"


def hand_over(path: Path, text: str) -> None:
    aside = path.with_suffix(".aside")
    aside.write_text(text)
    aside.rename(path)


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    give_up = time.monotonic() + DEADLINE_S
    while not is_so():
        assert time.monotonic() < give_up, what
        time.sleep(0.01)


def has_drain(folder: Path) -> bool:
    """Return whether a process keeps a pipe's log in this folder."""
    lines = [_command_of(pid) for pid in os.listdir("/proc") if pid.isdigit()]
    return any(b"pipe_drain.py" in line and os.fsencode(folder) in line for line in lines)


def _command_of(pid: str) -> bytes:
    try:
        return Path("/proc", pid, "cmdline").read_bytes()
    except OSError:
        return b""


@contextmanager
def typed(command: str, folder: Path) -> Iterator[Typed]:
    shell = Typed(command, folder)
    try:
        yield shell
    finally:
        try:
            os.killpg(shell.process, signal.SIGKILL)
            os.waitpid(shell.process, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        os.close(shell.terminal)


def metrics(step: int) -> str:
    return (
        f"INFO 2026-11-21 02:19:44 ot_train.py:641 step:{step} smpl:{step * 8} ep:2 epch:0.16 "
        f"loss:{5 / step:.3f} grdn:4.009 lr:1.0e-05 updt_s:0.863 data_s:0.137\n"
    )


def write_log(path: Path, steps: int = 400) -> Path:
    path.write_text("INFO 2026 cfg.steps=500\n" + "".join(map(metrics, range(10, steps + 1, 10))))
    return path


def test_a_log_is_watched_its_lines_are_read_and_q_leaves(tmp_path: Path) -> None:
    log = write_log(tmp_path / "train.log")

    with typed(f"{OPEN} train.log", tmp_path) as shell:
        shell.until("400")
        with log.open("a") as file:
            file.write(metrics(410))
        shell.until("410")
        shell.press("l")
        shell.until("Log of train.log")
        shell.until("step:410 ")
        shell.press("q")
        assert shell.status() == ExitCode.PASS

    assert "Traceback" not in shell.text


@pytest.mark.parametrize(("wish", "rings"), [("terminal", 1), ("off", 0)])
def test_an_alarm_rings_once_in_the_terminal_unless_it_is_not_wanted(
    wish: str, rings: int, tmp_path: Path
) -> None:
    log = write_log(tmp_path / "train.log")

    with typed(f"ROBOLAB_NOTIFY={wish} {OPEN} train.log", tmp_path) as shell:
        shell.until("400")
        with log.open("a") as file:
            file.write(re.sub("loss:[^ ]*", "loss:nan", metrics(410)))
        shell.until("became not a number")
        with log.open("a") as file:
            file.write(re.sub("loss:[^ ]*", "loss:nan", metrics(420)))
        shell.until("420")
        shell.press("q")
        assert shell.status() == 0

    told = shell.painted.count(b"\x1b]9;train.log: loss became not a number")
    assert told == shell.painted.count(b"\x1b]777;notify;train.log;loss became") == rings


def test_what_is_piped_in_is_watched_while_keys_come_from_the_terminal(tmp_path: Path) -> None:
    write_log(tmp_path / "train.log")
    feed = f"(cat train.log; {wait_for('more')}; cat more; {wait_for('end')})"
    with typed(f"{feed} | {OPEN} -", tmp_path) as shell:
        shell.until("standard input")
        shell.until("Trainings")  # the monitor, whose keys act
        shell.until("400")
        assert list(tmp_path.glob("robolab-pipe-*"))
        hand_over(tmp_path / "more", metrics(480))
        shell.until("480")
        shell.press("l")
        shell.until("step:480 ")
        hand_over(tmp_path / "end", "")
        wait_until(lambda: not has_drain(tmp_path), "the drain ends with the pipe")
        shell.press("q")
        assert shell.status() == ExitCode.PASS

    assert not list(tmp_path.glob("robolab-pipe-*")), "its copy goes with it"
    assert "goes on" not in shell.text


@pytest.mark.parametrize("leave", ["q", "kill"])
def test_who_pipes_goes_on_when_its_viewer_is_left_and_its_log_is_kept(
    leave: str, tmp_path: Path
) -> None:
    write_log(tmp_path / "train.log")
    program = f"(cat train.log; {wait_for('more')}; cat more && touch ended)"
    viewer = f"sh -c 'echo $$ > viewer; exec {OPEN} -'"
    with typed(f"{program} | {viewer}", tmp_path) as shell:
        shell.until("Trainings")
        shell.until("400")
        if leave == "q":
            shell.press("q")
            shell.until("The program that pipes in goes on")
        else:
            os.kill(int((tmp_path / "viewer").read_text()), signal.SIGKILL)
        hand_over(tmp_path / "more", metrics(480))
        wait_until((tmp_path / "ended").exists, "the program came to its end")
        wait_until(lambda: not has_drain(tmp_path), "the drain ends with the pipe")

    [kept] = tmp_path.glob("robolab-pipe-*/output.log")
    assert kept.read_text() == (tmp_path / "train.log").read_text() + metrics(480)
    assert leave != "q" or str(kept) in shell.text


def test_a_files_name_acts_on_nothing(tmp_path: Path) -> None:
    name = "a\x1b]0;owned\x07\u202e.log"
    write_log(tmp_path / name)

    with typed(f"{OPEN} a*.log", tmp_path) as shell:
        shell.until("Trainings")
        shell.press("q")
        assert shell.status() == ExitCode.PASS

    assert b"owned" not in shell.painted
    assert "\u202e" not in shell.painted.decode()


@pytest.mark.parametrize(
    ("files", "complaint"),
    [
        ("nowhere.log", "There is no nowhere.log.\r\n  -> Name a log"),
        (".", "is a folder, and not a run's"),
        ("/dev/null", "/dev/null is no file with lines"),
        ("train.log -", "- reads what is piped in, and nothing is."),
    ],
)
def test_what_cannot_be_opened_is_said_with_what_to_do(
    files: str, complaint: str, tmp_path: Path
) -> None:
    write_log(tmp_path / "train.log")

    with typed(f"{OPEN} {files}", tmp_path) as shell:
        assert shell.status() == ExitCode.USAGE

    assert complaint in shell.text
    assert "  -> " in shell.text


def test_without_a_terminal_it_says_what_to_use_instead(tmp_path: Path) -> None:
    write_log(tmp_path / "train.log")

    done = subprocess.run(
        [*shlex.split(OPEN), "train.log"],
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )

    assert done.returncode == ExitCode.USAGE
    assert "robolab-tui report FILE" in done.stderr


async def test_an_alarm_is_told_in_front_of_the_log_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROBOLAB_NOTIFY", "off")
    log = write_log(tmp_path / "train.log")

    with LogSources() as sources:
        app = MonitorApp({"train.log": log}, sources)
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: "400" in text_of(app.screen), "the curve")
            await pilot.press("l")
            await until(pilot, lambda: isinstance(app.screen, LogScreen), "the log")
            with log.open("a") as file:
                file.write(re.sub("loss:[^ ]*", "loss:nan", metrics(410)))
            await until(pilot, lambda: "loss became not a number" in text_of(app.screen), "words")


async def test_logs_and_a_runs_folder_are_drawn_together(tmp_path: Path) -> None:
    sample.solved_workspace(tmp_path / "lab", commit=False)
    run = tmp_path / "lab" / ".robolab" / "runs" / "train-act-01"
    places = {"one.log": write_log(tmp_path / "one.log"), "train-act-01": run}

    with LogSources() as sources:
        app = MonitorApp(places, sources)
        async with app.run_test(size=(120, 36)) as pilot:
            shown = lambda: text_of(app.screen)  # noqa: E731
            await until(pilot, lambda: "400" in shown() and "train-act-01" in shown(), "both")
            await pilot.press("l")
            await until(pilot, lambda: isinstance(app.screen, LogScreen), "the log")
            await pilot.press("escape", "q")
            await until(pilot, lambda: app.return_value is not None, "the end")

    assert app.return_value == 0
