"""`run`, `queue` and `runs` without a screen: what they print, and what they refuse."""

import json
import shutil
import time
from pathlib import Path

import pytest
import sample_workspace as sample
from day_fixture import save_checkpoint
from lab_fixture import Lab

from lab_tasks.progress import progress
from lab_tasks.queue import allowed, queue_folder, runner, store
from lab_tasks.runs.model import RECORD, Stopped
from lab_tasks.runs.store import list_runs
from lab_tasks.workspace import Workspace
from tui.cli import main
from tui.exit_code import ExitCode

ENSURE_RUNNING = runner.ensure_running


@pytest.fixture
def begun(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A Workspace begun in `quick`, whose runner is not started."""
    progress.start(workspace, "robo47", "quick")
    monkeypatch.chdir(workspace.root)
    monkeypatch.setattr(runner, "ensure_running", lambda workspace: True)
    return workspace


def names(workspace: Workspace) -> list[str]:
    return [entry.name for entry in store.waiting(workspace)]


def test_run_queues_a_step_and_queue_lists_it(
    begun: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "day19/make-demos"]) == ExitCode.PASS
    assert main(["run", "day19/train-act", "--seeds", "1-3"]) == ExitCode.PASS
    seeds = [f"train-act (seed {seed})" for seed in (1, 2, 3)]
    assert names(begun) == ["make-demos", *seeds]
    capsys.readouterr()

    assert main(["queue"]) == ExitCode.PASS
    listed = capsys.readouterr().out.splitlines()
    assert listed[0].split() == ["1", "make-demos"]
    assert listed[1].split() == ["2", "train-act", "(seed", "1)", "train-act-seeds-01"]


def test_json_tells_the_same(begun: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    main(["run", "train-act", "--seeds", "7", "--format", "json"])
    queued = json.loads(capsys.readouterr().out)["queued"]
    main(["queue", "--format", "json"])
    facts = json.loads(capsys.readouterr().out)

    assert [(one["step"], one["seed"]) for one in queued] == [("robo47/day19/train-act", 7)]
    assert facts["waiting"] == queued
    assert (facts["limit"], facts["paused"], facts["dropped"]) == (1, None, [])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["train-atc"], "These run something: train-"),
        (["day19/glossary"], "glossary runs nothing"),
        (["train-act", "--seeds", "three"], "write 1,2,3 or 1-3"),
        (["train-act", "--place", "moon"], "no place is named"),
        (["train-act", "--now", "--seeds", "1-2"], "--now starts one Run"),
    ],
)
def test_what_cannot_be_run_is_refused_with_the_way_out(
    begun: Workspace, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert main(["run", *words]) == ExitCode.USAGE
    assert said in capsys.readouterr().err
    assert names(begun) == []


@pytest.mark.parametrize("words", [["run", "day19/make-demos"], ["queue", "resume"]])
def test_a_queue_whose_runner_does_not_start_is_no_success(
    begun: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
) -> None:
    main(["run", "day19/make-demos"])
    capsys.readouterr()
    monkeypatch.setattr(runner, "ensure_running", ENSURE_RUNNING)
    monkeypatch.setattr(runner, "MODULE", "lab_tasks.queue.no_such")
    assert main(words) == ExitCode.ENVIRONMENT
    said = capsys.readouterr()
    assert "its runner ended at once" in said.err
    assert "goes on" not in said.err
    assert said.out.splitlines() == (["queued make-demos"] if words[0] == "run" else [])


def test_a_queue_that_cannot_be_read_is_named(
    begun: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["run", "day19/make-demos"])
    lock = queue_folder.folder(begun) / queue_folder.RUNNER_LOCK
    lock.symlink_to(lock)
    for words in (["queue"], ["queue", "--format", "json"]):
        capsys.readouterr()
        assert main(words) == ExitCode.ENVIRONMENT
        assert "runner.lock" in capsys.readouterr().err


def test_clear_resume_and_limit_say_what_they_did(
    begun: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["run", "day19/make-demos"])
    capsys.readouterr()
    for words, said in (
        (["limit", "2"], "2 may run at once."),
        (["limit", "99"], "1 to 16"),
        (["resume"], "1 wait; the queue goes on."),
        (["clear"], "1 taken out."),
        (["resume"], "Nothing waits."),
    ):
        main(["queue", *words])
        assert said in capsys.readouterr().err
    assert allowed.limit(begun) == 2


def test_a_dropped_entry_and_a_bad_file_are_named(
    begun: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["run", "day19/make-demos"])
    [one] = store.waiting(begun)
    with queue_folder.changing(begun):
        store.drop(begun, one, "make-demos \x1b[2Jlacks its course", "Mend it.")
    (queue_folder.folder(begun) / "000004-aaaaaaaa.json").write_text("{")
    capsys.readouterr()

    main(["queue", "list"])
    said = capsys.readouterr().err
    assert "dropped: make-demos lacks its course. Mend it." in said
    assert "unreadable, and left where it is" in said


def test_what_was_dropped_is_told_until_it_is_queued_again_or_cleared(
    begun: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    def told() -> list[bool]:
        capsys.readouterr()
        main(["queue", "list"])
        in_words = "dropped: " in capsys.readouterr().err
        main(["queue", "--format", "json"])
        return [in_words, bool(json.loads(capsys.readouterr().out)["dropped"])]

    for again in (["queue", "clear"], ["run", "day19/make-demos"]):
        main(["run", "day19/make-demos"])
        [one] = store.waiting(begun)
        with queue_folder.changing(begun):
            store.drop(begun, one, "make-demos lacks its course", "Mend it.")
        assert told() == [True, True]
        main(again)
        assert told() == [False, False]


def test_a_recipe_that_wants_a_gpu_is_queued_without_one_only_at_a_named_place(
    begun: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tui.commands.run.gpu_answers", lambda: False)
    command = ["run", "day15/train-bc-phases", "--profile", "full"]

    assert main(command) == ExitCode.USAGE
    told = capsys.readouterr().err
    assert names(begun) == []
    assert main([*command, "--place", "local"]) == ExitCode.PASS

    assert "device=cuda, but no NVIDIA GPU answers" in told
    for way_out in ("--profile quick", "--place NAME", "--place local"):
        assert way_out in told
    assert len(names(begun)) == 3


def test_now_starts_past_the_queue(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(lab.workspace.root)
    assert main(["run", "day19/make-demos", "--now"]) == ExitCode.PASS
    assert capsys.readouterr().out == "started make-demos-01\n"
    assert store.waiting(lab.workspace) == ()


def test_runs_tells_state_group_and_what_can_be_resumed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    solved = sample.solved_workspace(tmp_path / "solved", commit=False)
    run = solved.runs_dir / "train-act-01"
    sample.edit_json(run / "request.json", seed=2, group="train-act-seeds-01", resumes="x-01")
    sample.edit_json(run / "exit.json", code=3)
    monkeypatch.chdir(solved.root)

    main(["runs"])
    line = next(one for one in capsys.readouterr().out.splitlines() if "train-act-01" in one)
    assert line.endswith("train-act-seeds-01  went on from x-01  (failed with status 3)")
    main(["runs", "--format", "json"])
    facts = {one["id"]: one for one in json.loads(capsys.readouterr().out)}
    assert facts["train-act-01"]["seed"] == 2
    assert facts["train-act-01"]["state_words"] == "failed with status 3"
    assert facts["train-act-01"]["resumable"] is False


def test_what_went_on_already_is_offered_to_nobody_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    solved = sample.solved_workspace(tmp_path / "solved", commit=False)
    monkeypatch.chdir(solved.root)
    first, second = (solved.runs_dir / f"train-act-0{number}" for number in (1, 2))
    shutil.copytree(first, second)
    sample.edit_json(second / "request.json", id=second.name, resumes=first.name)
    sample.edit_json(first / "exit.json", code=3)
    shutil.rmtree(second / "output")
    save_checkpoint(first / "output" / "checkpoints", 40)

    def offered() -> tuple[str, list[str]]:
        main(["runs"])
        told = capsys.readouterr().err.partition("goes on with: ")[2].strip()
        main(["runs", "--format", "json"])
        facts = json.loads(capsys.readouterr().out)
        return told, [one["id"] for one in facts if one["resumable"]]

    assert offered() == ("", []), "the second has finished it"
    sample.edit_json(second / "exit.json", code=3)
    assert offered() == (second.name, [second.name]), "it goes on where it began"
    save_checkpoint(second / "output" / "checkpoints", 80)
    assert offered() == (second.name, [second.name])


def test_a_run_is_stopped_without_the_app_and_refused_what_cannot_be(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(lab.workspace.root)
    lab.hold_at(50)
    main(["run", "day19/make-demos", "--now"])
    capsys.readouterr()
    assert main(["runs", "stop", "make-demos-01"]) == ExitCode.PASS
    assert capsys.readouterr().err == "Asked make-demos-01 to stop.\n"
    deadline = time.monotonic() + 30
    while list_runs(lab.workspace)[0].is_alive and time.monotonic() < deadline:
        time.sleep(0.02)

    assert isinstance(list_runs(lab.workspace)[0].state, Stopped)
    for words, said in (
        (["stop", "make-demos-01"], "make-demos-01 is not running"),
        (["stop", "make-demos-09"], "no Run 'make-demos-09'"),
        (["resume", "make-demos-01"], "cannot be read before it is finished"),
    ):
        assert main(["runs", *words]) == ExitCode.USAGE
        assert said in capsys.readouterr().err


def test_a_training_goes_on_without_the_app(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(lab.workspace.root)
    sample.write_dataset(lab.workspace)
    main(["run", "train-act", "--now"])
    deadline = time.monotonic() + 30
    while list_runs(lab.workspace)[-1].is_alive and time.monotonic() < deadline:
        time.sleep(0.02)
    run = list_runs(lab.workspace)[-1]
    (run.folder / RECORD).unlink()
    save_checkpoint(run.folder / "output" / "checkpoints", 40)
    capsys.readouterr()

    main(["runs"])
    assert "`robolab-tui runs resume RUN` goes on with: train-act-01" in capsys.readouterr().err
    assert main(["runs", "resume", "train-act-01"]) == ExitCode.PASS
    assert capsys.readouterr().out == "started train-act-02\n"
    assert list_runs(lab.workspace)[-1].request.resumes == "train-act-01"


def test_two_never_go_on_from_one_checkpoint_at_once(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(lab.workspace.root)
    broken = sample.write_training(lab.workspace, "act")
    sample.edit_json(broken / "exit.json", code=1)
    (broken / RECORD).unlink()
    save_checkpoint(broken / "output" / "checkpoints", 40)
    lab.hold_at(50)
    assert main(["runs", "resume", broken.name]) == ExitCode.PASS
    later = list_runs(lab.workspace)[-1]
    capsys.readouterr()

    assert main(["runs", "resume", broken.name]) == ExitCode.USAGE

    said = capsys.readouterr()
    assert said.out == ""
    assert f"{broken.name} went on as {later.id}, which is running." in said.err
    assert f"`robolab-tui runs stop {later.id}`." in said.err
    assert list_runs(lab.workspace)[-1].id == later.id


@pytest.fixture
def unopened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A folder that is not there yet; the runner is not started."""
    monkeypatch.setattr(runner, "ensure_running", lambda workspace: True)
    return Workspace(tmp_path / "new")


def test_a_folder_that_the_app_never_opened_is_begun_as_the_app_begins_it(
    unopened: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["run", "day19/make-demos", "--profile", "quick", "--workspace", str(unopened.root)]

    assert main(words) == ExitCode.PASS

    told = capsys.readouterr().err
    assert "wrote .git, .gitignore, course-progress.yaml, requirements.txt" in told
    assert progress.load(unopened).course == "robo47"
    assert names(unopened) == ["make-demos"]
    main(words)
    assert "wrote" not in capsys.readouterr().err


def test_a_folder_of_other_files_is_left_alone_and_said_to_lack_what_others_need(
    unopened: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    unopened.root.mkdir()
    (unopened.root / "thesis.txt").touch()

    words = ["run", "day19/make-demos", "--profile", "quick", "--workspace", str(unopened.root)]
    assert main(words) == ExitCode.PASS

    assert "no .gitignore and requirements.txt" in capsys.readouterr().err.replace("\n", " ")
    assert {path.name for path in unopened.root.iterdir()} == {".robolab", "thesis.txt"}
