"""Hugging Face Jobs: what cannot work is refused first; lerobot takes the command line.

Nothing here was ever run against the hub, only against a stand-in on loopback.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from fake_lab import a_request, ended
from hub_stand_in import JOB, HubStandIn

from lab_tasks.remote.hub_launch import NotForTheHub, hub_request, launch_on_hub
from lab_tasks.remote.place import HubPlace
from lab_tasks.runs.model import Run, RunRequest, Stopped
from lab_tasks.runs.stop import stop
from lab_tasks.runs.store import read_launch, read_run, read_state
from lab_tasks.workspace import Workspace

PLACE = HubPlace(name="hub", flavor="a10g-small", timeout="90m")
TRAINING = (
    "--policy.type=act",
    "--policy.push_to_hub=false",
    "--dataset.repo_id=lerobot/pusht",
    "--env.type=pusht",
    "--steps=100",
)


def a_training(workspace: Workspace, *args: str) -> RunRequest:
    request = a_request(workspace, *args, env={"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"})
    return msgspec.structs.replace(request, job="train")


def test_the_request_gets_lerobots_flags_and_may_reach_the_hub(tmp_path: Path) -> None:
    request = hub_request(PLACE, a_training(Workspace(tmp_path), *TRAINING, "--job.detach=true"))

    assert request.job == "hub_train"
    assert request.args == (*TRAINING, "--job.target=a10g-small", "--job.timeout=90m")
    assert request.env == {"OMP_NUM_THREADS": "1"}


@pytest.mark.parametrize(
    ("argument", "why"),
    [
        ("--dataset.root=.robolab/runs/make-demos-01/output", "a folder of yours"),
        ("--env.discover_packages_path=lab_tasks.jobs.so101_bench", "the course's"),
    ],
)
def test_what_the_pod_cannot_see_is_refused(tmp_path: Path, argument: str, why: str) -> None:
    with pytest.raises(NotForTheHub, match=why):
        hub_request(PLACE, a_training(Workspace(tmp_path), *TRAINING, argument))


def test_only_trainings_go_there(tmp_path: Path) -> None:
    with pytest.raises(NotForTheHub, match="no training"):
        hub_request(PLACE, a_request(Workspace(tmp_path), "--steps=1"))


def test_a_python_without_huggingface_hub_is_named(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    bare = tmp_path / "python"
    bare.write_text(f'#!/bin/sh\nexec {sys.executable} -S "$@"\n')
    bare.chmod(0o755)

    with pytest.raises(NotForTheHub, match="no huggingface_hub"):
        launch_on_hub(PLACE, workspace, a_training(workspace, *TRAINING), bare)

    assert not workspace.runs_dir.exists()


def test_a_run_on_the_hub_says_so(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    logged_in = tmp_path / "python"  # as far as the question goes; then it has no job to run
    logged_in.write_text("#!/bin/sh\nexit 0\n")
    logged_in.chmod(0o755)

    run = launch_on_hub(PLACE, workspace, a_training(workspace, *TRAINING), logged_in)
    ended(run)

    launched = read_launch(run.folder)
    assert launched is not None
    assert launched.place == "hub"


@pytest.mark.lerobot
def test_without_a_login_the_remedy_is_named(tmp_path: Path, lab_python: str) -> None:
    workspace = Workspace(tmp_path)

    with pytest.raises(NotForTheHub, match="hf auth login"):
        launch_on_hub(PLACE, workspace, a_training(workspace, *TRAINING), Path(lab_python))

    assert not workspace.runs_dir.exists()


@pytest.mark.lerobot
def test_lerobots_own_parser_takes_the_command_line(tmp_path: Path, lab_python: str) -> None:
    request = hub_request(PLACE, a_training(Workspace(tmp_path), *TRAINING))
    code = (
        "import json, sys\nfrom lab_tasks.jobs import command_line\n"
        "config = command_line.train_config(sys.argv[1:])\n"
        "job = config.job\n"
        "print(json.dumps([job.target, job.timeout, job.is_remote, job.detach]))"
    )
    done = subprocess.run(
        [lab_python, "-c", code, *request.args],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(done.stdout.splitlines()[-1]) == ["a10g-small", "90m", True, False]


@pytest.mark.lerobot
def test_a_stop_cancels_the_job_that_lerobot_submitted(
    tmp_path: Path, lab_python: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = HubStandIn()
    for name, value in {"HF_ENDPOINT": hub.address, "HF_TOKEN": "hf_secret_of_ada"}.items():
        monkeypatch.setenv(name, value)
    workspace = Workspace(tmp_path)
    try:
        run = launch_on_hub(PLACE, workspace, a_training(workspace, *TRAINING), Path(lab_python))
        waited_for(lambda: "step:200 loss:1.0" in log(run))
        stop(run)
        waited_for(lambda: not read_run(run.folder).is_alive)
    finally:
        hub.close()

    assert isinstance(read_state(run.folder), Stopped)
    assert "robolab: cancelled the job" in log(run)
    (job,) = hub.bodies("POST", "/api/jobs/ada")
    assert job["flavor"] == "a10g-small"
    assert job["timeoutSeconds"] == 5400
    assert hub.bodies("POST", f"/{JOB}/cancel") == [None]
    written = [path.read_bytes() for path in run.folder.rglob("*") if path.is_file()]
    assert not any(b"hf_secret_of_ada" in content for content in written)


def waited_for(look: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 180  # lerobot is imported meanwhile
    while not look():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def log(run: Run) -> str:
    return (run.folder / "output.log").read_text(errors="replace")
