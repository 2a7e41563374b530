"""Jobs for real: lerobot trains and evaluates tiny policies on the bench."""

import json
import shutil
import signal
import time
from pathlib import Path

import pytest
from laboratory import LEARNER, TINY_ACT, TINY_VQBET, Lab, lines, record

from lab_tasks.jobs import digest

pytestmark = pytest.mark.lerobot

STEPS = 1_300  # beyond 1,000, where lerobot's console starts to round


@pytest.fixture(scope="module")
def trained(lab: Lab) -> Path:
    """A run that trained a tiny ACT, logging every 70 steps."""
    return lab.train("trained", TINY_ACT, STEPS, log_freq=70)


@pytest.fixture(scope="module")
def evaluated(lab: Lab, trained: Path) -> Path:
    """A run that evaluated that policy on two episodes."""
    return lab.evaluate("evaluated", trained / record(trained)["path"], episodes=2)


def test_demonstrations_are_recorded(lab: Lab) -> None:
    run = lab.workspace / "demos"

    made = record(run)
    assert (made["kind"], made["path"], made["episodes"]) == ("dataset", "output", 4)
    assert made["attempts"] >= 4
    assert made["sha256"] == digest.of_folder(run / "output")
    assert lines(run)[-1]["done"] == 4


def test_demonstrations_by_one_that_remembers_say_so(lab: Lab) -> None:
    wanted = ("--episodes=2", "--demonstrator=phases", "--noise=0")
    run = lab.run("demos", "phases", *wanted)

    made = record(run)
    assert (made["demonstrator"], made["noise"]) == ("phases", 0.0)
    assert (made["episodes"], made["attempts"]) == (2, 2)
    usual = record(lab.workspace / "demos")
    assert (usual["demonstrator"], usual["noise"]) == ("law", 1.0)


def test_metrics_carry_exact_steps_beyond_a_thousand(trained: Path) -> None:
    measured = [line for line in lines(trained) if line["kind"] == "metric"]

    assert [line["step"] for line in measured] == list(range(70, STEPS + 1, 70))
    named = {"loss", "grad_norm", "lr", "update_s", "data_s", "l1_loss"}
    assert named <= set(measured[0]["values"])
    assert measured[-1]["values"]["loss"] < measured[0]["values"]["loss"]


def test_progress_counts_to_the_last_step(trained: Path) -> None:
    start, *rest = lines(trained)

    assert (start["kind"], start["total"], start["unit"]) == ("start", STEPS, "steps")
    assert [line["done"] for line in rest if line["kind"] == "progress"][-1] == STEPS


def test_a_checkpoint_is_recorded_by_its_hash(lab: Lab, trained: Path) -> None:
    made = record(trained)

    assert made["path"] == "output/checkpoints/001300/pretrained_model"
    assert made["sha256"] == digest.of_folder(trained / made["path"])
    assert made["dataset"]["sha256"] == record(lab.workspace / "demos")["sha256"]
    assert (made["policy_type"], made["step"], made["batch_size"]) == ("act", STEPS, 2)
    assert made["parameters"] > 1000
    assert made["final"]["loss"] > 0


def test_an_evaluation_records_every_episode(trained: Path, evaluated: Path) -> None:
    made = record(evaluated)

    assert made["checkpoint"]["sha256"] == record(trained)["sha256"]
    assert (made["n_episodes"], made["seed"], made["batch_size"]) == (2, 1, 2)
    assert made["env"]["type"] == "so101_bench"
    assert len(made["successes"]) == len(made["max_rewards"]) == 2
    assert lines(evaluated)[-1]["done"] == 2


def test_a_copy_of_the_checkpoint_plays_the_same_episodes(lab: Lab, evaluated: Path) -> None:
    checkpoint = lab.workspace / record(evaluated)["checkpoint"]["path"]
    copy = shutil.copytree(checkpoint, lab.workspace / "copied" / "pretrained_model")

    again = lab.evaluate("again", copy, episodes=2)

    assert _videos(again) == _videos(evaluated)
    assert record(again)["sum_rewards"] == record(evaluated)["sum_rewards"]


def test_an_untrained_policy_has_its_initial_weights_and_no_success(lab: Lab) -> None:
    still = (*TINY_ACT, "--policy.optimizer_lr=0")
    one = lab.train("untrained", still, steps=1, log_freq=1)
    two = lab.train("untrained-twice", still, steps=2, log_freq=1)

    assert _weights(one) == _weights(two)
    played = lab.evaluate("untrained-played", one / record(one)["path"], episodes=2)
    assert record(played)["successes"] == [False, False]
    assert record(played)["max_rewards"] == [0.0, 0.0]


def test_vqbet_trains_and_plays_without_a_picture_encoder(lab: Lab) -> None:
    run = lab.train("vqbet", TINY_VQBET, steps=12, log_freq=3)

    measured = [line["values"] for line in lines(run) if line["kind"] == "metric"]
    assert "recon_l1_error" in measured[0]
    assert "recon_l1_error" not in measured[-1]  # the quantiser is done: no stale zero
    assert "offset_loss" in measured[-1]
    assert record(lab.evaluate("vqbet-played", run / record(run)["path"], episodes=2))["successes"]


def test_the_expert_is_written_as_an_evaluation(lab: Lab, evaluated: Path) -> None:
    run = lab.run("expert", "expert", "--n_episodes=2", "--seed=1")

    made = record(run)
    assert (made["policy_type"], made["checkpoint"]) == ("expert", None)
    assert made["successes"] == [True, True]
    assert all(reward > 0 for reward in made["max_rewards"])
    assert _shape(run / "output" / "eval_info.json") == _shape(
        evaluated / "output" / "eval_info.json"
    )


def test_a_plugin_that_is_not_installed_is_named(lab: Lab) -> None:
    absent = "--env.discover_packages_path=absent_bench"
    status = lab.start("train", "absent", *LEARNER, *TINY_ACT, absent).wait(timeout=60)

    assert status == 2
    assert "No module named 'absent_bench'" in (lab.workspace / "absent" / "output.log").read_text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_training_that_is_told_to_stop_stops_at_once(lab: Lab, number: signal.Signals) -> None:
    name = f"stopped-{number.name}"
    job = lab.start("train", name, *LEARNER, *TINY_ACT, "--steps=100000", "--log_freq=10")
    _wait_for_progress(lab.workspace / name)

    job.send_signal(number)

    assert job.wait(timeout=3) == -number
    assert not (lab.workspace / name / "record.json").exists()


def _wait_for_progress(run: Path) -> None:
    deadline = time.monotonic() + 60
    while not (run / "metrics.jsonl").exists() or len(lines(run)) < 5:
        assert time.monotonic() < deadline, (run / "output.log").read_text()[-2000:]
        time.sleep(0.1)


def _videos(run: Path) -> list[str]:
    """Hash each video: frames show where block and arm were, which rewards do not."""
    return [digest.of_file(path) for path in sorted(run.rglob("*.mp4"))]


def _weights(run: Path) -> str:
    return digest.of_file(run / record(run)["path"] / "model.safetensors")


def _shape(path: Path) -> object:
    """Reduce a JSON file to its keys and types, so that two results can be compared."""

    def shape(value: object) -> object:
        if isinstance(value, dict):
            return {key: shape(each) for key, each in value.items()}
        if isinstance(value, list):
            return [shape(each) for each in value[:1] if not isinstance(each, str)]
        return type(value).__name__

    return shape(json.loads(path.read_text()))
