"""Reading what a job was asked."""

from pathlib import Path

import pytest

from lab_tasks.jobs import arguments
from lab_tasks.jobs.arguments import Arguments
from lab_tasks.jobs.refusal import Refusal


def test_the_last_of_two_values_counts_as_in_lerobot() -> None:
    asked = Arguments(Path("run"), ("--seed=1", "--seed=2"))

    assert asked.value("seed") == "2"
    assert asked.value("steps") is None


def test_the_runs_output_is_the_default_output() -> None:
    asked = Arguments(Path("run"), ("--steps=1",)).with_output()

    assert asked.value("output_dir") == "run/output"


def test_an_output_that_is_known_is_left_alone() -> None:
    asked = Arguments(Path("run"), ("--output_dir=elsewhere",))

    assert asked.with_output() == asked


def test_a_resumed_training_leaves_the_output_of_the_earlier_run_alone() -> None:
    resumed = ("--config_path=earlier/train_config.json", "--resume=true")

    assert Arguments(Path("run"), resumed).with_output().value("output_dir") == "run/output"


@pytest.mark.parametrize("argv", [[], ["run"], ["run", "--seed=1"]])
def test_a_command_line_without_its_separator_is_refused(argv: list[str]) -> None:
    with pytest.raises(Refusal, match="usage"):
        arguments.parse(argv)


def test_a_run_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="does not exist"):
        arguments.parse([str(tmp_path / "gone"), "--"])
