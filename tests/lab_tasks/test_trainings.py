"""A Step's Runs by training seed: what is there, what is missing, what is out of date."""

import shutil
from pathlib import Path

import pytest
import sample_workspace as sample
import seeded_workspace as seeded

from lab_tasks import comparison, recipes, results
from lab_tasks.commits import committing
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.evidence.evidence_files import runs_that_count
from lab_tasks.queue.entries import QueueEntry
from lab_tasks.recipes import Member, Missing
from lab_tasks.runs.model import RunRequest
from lab_tasks.runs.store import list_runs
from lab_tasks.trainings import SeedRuns, seed_runs
from lab_tasks.workspace import Workspace

COURSE = seeded.seeded_course()
DAY = seeded.day_of(COURSE)


@pytest.fixture
def made(tmp_path: Path) -> Workspace:
    return seeded.seeded_workspace(tmp_path / "made")


def of(workspace: Workspace, name: str, *waiting: int) -> SeedRuns:
    step = DAY.step(name)
    assert step
    entries = [
        QueueEntry(
            step=f"robo47/day19/{name}", profile="quick", course="robo47", seed=seed, asked_s=1.0
        )
        for seed in waiting
    ]
    return seed_runs(COURSE, DAY, step, "quick", list_runs(workspace), entries)


def test_what_is_there_missing_broken_and_waiting_is_told_by_seed(made: Workspace) -> None:
    sample.edit_json(sample.run_folder(made, "train-act-02") / "exit.json", code=1)
    shutil.rmtree(sample.run_folder(made, "train-act-03"))

    found = of(made, "train-act", 3)

    assert (tuple(found.there), found.missing, found.left) == ((1,), (2, 3), (2,))
    assert found.words == "1 of 3 seeds"
    assert found.to_watch is not None
    assert found.to_watch.id == "train-act-02", "what broke off"


def test_an_evaluation_is_of_the_seed_of_the_training_that_it_read(made: Workspace) -> None:
    run = sample.run_folder(made, "evaluate-act-02")
    sample.edit_json(run / "request.json", inputs=["train-act-03"], seed=2)
    assert of(made, "evaluate-act").missing == (2,)


def test_a_seed_that_was_trained_again_is_to_be_evaluated_again(made: Workspace) -> None:
    seeded.write_seed(made, 2, None, number=4)

    found = of(made, "evaluate-act")

    assert (found.outdated, found.left) == ({2}, (2,))
    assert found.first is not None
    assert found.first.id == "evaluate-act-01"


def test_a_profile_that_runs_it_once_has_no_seeds(made: Workspace) -> None:
    step = DAY.step("train-act")
    assert step
    assert seed_runs(COURSE, DAY, step, "full", list_runs(made)).wanted == ()


def resolved(workspace: Workspace, name: str, seed: int | None) -> RunRequest | Missing:
    step = DAY.step(name)
    assert step
    return recipes.resolve(COURSE, DAY, step, "quick", workspace, Member(seed=seed, group="g"))


def test_an_evaluation_of_a_seed_reads_its_checkpoint_and_keeps_its_own_seed(
    made: Workspace,
) -> None:
    request = resolved(made, "evaluate-act", 3)

    assert isinstance(request, RunRequest)
    path = ".robolab/runs/train-act-03/output/checkpoints/003000/pretrained_model"
    assert request.flag("policy.path") == path
    assert (request.flag("seed"), request.seed, request.inputs) == ("1", 3, ("train-act-03",))


def test_a_training_of_a_seed_has_it_in_the_place_of_the_recipes(made: Workspace) -> None:
    sample.write_dataset(made)
    request = resolved(made, "train-act", 3)
    assert isinstance(request, RunRequest)
    assert (request.flag("seed"), request.seed) == ("3", 3)


def test_without_a_seed_the_first_of_the_recipes_stands_for_the_step(made: Workspace) -> None:
    request = resolved(made, "evaluate-act", None)
    assert isinstance(request, RunRequest)
    assert request.inputs == ("train-act-01",)


def test_a_seed_that_was_not_trained_is_named_with_what_to_start(made: Workspace) -> None:
    missing = resolved(made, "evaluate-act", 4)

    assert isinstance(missing, Missing)
    assert missing.what == ("the checkpoint of 'Train act' with seed 4",)
    assert "`robolab-tui run day19/train-act --profile quick --seeds 4` does." in missing.remedy


def test_each_seeds_runs_are_the_proof_and_are_committed(made: Workspace) -> None:
    counted = {run.id for run in runs_that_count(Evidence(COURSE, made), DAY)}
    both = {f"{kind}-act-{seed:02d}" for kind in ("train", "evaluate") for seed in seeded.SEEDS}
    assert counted == both | {"train-untrained-01", "evaluate-untrained-01"}

    planned = committing.plan(COURSE, DAY, made).included
    records = {item.path for item in planned if item.path.endswith("act-02/record.json")}
    assert records == {f".robolab/runs/{kind}-act-02/record.json" for kind in ("evaluate", "train")}
    assert sum(item.path.endswith("model.safetensors") for item in planned) == 4


def test_the_retros_table_has_one_row_with_three_trainings(made: Workspace) -> None:
    table = results.gather(Evidence(COURSE, made), DAY, {"ACT": ["evaluate-act"]})

    assert "| ACT | so101_bench pick_place | 3 × 20 | 51/60 | 74–92 % | 0.85 ± 0.05 |" in (
        results.to_markdown(table)
    )


def test_the_comparison_has_one_row_with_three_trainings(made: Workspace) -> None:
    sample.write_training(made, "cloning")
    sample.write_evaluation(made, "cloning", solved=4)

    table = comparison.compare(COURSE, DAY, made)

    (act,) = (row for row in table.rows if row.policy == "act")
    assert (act.successes, act.episodes, len(set(act.checkpoints))) == (51, 60, 3)
    text = comparison.to_markdown(table)
    assert "| act | 51/60 | 85 % ± 5 | 74–92 % |" in text
    assert "3 × 3,000 steps, 360 s" in text
    assert "**act** and **cloning** separate: 51/60 (85 %) and 4/20 (20 %)" in text
    assert "Trainings over seeds are pooled" in text
