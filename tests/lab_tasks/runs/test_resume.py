"""A training that was killed goes on in a Run of its own; the old one stays as it is."""

from pathlib import Path

import fake_saver
import msgspec
import pytest
from run_request import run_request

from lab_tasks.jobs import digest
from lab_tasks.runs.model import (
    Finished,
    Killed,
    Lost,
    Run,
    Running,
    RunRequest,
    RunState,
    Stopped,
)
from lab_tasks.runs.resume import CannotResume, checkpoint_to_resume, resume_request
from lab_tasks.workspace import Workspace

ARGS = (
    "--dataset.root=.robolab/runs/make-demos-01/output",
    "--policy.type=act",
    "--seed=1",
    "--output_dir=.robolab/runs/train-act-01/output",
    "--steps=3000",
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def a_run(
    workspace: Workspace,
    name: str = "train-act-01",
    state: RunState = Killed(9, 100.0),  # noqa: B008  # frozen
    *,
    job: str = "train",
    args: tuple[str, ...] = ARGS,
    resumes: str = "",
    saved: tuple[int, ...] = (),
) -> Run:
    """A Run on disk with the checkpoints of these steps."""
    request = run_request(
        id=name,
        job=job,
        args=args,
        env={"OMP_NUM_THREADS": "1"},
        inputs=("make-demos-01",),
        requested_s=0.0,
        seed=1,
        group="train-act-seeds-01",
        resumes=resumes,
    )
    folder = workspace.runs_dir / name
    folder.mkdir(parents=True)
    (folder / "request.json").write_bytes(msgspec.json.encode(request))
    for step in saved:
        fake_saver.save(folder / "output" / "checkpoints", step)
    return Run(folder, request, state)


def resumed(workspace: Workspace, run: Run) -> RunRequest:
    request = resume_request(workspace, run)
    assert isinstance(request, RunRequest), request
    return request


@pytest.mark.parametrize(
    "state", [Killed(9, 100.0), Stopped(100.0), Lost("switched off"), Finished(1, 100.0)]
)
def test_a_run_that_did_not_reach_its_end_goes_on(workspace: Workspace, state: RunState) -> None:
    run = a_run(workspace, state=state, saved=(1000, 2000))

    request = resumed(workspace, run)

    assert (request.id, request.resumes) == ("train-act-02", "train-act-01")
    assert request.args[-3:] == (
        "--output_dir=.robolab/runs/train-act-02/output",
        "--config_path=.robolab/runs/train-act-01/output/checkpoints/002000/pretrained_model/"
        "train_config.json",
        "--resume=true",
    )
    assert request.inputs == ("make-demos-01", "train-act-01")


def test_what_was_asked_stays_as_it_was(workspace: Workspace) -> None:
    run = a_run(workspace, saved=(1000,))

    request = resumed(workspace, run)

    for flag in ("dataset.root", "policy.type", "seed", "steps"):
        assert request.flag(flag) == run.request.flag(flag)
    for field in ("step", "title", "job", "profile", "env", "seed", "group"):
        assert getattr(request, field) == getattr(run.request, field)


def test_nothing_is_written_for_a_request(workspace: Workspace) -> None:
    run = a_run(workspace, saved=(1000,))
    before = digest.of_folder(workspace.root)

    resumed(workspace, run)

    assert digest.of_folder(workspace.root) == before


def test_a_resumed_run_is_resumed_from_its_own_checkpoint(workspace: Workspace) -> None:
    first = a_run(workspace, saved=(1000,))
    args = resumed(workspace, first).args
    second = a_run(workspace, "train-act-02", args=args, resumes=first.id, saved=(2000,))

    request = resumed(workspace, second)

    assert request.resumes == "train-act-02"
    assert [a for a in request.args if "config_path" in a or "output_dir" in a] == [
        "--output_dir=.robolab/runs/train-act-03/output",
        "--config_path=.robolab/runs/train-act-02/output/checkpoints/002000/pretrained_model/"
        "train_config.json",
    ]
    assert request.args.count("--resume=true") == 1


def test_a_resumed_run_that_saved_nothing_goes_on_where_it_began(workspace: Workspace) -> None:
    first = a_run(workspace, saved=(1000,))
    second = a_run(workspace, "train-act-02", resumes=first.id)

    request, found = resumed(workspace, second), checkpoint_to_resume(second)

    assert (request.id, request.resumes) == ("train-act-03", "train-act-01")
    assert found
    assert (found.run_id, found.step) == ("train-act-01", 1000)


def test_weights_to_begin_with_give_way_to_those_of_the_checkpoint(workspace: Workspace) -> None:
    run = a_run(workspace, args=(*ARGS, "--policy.path=lerobot/smolvla_base"), saved=(1000,))

    assert resumed(workspace, run).flag("policy.path") is None


@pytest.mark.parametrize("job", ["evaluate", "demos", "expert", "of_a_later_version"])
def test_only_trainings_can_go_on(workspace: Workspace, job: str) -> None:
    refusal = resume_request(workspace, a_run(workspace, job=job, saved=(1000,)))

    assert isinstance(refusal, CannotResume)
    assert refusal.remedy == "Start it again"


def test_a_training_that_runs_cannot_be_resumed(workspace: Workspace) -> None:
    refusal = resume_request(workspace, a_run(workspace, state=Running(1.0), saved=(1000,)))

    assert isinstance(refusal, CannotResume)
    assert "still running" in refusal.why


def test_a_training_that_reached_its_end_cannot_be_resumed(workspace: Workspace) -> None:
    run = a_run(workspace, state=Finished(0, 100.0), saved=(1000,))
    (run.folder / "record.json").write_text("{}")

    refusal = resume_request(workspace, run)

    assert isinstance(refusal, CannotResume)
    assert "last step" in refusal.why


def test_a_training_without_a_checkpoint_is_started_again(workspace: Workspace) -> None:
    refusal = resume_request(workspace, a_run(workspace))

    assert isinstance(refusal, CannotResume)
    assert "no complete Checkpoint" in refusal.why
    assert "--save_freq" in refusal.remedy


def test_runs_that_resume_each_other_end_the_search(workspace: Workspace) -> None:
    a_run(workspace, resumes="train-act-02")
    second = a_run(workspace, "train-act-02", resumes="train-act-01")

    assert isinstance(resume_request(workspace, second), CannotResume)
