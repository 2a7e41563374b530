"""What `open` was given, polled: a file elsewhere tells what stands in the way."""

import time
from pathlib import Path

import pytest

from lab_tasks.logs import problems
from lab_tasks.runs.model import Followed
from tui.open_request import CannotOpen
from tui.session.log_source import LogSource, LogSources

DEADLINE_S = 60.0
LINE = "INFO 2026-11-21 02:19:44 ot_train.py:641 step:{0} smpl:8 ep:2 epch:0.16 loss:0.5 grdn:4\n"


@pytest.fixture
def ssh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for `ssh` that runs what it is given here, or fails as one that has no way."""
    program = tmp_path / "bin" / "ssh"
    program.parent.mkdir()
    run = 'while [ "$1" != h ]; do shift; done; shift; [ "$1" = -- ] && shift; exec sh -c "exec $*"'
    refuse = f"[ -e {tmp_path}/refuse ] && {{ echo 'ssh: Connection refused' >&2; exit 255; }}"
    program.write_text(f"#!/bin/sh\n{refuse}\n{run}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return program


def until_it_tells(source: LogSource, step: int) -> str:
    """Poll until `step` is there, or nothing can come; return why."""
    give_up = time.monotonic() + DEADLINE_S
    while time.monotonic() < give_up:
        update = source.poll()
        assert isinstance(update.state, Followed)
        problem = update.state.problem
        if update.last_step == step or (problem and problem != problems.EMPTY):
            return problem
        time.sleep(0.02)
    pytest.fail(f"no step {step}")


def test_a_file_on_another_machine_is_followed_as_it_grows(ssh: Path, tmp_path: Path) -> None:
    log = tmp_path / "far.log"
    log.write_text(LINE.format(10) + LINE.format(20))

    with LogSources() as sources:
        source = sources.add(f"h:{log}", None)
        assert until_it_tells(source, 20) == ""
        with log.open("a") as file:
            file.write(LINE.format(30))
        assert until_it_tells(source, 30) == ""


def test_a_machine_that_cannot_be_reached_is_said(ssh: Path, tmp_path: Path) -> None:
    (tmp_path / "refuse").touch()

    with LogSources() as sources:
        why = until_it_tells(sources.add("h:/far.log", None), 10)

    assert "Connection refused" in why


def test_what_cannot_be_read_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with LogSources() as sources, pytest.raises(CannotOpen) as refused:
        sources.add("gone.log", tmp_path / "gone.log")

    assert "gone.log" in refused.value.text
    assert refused.value.remedy
