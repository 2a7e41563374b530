"""Which Run of a group of seeds stands for its Step."""

import shutil
from pathlib import Path

import pytest
import sample_workspace as sample

from lab_tasks.evidence.evidence import Evidence
from lab_tasks.workspace import Workspace

COURSE = sample.sample_course()
DAY = COURSE.days[0]
GROUP = "evaluate-act-seeds-01"


def chosen(workspace: Workspace) -> str | None:
    """Return the Run that stands for `evaluate-act`, whose Recipe says seed 1."""
    step = DAY.step("evaluate-act")
    assert step
    run = Evidence(COURSE, workspace).successful_run(DAY, step)
    return run.id if run else None


def member(workspace: Workspace, number: int, seed: int, *, group: str = GROUP) -> Path:
    run = sample.write_evaluation(workspace, "act", number=number, requested_s=300.0)
    sample.edit_json(run / "request.json", seed=seed, group=group)
    return run


def test_a_run_that_stands_alone_is_its_newest(solved: Workspace) -> None:
    member(solved, 2, 5, group="")
    assert chosen(solved) == "evaluate-act-02"


@pytest.mark.parametrize("seeds", [(3, 1, 2), (1, 2, 3)])
def test_of_a_group_it_is_the_one_with_the_recipes_seed(
    solved: Workspace, seeds: tuple[int, ...]
) -> None:
    for number, seed in enumerate(seeds, 2):
        member(solved, number, seed)
    assert chosen(solved) == f"evaluate-act-{2 + seeds.index(1):02d}"


def test_without_the_recipes_seed_it_is_the_lowest_that_succeeded(solved: Workspace) -> None:
    for number, seed in enumerate((7, 5, 6), 2):
        member(solved, number, seed)
    assert chosen(solved) == "evaluate-act-03"
    (solved.runs_dir / "evaluate-act-03" / "record.json").unlink()
    assert chosen(solved) == "evaluate-act-04"


def test_a_newer_run_that_stands_alone_stands_for_the_step_again(solved: Workspace) -> None:
    member(solved, 2, 2)
    sample.write_evaluation(solved, "act", number=3, requested_s=400.0)
    assert chosen(solved) == "evaluate-act-03"
    shutil.rmtree(solved.runs_dir / "evaluate-act-03")
    assert chosen(solved) == "evaluate-act-02"
