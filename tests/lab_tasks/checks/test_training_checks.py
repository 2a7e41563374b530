"""Checks over several trainings: so many, each sound, each with a checkpoint of its own."""

import json
import shutil
from pathlib import Path

import msgspec
import pytest
import sample_workspace as sample
import seeded_workspace as seeded

from lab_tasks.checks.run import check_day
from lab_tasks.checks.verdict import Blocked, Fail, Inconclusive, Pass, Verdict
from lab_tasks.samples import run_folder, sample_episodes
from lab_tasks.workspace import Workspace

COURSE = seeded.seeded_course()
DAY = seeded.day_of(COURSE)


@pytest.fixture(scope="module")
def _once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return seeded.seeded_workspace(tmp_path_factory.mktemp("seeded") / "workspace").root


@pytest.fixture
def made(_once: Path, tmp_path: Path) -> Workspace:
    return Workspace(shutil.copytree(_once, tmp_path / "workspace"))


def verdict(workspace: Workspace, name: str) -> Verdict:
    results = check_day(COURSE, DAY, workspace)
    found = {f"{r.step.rpartition('/')[2]}/{r.deliverable}": r.verdict for r in results}
    return found[name]


def test_three_sound_trainings_pass_and_each_is_told(made: Workspace) -> None:
    trained = verdict(made, "train-act/checkpoint")
    evaluated = verdict(made, "evaluate-act/rate")
    better = verdict(made, "evaluate-act/better")

    assert isinstance(trained, Pass)
    assert trained.evidence.startswith("3 trainings: seed 1: train-act-01: step 3,000")
    assert isinstance(evaluated, Pass)
    assert evaluated.evidence.startswith("3 evaluations: seed 1: evaluate-act-01")
    assert "seed 2: evaluate-act-02: act 16/20 (80 %)" in evaluated.evidence
    assert isinstance(better, Pass)
    assert "act 51/60 (85 %; 18/20, 16/20, 17/20)" in better.evidence


def test_what_is_there_and_what_is_missing_is_told_by_seed(made: Workspace) -> None:
    sample.edit_json(sample.run_folder(made, "train-act-02") / "exit.json", code=3)
    sample.edit_json(sample.run_folder(made, "train-act-03") / "record.json", step=2000)

    found = verdict(made, "train-act/checkpoint")

    assert isinstance(found, Fail)
    assert found.why.startswith("1 of 3 trainings are there and sound (seed 1). Seed 2: ")
    assert "Seed 2: train-act-02 left no result (status 3)." in found.why
    assert "Seed 3: train-act-03" in found.why
    assert (found.expected, found.found) == ("3 trainings", "1")


def test_a_missing_seed_says_what_starts_it(made: Workspace) -> None:
    shutil.rmtree(sample.run_folder(made, "train-act-02"))
    found = verdict(made, "train-act/checkpoint")
    assert isinstance(found, Fail)
    assert "Seed 2: not run yet." in found.why
    assert "(robo47/day19/train-act): enter starts the seeds that are missing" in found.remedy


def test_seeds_that_lack_the_same_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    found = verdict(Workspace(tmp_path / "empty"), "train-act/checkpoint")
    assert isinstance(found, Fail)
    assert found.why == "0 of 3 trainings are there and sound. Seeds 1, 2, 3: not run yet."


def test_a_training_that_is_there_is_none_of_the_evaluations_that_are_missing(
    made: Workspace,
) -> None:
    for number in (1, 2, 3):
        shutil.rmtree(sample.run_folder(made, f"evaluate-act-{number:02d}"))

    found = verdict(made, "evaluate-act/rate")

    assert isinstance(found, Fail)
    assert found.why == "0 of 3 evaluations are there and sound. Seeds 1, 2, 3: not run yet."
    assert (found.expected, found.found) == ("3 evaluations", "0")
    assert "evaluate-act): enter starts the seeds that are missing" in found.remedy


def test_an_evaluation_waits_for_the_training_of_its_seed(made: Workspace) -> None:
    for run in ("train-act-02", "evaluate-act-02"):
        shutil.rmtree(sample.run_folder(made, run))

    found = verdict(made, "evaluate-act/rate")
    better = verdict(made, "evaluate-act/better")

    assert isinstance(found, Blocked)
    assert found.by == "robo47/day19/train-act/checkpoint"
    assert found.why.startswith("2 of 3 evaluations are there and sound (seeds 1, 3). Seed 2: ")
    assert isinstance(better, Blocked)
    assert better.by == "robo47/day19/evaluate-act/rate"


@pytest.mark.parametrize(
    "beside", ["", "config.json", "train_config.json", "more/model.safetensors"]
)
def test_the_same_weights_under_two_seeds_are_one_training(made: Workspace, beside: str) -> None:
    first, second = (sample.run_folder(made, f"train-act-{n:02d}") for n in (1, 2))
    shutil.rmtree(second / "output")
    shutil.copytree(first / "output", second / "output")
    record = json.loads((first / "record.json").read_text()) | {"seed": 2}
    folder = second / record["path"]
    if beside:  # settings beside the weights differ with every seed, without any training
        (folder / beside).parent.mkdir(exist_ok=True)
        with (folder / beside).open("a") as settings:
            settings.write(" ")
        files, record["sha256"] = run_folder.product(second, folder)
        record["files"] = msgspec.to_builtins(files)
    (second / "record.json").write_text(json.dumps(record))

    found = verdict(made, "train-act/checkpoint")

    assert isinstance(found, Fail)
    assert found.why == "Seeds 1 and 2 have the same weights: that is one training."


def test_a_normaliser_that_all_seeds_share_makes_no_twins(made: Workspace) -> None:
    name = "policy_preprocessor_step_5_normalizer_processor.safetensors"
    for number in (1, 2, 3):
        run = sample.run_folder(made, f"train-act-{number:02d}")
        record = json.loads((run / "record.json").read_text())
        (run / record["path"] / name).write_bytes(b"the dataset's mean")
        files, digest = run_folder.product(run, run / record["path"])
        sample.edit_json(run / "record.json", files=msgspec.to_builtins(files), sha256=digest)
    assert isinstance(verdict(made, "train-act/checkpoint"), Pass)


def test_one_seed_trained_thrice_is_no_three_seeds(made: Workspace) -> None:
    for n in (2, 3):  # as a graphics card makes them: other bytes from the same seed
        folder = sample.run_folder(made, f"train-act-{n:02d}")
        sample.ask(folder, seed=1)
        sample.edit_json(folder / "record.json", seed=1)

    trained = verdict(made, "train-act/checkpoint")
    evaluated = verdict(made, "evaluate-act/rate")

    assert isinstance(trained, Fail)
    assert trained.why == (
        "1 of 3 trainings are there and sound (seed 1). Seed 2: train-act-02: record.json was "
        "changed: its seed is not what request.json says. Seed 3: train-act-03: record.json was "
        "changed: its seed is not what request.json says."
    )
    assert isinstance(evaluated, Blocked)


@pytest.mark.parametrize("spread", [0.0, 0.001], ids=["milestones", "measured"])
def test_the_same_episodes_under_two_seeds_are_one_evaluation(
    made: Workspace, spread: float
) -> None:
    sums = [1.25 + spread * at for at in range(20)]
    for number, took_s in ((1, 20.3), (2, 20.3 + 5 * spread)):
        leave_episodes(made, number, sums, took_s)

    found = verdict(made, "evaluate-act/rate")

    assert isinstance(found, Fail)
    assert "Seed 2: Seeds 1 and 2 have one and the same episodes: that is one eval" in found.why


def test_two_policies_that_reach_the_same_milestones_are_two(made: Workspace) -> None:
    for number, took_s in ((1, 20.3), (2, 20.4)):
        leave_episodes(made, number, [1.25] * 20, took_s)
    assert isinstance(verdict(made, "evaluate-act/rate"), Pass)


def leave_episodes(workspace: Workspace, number: int, sums: list[float], took_s: float) -> None:
    """Write another outcome into an evaluation, record and file in agreement."""
    run = sample.run_folder(workspace, f"evaluate-act-{number:02d}")
    episodes = sample.episodes_of(20) | {"sum_rewards": sums}
    info = run / "output" / "eval_info.json"
    info.write_text(json.dumps(sample_episodes.eval_info(episodes, took_s)))
    files, _ = run_folder.product(run, run / "output")
    told = {"files": msgspec.to_builtins(files), "sha256": files[0].sha256}
    sample.edit_json(run / "record.json", **told, **episodes)


def test_too_few_successes_over_all_seeds_are_not_settled(tmp_path: Path) -> None:
    poor = seeded.seeded_workspace(tmp_path / "poor", {1: 1, 2: 0, 3: 1})
    found = verdict(poor, "evaluate-act/better")
    assert isinstance(found, Inconclusive)
    assert "2/60" in found.why
