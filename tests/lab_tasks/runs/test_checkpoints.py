"""Only a complete Checkpoint is offered, at whatever moment its training was killed."""

import shutil
import subprocess
import sys
from pathlib import Path

import fake_saver
import pytest
from run_request import run_request

from lab_tasks.runs.checkpoints import CheckpointFound, last_complete_checkpoint
from lab_tasks.runs.model import Killed, Run

KILLS = 100


def a_run(folder: Path) -> Run:
    request = run_request(
        args=("--steps=3000",),
        requested_s=0.0,
    )
    return Run(folder, request, Killed(9, 100.0))


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Run folders of a hundred savers, each killed at another write."""
    folder = tmp_path_factory.mktemp("killed")
    saver = [sys.executable, "-I", fake_saver.__file__, str(folder), str(KILLS)]
    subprocess.run(saver, check=True, timeout=60)
    return [folder / str(number) for number in range(1, KILLS + 1)]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A run folder with two complete checkpoints."""
    for step in fake_saver.STEPS:
        fake_saver.save(tmp_path / "output" / "checkpoints", step)
    return tmp_path


def is_complete(folder: Path, step: int) -> bool:
    """Whether each file holds, byte for byte, what the saver meant to write."""
    checkpoint = folder / "output" / "checkpoints" / f"{step:06d}"
    return all(
        (checkpoint / name).is_file() and (checkpoint / name).read_bytes() == content
        for name, content in fake_saver.files(step)
    )


def by_the_names_of_its_files(folder: Path) -> int | None:
    """Return the newest step as one would look naively: the weights and the configuration exist."""
    for step in reversed(fake_saver.STEPS):
        policy = folder / "output" / "checkpoints" / f"{step:06d}" / "pretrained_model"
        if (policy / "model.safetensors").exists() and (policy / "train_config.json").exists():
            return step
    return None


def test_of_a_hundred_kills_none_leaves_an_incomplete_checkpoint_on_offer(
    killed: list[Path],
) -> None:
    for folder in killed:
        complete = [step for step in fake_saver.STEPS if is_complete(folder, step)]
        found = last_complete_checkpoint(a_run(folder))
        assert (found.step if found else None) == max(complete, default=None), folder


def test_the_kills_reach_what_a_naive_look_takes_for_complete(killed: list[Path]) -> None:
    naive = [(folder, by_the_names_of_its_files(folder)) for folder in killed]

    wrong = [folder for folder, step in naive if step and not is_complete(folder, step)]
    assert len(wrong) > KILLS // 4


def test_the_newest_is_found_with_what_is_needed_to_resume(saved: Path) -> None:
    shutil.rmtree(saved / "output" / "checkpoints" / "001000" / "training_state")
    (saved / "output" / "checkpoints" / "last").unlink()

    found = last_complete_checkpoint(a_run(saved))

    folder = saved / "output" / "checkpoints" / "002000"
    size_bytes = sum(len(content) for _, content in fake_saver.files(2000))
    config_path = folder / "pretrained_model" / "train_config.json"
    assert found == CheckpointFound(a_run(saved).id, 2000, config_path, size_bytes)


def test_a_link_that_leads_nowhere_changes_nothing(saved: Path) -> None:
    last = saved / "output" / "checkpoints" / "last"
    last.unlink()
    last.symlink_to("009000")

    found = last_complete_checkpoint(a_run(saved))

    assert found is not None
    assert found.step == 2000


@pytest.mark.parametrize("name", [name for name, _ in fake_saver.files(2000)])
@pytest.mark.parametrize("harm", ["removed", "emptied", "cut"])
def test_an_earlier_one_is_found_when_a_file_of_the_newest_is_harmed(
    saved: Path, name: str, harm: str
) -> None:
    path = saved / "output" / "checkpoints" / "002000" / name
    if harm == "removed":
        path.unlink()
    else:
        path.write_bytes(b"" if harm == "emptied" else path.read_bytes()[:-1])

    found = last_complete_checkpoint(a_run(saved))

    assert found is not None
    assert found.step == 1000


@pytest.mark.parametrize("content", ['{"step": 1000}', '{"step": "2000"}', "[2000]", "{}"])
def test_a_checkpoint_that_counts_other_steps_than_its_name_is_not_offered(
    saved: Path, content: str
) -> None:
    state = saved / "output" / "checkpoints" / "002000" / "training_state"
    (state / "training_step.json").write_text(content)

    found = last_complete_checkpoint(a_run(saved))

    assert found is not None
    assert found.step == 1000


@pytest.mark.parametrize(
    "header", [b"\xff" * 8, b"\x02" + b"\0" * 7 + b"[]", b"\x04" + b"\0" * 7 + b"[" * 4]
)
def test_weights_with_a_header_that_is_none_are_not_offered(saved: Path, header: bytes) -> None:
    policy = saved / "output" / "checkpoints" / "002000" / "pretrained_model"
    (policy / "model.safetensors").write_bytes(header)

    found = last_complete_checkpoint(a_run(saved))

    assert found is not None
    assert found.step == 1000


def test_an_adapter_and_a_training_without_a_scheduler_are_complete(saved: Path) -> None:
    newest = saved / "output" / "checkpoints" / "002000"
    weights = newest / "pretrained_model" / "model.safetensors"
    weights.rename(weights.with_name("adapter_model.safetensors"))
    (newest / "pretrained_model" / "train_config.json").write_text('{"scheduler": null}')
    (newest / "training_state" / "scheduler_state.json").unlink()

    found = last_complete_checkpoint(a_run(saved))

    assert found is not None
    assert found.step == 2000


def test_a_run_without_checkpoints_offers_none(tmp_path: Path) -> None:
    assert last_complete_checkpoint(a_run(tmp_path)) is None
