"""The tiny model for real: made without the hub, the same twice, and lerobot takes it."""

import json
from pathlib import Path

import pytest
from laboratory import BENCH, LEARNER, Lab, record

from lab_tasks.jobs import digest

pytestmark = pytest.mark.lerobot

PICTURE = "--picture_px=16"
LARGEST_BYTES = 5_000_000


@pytest.fixture(scope="module")
def tiny(lab: Lab) -> Path:
    """A run that made the model."""
    return lab.run("tiny_vla", "tiny", PICTURE, "--output_dir=tiny/output")


def weights(run: Path) -> str:
    made = record(run)
    return digest.of_file(run / made["path"] / "model.safetensors")


def test_its_seed_decides_its_weights(lab: Lab, tiny: Path) -> None:
    again = lab.run("tiny_vla", "again", PICTURE, "--output_dir=again/output")
    other = lab.run("tiny_vla", "other", PICTURE, "--seed=2", "--output_dir=other/output")
    assert weights(again) == weights(tiny)
    assert weights(other) != weights(tiny)


def test_it_is_recorded_as_a_checkpoint_of_step_0_of_a_few_megabytes(tiny: Path) -> None:
    made = record(tiny)
    assert (made["kind"], made["policy_type"], made["step"]) == ("checkpoint", "smolvla", 0)
    assert made["sha256"] == digest.of_folder(tiny / made["path"])
    assert sum(file["size_bytes"] for file in made["files"]) < LARGEST_BYTES


def test_lerobot_trains_an_adapter_on_it_and_evaluates_it_by_the_adapters_folder(
    lab: Lab, tiny: Path
) -> None:
    lab.run("demos", "seen", "--episodes=1", PICTURE, "--output_dir=seen/output")
    base, before = tiny / record(tiny)["path"], weights(tiny)
    kept = [a for a in LEARNER if not a.startswith(("--dataset.root", "--env."))]
    sizes = ("--steps=2", "--save_freq=2", "--log_freq=1", "--batch_size=2")
    lora = ("--peft.method_type=LORA", "--peft.r=4", "--dataset.root=seen/output")
    where = (f"--policy.path={base.relative_to(lab.workspace)}", "--output_dir=lora/output")
    trained = lab.run("train", "lora", *kept, *sizes, *lora, *where)

    made = record(trained)
    assert 0 < made["parameters"] < record(tiny)["parameters"] / 50
    assert {Path(file["path"]).name for file in made["files"]} >= {"adapter_model.safetensors"}
    assert weights(tiny) == before
    one = ("--eval.n_episodes=1", "--eval.batch_size=1", "--env.picture_px=16", "--seed=1")
    adapter = f"--policy.path=lora/{made['path']}"
    evaluated = lab.run("evaluate", "judged", adapter, *BENCH, *one, "--output_dir=judged/output")
    used = record(evaluated)["checkpoint"]["sha256"]
    assert used == made["sha256"]
    assert json.loads((evaluated / "record.json").read_text())["n_episodes"] == 1
