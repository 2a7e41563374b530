"""What a Run made, in words."""

from pathlib import Path

import pytest
import sample_workspace as sample

from lab_tasks.evidence import records
from tui.words.run_result import result_text


@pytest.mark.parametrize(
    ("run_id", "said"),
    [
        ("evaluate-act-01", "solved 18/20  90 % (70–97 %)"),
        ("evaluate-untrained-01", "solved 0/20  0 % (0–16 %)"),
        ("train-act-01", "checkpoint of step 3,000"),
        ("make-demos-01", "100 episodes kept of"),
    ],
)
def test_an_ended_run_says_what_it_made(tmp_path: Path, run_id: str, said: str) -> None:
    workspace = sample.solved_workspace(tmp_path / "w", commit=False)

    text = result_text(records.read_record(sample.run_folder(workspace, run_id)), {}).plain

    assert said in text


def test_demonstrations_say_who_made_them(tmp_path: Path) -> None:
    workspace = sample.solved_workspace(tmp_path / "w", commit=False)
    folder = sample.run_folder(workspace, "make-demos-01")
    sample.edit_json(folder / "record.json", demonstrator="phases", noise=0.0)

    text = result_text(records.read_record(folder), {}).plain

    assert text.endswith("frames, by phases, undisturbed")


def test_an_evaluation_shows_a_mark_for_each_episode(tmp_path: Path) -> None:
    workspace = sample.solved_workspace(tmp_path / "w", commit=False)

    text = result_text(
        records.read_record(sample.run_folder(workspace, "evaluate-act-01")), {}
    ).plain

    assert text.count("✓") == 18
    assert text.count("×") == 2
