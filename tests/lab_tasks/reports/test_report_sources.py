"""What may be reported: Runs by id, group or folder, logs by path; all else is refused in words."""

from pathlib import Path

import pytest
from sample_workspace import edit_json, run_folder, write_evaluation, write_training

from lab_tasks.reports.sources import SourceRefused, find_sources, read_trainings
from lab_tasks.runs.model import Run
from lab_tasks.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "mine")
    write_training(made, "act")
    write_evaluation(made, "act")
    return made


def ids(words: list[str], workspace: Workspace) -> list[str]:
    found = find_sources(words, workspace).found
    return [each.id if isinstance(each, Run) else each.name for each in found]


def test_a_run_is_found_by_its_id_its_folder_and_its_files(workspace: Workspace) -> None:
    folder = run_folder(workspace, "train-act-01")

    words = ["train-act-01", str(folder), str(folder / "output.log"), str(folder / "metrics.jsonl")]

    assert ids(words, workspace) == ["train-act-01"], "named four times, reported once"


def test_a_group_is_all_its_trainings(workspace: Workspace) -> None:
    write_training(workspace, "act", number=2)
    for number in ("01", "02"):
        edit_json(run_folder(workspace, f"train-act-{number}") / "request.json", group="act-seeds")

    assert ids(["act-seeds"], workspace) == ["train-act-01", "train-act-02"]


def test_runs_of_two_workspaces_with_one_id_are_told_apart(
    workspace: Workspace, tmp_path: Path
) -> None:
    other = write_training(Workspace(tmp_path / "hers"), "act")

    sources = find_sources(["train-act-01", str(other)], workspace)

    names = [training.name for training in read_trainings(sources)]
    assert names == ["mine/train-act-01", "hers/train-act-01"]


@pytest.mark.parametrize(
    ("word", "what", "remedy"),
    [
        ("train-act-9", "There is no Run and no log file train-act-9.", "train-act-01"),
        ("evaluate-act-01", "evaluate-act-01 is no training: its job is evaluate.", "evaluations"),
        (".", ". is a folder and no Run's: it has no request.json.", "the log file"),
        ("nohup\x1b[2J.out", "no log file nohup.out", "robolab-tui runs"),
    ],
)
def test_what_is_none_is_refused_with_a_remedy(
    workspace: Workspace, word: str, what: str, remedy: str
) -> None:
    with pytest.raises(SourceRefused) as refused:
        find_sources([word], workspace)

    assert what in refused.value.what
    assert remedy in refused.value.remedy


def test_a_damaged_run_is_refused_with_its_remedy(workspace: Workspace) -> None:
    (run_folder(workspace, "train-act-01") / "request.json").write_text("{")

    with pytest.raises(SourceRefused, match="train-act-01") as refused:
        find_sources(["train-act-01"], workspace)

    assert "git checkout" in refused.value.remedy
