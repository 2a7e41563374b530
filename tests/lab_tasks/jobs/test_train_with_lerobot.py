"""Trainings for real: killed and resumed as if they had not been, and measured exactly."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from laboratory import LEARNER, TINY_ACT, TINY_VQBET, Lab, lines, record
from run_request import run_request

from lab_tasks.checks.agreement import record_problem
from lab_tasks.evidence.records import CheckpointRecord, read_record
from lab_tasks.jobs import digest
from lab_tasks.runs.checkpoints import last_complete_checkpoint
from lab_tasks.runs.follow import Update, read_whole
from lab_tasks.runs.launch import launch
from lab_tasks.runs.model import Finished, Killed, Run, RunRequest
from lab_tasks.runs.resume import resume_request
from lab_tasks.runs.store import new_run_id, read_launch, read_run
from lab_tasks.workspace import Workspace

pytestmark = pytest.mark.lerobot

STEPS, SAVE_EVERY, LOG_EVERY = 240, 80, 20
"""An epoch has 64 batches, so the first checkpoint is saved in the second one."""
SIZES = (f"--steps={STEPS}", f"--save_freq={SAVE_EVERY}", f"--log_freq={LOG_EVERY}")
# Without dropout, whose random numbers lerobot 0.6 does not resume to the last one.
EXACT = (*TINY_ACT, "--policy.dropout=0", "--batch_size=4", *SIZES)
STEP = "robo47/day19/train-act"


def until[T](look: Callable[[], T | None], run: Run) -> T:
    deadline = time.monotonic() + 120
    while not (found := look()):
        assert time.monotonic() < deadline, (run.folder / "output.log").read_text()[-2000:]
        time.sleep(0.005)
    return found


def ended(run: Run) -> Run:
    return until(lambda: None if (now := read_run(run.folder)).is_alive else now, run)


def start(lab: Lab, *args: str) -> Run:
    workspace = Workspace(lab.workspace)
    name = new_run_id(workspace, STEP)
    request = run_request(
        id=name,
        args=(*args, f"--output_dir=.robolab/runs/{name}/output"),
        env={"OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"},
        requested_s=time.time(),
    )
    return launch(workspace, request, Path(lab.python))


def kill_after_a_checkpoint(run: Run) -> Run:
    """Kill the trainer and what it started with SIGKILL once it has saved."""
    until(lambda: last_complete_checkpoint(run), run)
    launched = read_launch(run.folder)
    assert launched is not None
    assert launched.child_pid is not None
    os.killpg(launched.child_pid, signal.SIGKILL)
    return ended(run)


def resumed(lab: Lab, run: Run) -> Run:
    request = resume_request(Workspace(lab.workspace), run)
    assert isinstance(request, RunRequest), request
    return launch(Workspace(lab.workspace), request, Path(lab.python))


def curve(update: Update) -> list[tuple[int, float]]:
    """Return the loss over all parts, in their order."""
    parts = [part.series["loss"] for part in update.earlier]
    return [point for series in (*parts, update.series["loss"]) for point in series.points()]


@pytest.fixture(scope="module")
def whole(lab: Lab) -> Run:
    """The training that nobody kills."""
    return ended(start(lab, *LEARNER, *EXACT))


def test_a_killed_training_ends_as_if_it_had_not_been(lab: Lab, whole: Run) -> None:
    killed = kill_after_a_checkpoint(start(lab, *LEARNER, *EXACT))
    assert isinstance(killed.state, Killed)
    found = last_complete_checkpoint(killed)
    assert found is not None
    before = digest.of_folder(killed.folder)

    run = ended(resumed(lab, killed))

    assert isinstance(run.state, Finished)
    assert run.succeeded, (run.folder / "output.log").read_text()[-2000:]
    made = read_record(run.folder)
    assert isinstance(made, CheckpointRecord)
    assert (made.step, made.path) == (STEPS, f"output/checkpoints/{STEPS:06d}/pretrained_model")
    assert record_problem(run, made) is None
    assert digest.of_folder(killed.folder) == before
    update = read_whole(run.folder)
    assert [(part.run_id, part.until_step) for part in update.earlier] == [(killed.id, found.step)]
    assert [step for step, _ in curve(update)] == list(range(LOG_EVERY, STEPS + 1, LOG_EVERY))
    assert (update.done, update.total, update.last_step) == (STEPS, STEPS, STEPS)
    # Optimizer, order of the data and steps went on: the same numbers to the last bit.
    assert curve(update) == curve(read_whole(whole.folder))
    assert _weights(run) == _weights(whole)


def test_a_run_killed_between_its_last_checkpoint_and_its_record_is_completed(
    lab: Lab, whole: Run
) -> None:
    record_path = whole.folder / "record.json"
    kept = record_path.rename(whole.folder / "kept.json")
    try:
        run = ended(resumed(lab, read_run(whole.folder)))
    finally:
        kept.rename(record_path)

    made = read_record(run.folder)
    assert isinstance(made, CheckpointRecord)
    assert made.step == STEPS
    assert record_problem(run, made) is None
    assert _weights(run) == _weights(whole)


def test_vqbets_quantiser_goes_on_counting(lab: Lab) -> None:
    given = (*LEARNER, *TINY_VQBET, "--steps=9", "--save_freq=3", "--log_freq=1")
    first = lab.run("train", "vqbet-first", *given)

    saved = "vqbet-first/output/checkpoints/000003/pretrained_model/train_config.json"
    again = lab.run("train", "vqbet-resumed", *given, f"--config_path={saved}", "--resume=true")

    names = _names(first)
    assert names[3] != names[9]
    assert _names(again) == {step: names[step] for step in range(4, 10)}


def test_evaluations_and_validation_losses_are_measured_at_their_steps(lab: Lab) -> None:
    evaluated = ("--env_eval_freq=4", "--eval.n_episodes=2", "--eval.batch_size=2")
    validated = ("--eval_steps=3", "--dataset.eval_split=0.25", "--eval.use_async_envs=false")
    sizes = ("--steps=6", "--save_freq=6", "--log_freq=2")
    run = lab.run(
        "train", "evaluated-meanwhile", *LEARNER, *TINY_ACT, *sizes, *evaluated, *validated
    )

    values = {(line["step"], *line["values"]): line["values"] for line in _measured(run)}
    names = ("eval_success", "eval_reward", "eval_max_reward", "eval_seconds", "eval_episodes")
    played = values[4, *names]
    assert (played["eval_success"], played["eval_reward"], played["eval_episodes"]) == (0, 0, 2)
    validation = [values[step, "eval_loss"]["eval_loss"] for step in (3, 6)]
    said = [
        f"step {step}: eval_loss={loss:.4f}" for step, loss in zip((3, 6), validation, strict=True)
    ]
    log = (run / "output.log").read_text()
    assert all(text in log for text in said)
    assert any(round(loss, 4) != loss for loss in validation)  # the console rounds, we do not
    facts = next(line["values"] for line in lines(run) if line["kind"] == "facts")
    assert (facts["episodes"], facts["policy"], facts["steps"]) == (3, "act", 6)
    assert facts["parameters"] == record(run)["parameters"]


def test_a_training_whose_loss_became_no_number_is_recorded(lab: Lab) -> None:
    sizes = ("--steps=6", "--save_freq=6", "--log_freq=1")
    run = lab.run("train", "diverged", *LEARNER, *TINY_ACT, *sizes, "--policy.optimizer_lr=1e30")

    made = read_record(run)
    assert isinstance(made, CheckpointRecord), made
    assert made.final["loss"] == "NaN"


def _measured(run: Path) -> list[dict[str, Any]]:
    return [line for line in lines(run) if line["kind"] == "metric"]


def _names(run: Path) -> dict[int, set[str]]:
    return {line["step"]: set(line["values"]) for line in _measured(run)}


def _weights(run: Run) -> str:
    made = read_record(run.folder)
    assert isinstance(made, CheckpointRecord)
    return digest.of_file(run.folder / made.path / "model.safetensors")
