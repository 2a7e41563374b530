"""A Run on a host: the same folder, the same states and the same end here as over there."""

import json
import shutil
import signal
from pathlib import Path

import fake_saver
import pytest
from fake_lab import STEP, ended, kill_child, kill_supervisor, until
from host_lab import HostLab

from lab_tasks.remote import ssh_launch
from lab_tasks.remote.detached import NotElsewhere, reattach, reattach_all
from lab_tasks.remote.placed import read_link
from lab_tasks.runs import locks
from lab_tasks.runs.checkpoints import last_complete_checkpoint
from lab_tasks.runs.model import (
    EXIT,
    LOCK,
    METRICS,
    OUTPUT_LOG,
    RECORD,
    Exit,
    Finished,
    Killed,
    Lost,
    Run,
    Running,
    Starting,
    Stopped,
)
from lab_tasks.runs.stop import stop
from lab_tasks.runs.store import read_exit, read_run, read_state
from lab_tasks.runs.system_lines import SYSTEM

pytestmark = pytest.mark.remote


def test_a_run_over_there_is_followed_and_ends_here_as_there(lab: HostLab) -> None:
    run = lab.launch("say:hello", "context", "ready", "wait:go", "metrics:50", "record")
    assert isinstance(run.state, Starting)
    assert locks.is_held(run.folder / LOCK)

    assert isinstance(lab.ready(run).state, Running)
    until(lambda: lab.log(run) == "hello\n", "its output")
    (lab.folder_there(run) / SYSTEM).write_text('{"time_s": 1.0}\n')
    lab.go(run)

    assert isinstance(ended(run), Finished)
    for name in (OUTPUT_LOG, METRICS, SYSTEM, RECORD, EXIT, "context.json"):
        assert (run.folder / name).read_bytes() == (lab.folder_there(run) / name).read_bytes()
    assert read_run(run.folder).succeeded


def test_a_status_and_a_signal_arrive_as_they_were(lab: HostLab) -> None:
    failed = lab.launch("say:oh no", "exit:3")
    killed = lab.launch("ready", "die:KILL")

    assert isinstance(state := ended(failed), Finished)
    assert state.code == 3
    assert isinstance(state := ended(killed), Killed)
    assert state.signal == signal.SIGKILL


def test_a_connection_lost_in_the_middle_loses_nothing(lab: HostLab) -> None:
    run = lab.launch("context", "say:first", "ready", "wait:go", "metrics:1000", "say:last")
    lab.ready(run)
    until(lambda: lab.log(run) == "first\n", "its output")

    lab.loopback.stop()
    lab.go(run)
    until(lambda: (lab.folder_there(run) / EXIT).exists(), "its end over there")
    until(lambda: "loopback cannot be reached: ssh: connect" in problem(run), "the word of it")
    assert isinstance(read_state(run.folder), Running)
    lab.loopback.start()

    assert isinstance(ended(run), Finished)
    assert lab.log(run) == "first\nlast\n"
    assert len((run.folder / METRICS).read_text().splitlines()) == 1001
    link = read_link(run.folder)
    assert link is not None
    assert link.problem == ""


def test_connections_that_are_dropped_again_and_again_lose_nothing(lab: HostLab) -> None:
    run = lab.launch("context", "ready", *["metrics:400", "say:more"] * 20, "wait:go")
    lab.ready(run)
    dropped = 0
    for _ in range(4):
        dropped += until(lab.loopback.drop, "a connection")
    assert dropped >= 4
    lab.go(run)

    assert isinstance(ended(run), Finished)
    for name in (OUTPUT_LOG, METRICS):
        assert (run.folder / name).read_bytes() == (lab.folder_there(run) / name).read_bytes()


def test_a_killed_mirror_is_started_again_and_goes_on(lab: HostLab) -> None:
    run = lab.launch("context", "say:first", "ready", "wait:go", "say:last", "record")
    lab.ready(run)

    lab.kill_mirror(run)
    assert isinstance(read_state(run.folder), Lost)
    (again,) = reattach_all(lab.here)
    assert again.is_alive
    with pytest.raises(NotElsewhere):
        reattach(lab.here, run)
    lab.go(run)

    assert isinstance(ended(run), Finished)
    assert lab.log(run) == "first\nlast\n"
    assert reattach_all(lab.here) == ()


def test_a_folder_that_came_from_somebody_else_is_not_followed(
    lab: HostLab, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run = lab.launch("context", "ready", "wait:go")
    lab.ready(run)
    lab.kill_mirror(run)

    monkeypatch.setenv("HOME", str(tmp_path / "another account"))

    assert reattach_all(lab.here) == ()
    assert isinstance(read_state(run.folder), Lost)


def test_a_stop_is_forwarded(lab: HostLab) -> None:
    run = lab.launch("context", "default:INT", "ready", "wait:go")

    stop(lab.ready(run))

    assert isinstance(ended(run), Stopped)
    there = read_exit(lab.folder_there(run))
    assert isinstance(there, Exit)
    assert there.signal == signal.SIGINT


def test_a_stop_before_the_host_answers_starts_nothing(
    lab: HostLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ssh_launch, "_lacking", lambda *_: ())  # it goes just after it was asked
    lab.loopback.stop()
    run = lab.launch("ready", "wait:go")
    until(lambda: "cannot be reached" in waits_for(run.folder), "the word of it")

    stop(run)

    assert isinstance(ended(run), Stopped)
    assert not lab.folder_there(run).exists()


def test_a_host_whose_supervisor_was_killed_says_lost(lab: HostLab) -> None:
    run = lab.launch("context", "say:first", "ready", "wait:go")
    lab.ready(run)
    there = read_run(lab.folder_there(run))

    kill_supervisor(there)
    kill_child(there)

    assert isinstance(ended(run), Lost)
    assert lab.log(run) == "first\n"
    link = read_link(run.folder)
    assert link is not None
    assert "supervisor was killed" in link.problem
    until(lambda: not locks.is_held(run.folder / LOCK), "the mirror's end")
    assert reattach_all(lab.here) == ()


def test_inputs_are_copied_there_first_and_links_are_not(lab: HostLab) -> None:
    demos = an_input(lab.here.runs_dir / "make-demos-01")
    (demos / "output" / "secret").symlink_to(Path.home() / ".ssh")

    run = lab.launch("exit:0", inputs=("make-demos-01",))

    assert isinstance(ended(run), Finished)
    there = lab.there.workspace.runs_dir / "make-demos-01"
    assert (there / "output" / "data").read_text() == "0123"
    assert not (there / "output" / "secret").is_symlink()
    assert read_run(there).succeeded


def test_what_it_made_comes_here_without_the_earlier_checkpoints(lab: HostLab) -> None:
    run = lab.launch("context", "ready", "wait:go")
    lab.ready(run)
    there = lab.folder_there(run)
    for step in ("001000", "002000"):
        model = there / "output" / "checkpoints" / step / "pretrained_model"
        model.mkdir(parents=True)
        (model / "model.safetensors").write_text(step)
    (there / "output" / "checkpoints" / "last").symlink_to("002000")
    (there / "output" / "escape").symlink_to("/etc/passwd")
    record = {"kind": "checkpoint", "path": "output/checkpoints/002000/pretrained_model"}
    (there / RECORD).write_text(json.dumps(record))
    lab.go(run)

    assert isinstance(ended(run), Finished)
    output = run.folder / "output"
    found = sorted(path.relative_to(output).as_posix() for path in output.rglob("*.safetensors"))
    assert found == ["checkpoints/002000/pretrained_model/model.safetensors"]
    assert not (output / "escape").is_symlink()


def test_what_it_made_is_waited_for_until_it_is_here_as_a_whole(lab: HostLab) -> None:
    run = lab.launch("context", "ready", "wait:go", "record")
    lab.ready(run)
    (lab.folder_there(run) / "output").mkdir(exist_ok=True)
    (lab.folder_there(run) / "output" / "model").write_text("weights")
    in_the_way = run.folder / "output" / "model" / "of somebody else's"
    in_the_way.mkdir(parents=True)

    lab.go(run)
    until(lambda: "output/model" in problem(run), "the word of it")
    assert not (run.folder / RECORD).exists()
    assert isinstance(read_state(run.folder), Running)
    in_the_way.rmdir()

    assert isinstance(ended(run), Finished)
    assert (run.folder / "output" / "model").read_text() == "weights"
    assert read_run(run.folder).succeeded


def test_a_run_whose_folder_is_gone_over_there_is_lost(lab: HostLab) -> None:
    run = lab.launch("context", "say:first", "ready", "wait:go")
    lab.ready(run)
    there = read_run(lab.folder_there(run))
    kill_supervisor(there)
    kill_child(there)
    shutil.rmtree(there.folder)

    assert isinstance(ended(run), Lost)
    assert problem(run) == "gpu-box: its folder is not there any more"
    until(lambda: not locks.is_held(run.folder / LOCK), "the mirror's end")
    assert reattach_all(lab.here) == ()


def test_a_stopped_training_brings_what_it_can_be_resumed_from(lab: HostLab) -> None:
    run = lab.launch("context", "default:INT", "ready", "wait:go")
    lab.ready(run)
    for step in fake_saver.STEPS:
        fake_saver.save(lab.folder_there(run) / "output" / "checkpoints", step)

    stop(run)

    assert isinstance(ended(run), Stopped)
    found = last_complete_checkpoint(read_run(run.folder))
    assert found is not None
    assert found.step == max(fake_saver.STEPS)
    assert len(list((run.folder / "output" / "checkpoints").iterdir())) == 1


def test_what_the_host_says_is_no_terminals_business(lab: HostLab) -> None:
    run = lab.launch("context", "ready", "wait:go")
    lab.ready(run)
    (lab.folder_there(run) / RECORD).write_text("\x1b]0;owned\x07 no JSON")
    lab.go(run)

    ended(run)

    assert not (run.folder / RECORD).exists()


def an_input(folder: Path) -> Path:
    (folder / "output").mkdir(parents=True)
    (folder / "output" / "data").write_text("0123")
    request = {
        "id": folder.name,
        "step": STEP,
        "title": "Demonstrations",
        "job": "fake",
        "profile": "quick",
        "args": [],
        "git": {"commit": None, "dirty": None},
        "requested_s": 1.0,
    }
    (folder / "request.json").write_text(json.dumps(request))
    (folder / RECORD).write_text("{}")
    (folder / EXIT).write_text('{"code": 0, "started_s": 1.0, "ended_s": 2.0}')
    return folder


def problem(run: Run) -> str:
    link = read_link(run.folder)
    return link.problem if link else ""


def waits_for(folder: Path) -> str:
    return str(json.loads((folder / "launch.json").read_text())["waiting_for"])
