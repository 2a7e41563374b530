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


@pytest.mark.parametrize(
    ("given", "read"), [((), 1.0), (("--noise=0",), 0.0), (("--noise=.5",), 0.5)]
)
def test_a_share_is_read(given: tuple[str, ...], read: float) -> None:
    assert Arguments(Path("run"), given).share("noise", 1.0) == read


@pytest.mark.parametrize("text", ["much", "-0.1", "1.5", "nan", ""])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="not a number from 0 to 1"):
        Arguments(Path("run"), (f"--noise={text}",)).share("noise", 1.0)


def test_one_of_some_words_is_the_first_unless_another_is_asked_for() -> None:
    words = ("law", "phases")

    assert Arguments(Path("run"), ()).one_of("demonstrator", words) == "law"
    assert (
        Arguments(Path("run"), ("--demonstrator=phases",)).one_of("demonstrator", words) == "phases"
    )


@pytest.mark.parametrize("argv", [[], ["run"], ["run", "--seed=1"]])
def test_a_command_line_without_its_separator_is_refused(argv: list[str]) -> None:
    with pytest.raises(Refusal, match="usage"):
        arguments.parse(argv)


def test_a_run_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="does not exist"):
        arguments.parse([str(tmp_path / "gone"), "--"])
