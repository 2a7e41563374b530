"""The trainings of an evaluate Step: one rule for Checks, comparison and retro."""

import shutil
from pathlib import Path

import pytest
import sample_workspace as sample
import seeded_workspace as seeded

from lab_tasks import comparison, results
from lab_tasks.checks.run import check_day
from lab_tasks.checks.verdict import Blocked, Fail, Pass, Verdict
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.workspace import Workspace

COURSE = seeded.seeded_course()
DAY = seeded.day_of(COURSE)


@pytest.fixture(scope="module")
def _made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("seeded") / "made"
    return seeded.seeded_workspace(root, {1: 18, 2: 2, 3: 17}).root


@pytest.fixture
def made(_made_once: Path, tmp_path: Path) -> Workspace:
    """Seeds 1 and 3 are good, seed 2 is bad: 18, 2 and 17 of 20."""
    return Workspace(shutil.copytree(_made_once, tmp_path / "made"))


def row_of(workspace: Workspace) -> comparison.Row:
    return comparison.compare(COURSE, DAY, workspace).rows[0]


def result_of(workspace: Workspace) -> results.Result:
    evidence = Evidence(COURSE, workspace)
    return results.gather(evidence, DAY, {"ACT": ["evaluate-act"]}).rows[0]


def verdict(workspace: Workspace, name: str) -> Verdict:
    found = check_day(COURSE, DAY, workspace)
    return next(r.verdict for r in found if f"{r.step}/{r.deliverable}".endswith(name))


def test_one_training_evaluated_three_times_is_one(tmp_path: Path) -> None:
    workspace = seeded.seeded_workspace(tmp_path / "one", {1: 18})
    for number in (2, 3):
        again = sample.write_evaluation(
            workspace, "act", number=number, solved=18, requested_s=300.0 + number
        )
        sample.edit_json(again / "request.json", seed=number, inputs=[])

    better = verdict(workspace, "evaluate-act/better")
    rate = verdict(workspace, "evaluate-act/rate")
    row = row_of(workspace)

    assert isinstance(better, Blocked), better
    assert "1 of 3 trainings" in better.why
    assert not isinstance(rate, Pass)
    assert (row.successes, row.episodes, row.seeds) == (18, 20, "1 of 3 seeds")
    assert (result_of(workspace).episodes, result_of(workspace).seeds) == (20, "1 of 3")


def test_a_bad_seed_whose_file_is_taken_away_is_told(made: Workspace) -> None:
    assert (row_of(made).successes, row_of(made).seeds) == (37, "")
    run = sample.run_folder(made, "evaluate-act-02")
    (run / "output" / "eval_info.json").unlink()

    table = comparison.compare(COURSE, DAY, made)
    written = comparison.to_markdown(table)

    assert "| act (2 of 3 seeds) | 35/40 |" in written
    assert "- **act**: 2 of 3 seeds. Seed 2: evaluate-act-02: " in written
    row = result_of(made)
    assert (row.successes, row.seeds) == (35, "2 of 3")
    assert "Seed 2: evaluate-act-02: " in row.note


def test_an_older_better_evaluation_never_stands_in_for_the_newest(made: Workspace) -> None:
    again = sample.write_evaluation(made, "act", number=4, solved=1, requested_s=900.0)
    sample.edit_json(again / "request.json", seed=3, inputs=["train-act-03"])
    assert [each.successes for each in result_of(made).evaluations] == [18, 2, 1]

    (again / "output" / "eval_info.json").unlink()

    assert [each.successes for each in result_of(made).evaluations] == [18, 2]
    assert "Seed 3: evaluate-act-04: " in result_of(made).note
    assert row_of(made).seeds == "2 of 3 seeds"


def test_a_seed_that_was_trained_again_is_to_be_evaluated_again(made: Workspace) -> None:
    seeded.write_seed(made, 2, None, number=7)
    step = DAY.step("evaluate-act")
    assert step
    assert Evidence(COURSE, made).seed_runs(DAY, step).words == "2 of 3 seeds"

    found = verdict(made, "evaluate-act/rate")

    assert isinstance(found, Fail)
    assert "Seed 2: It was trained again since evaluate-act-02." in found.why
    assert row_of(made).seeds == "2 of 3 seeds"
    assert result_of(made).seeds == "2 of 3"


def test_a_table_without_any_sound_seed_is_blocked_and_says_why(made: Workspace) -> None:
    for number in (1, 2, 3):
        run = sample.run_folder(made, f"evaluate-act-{number:02d}")
        (run / "output" / "eval_info.json").unlink()
    (lacking,) = comparison.compare(COURSE, DAY, made, steps=["evaluate-act"]).missing[:1]
    assert lacking.policy == "act"
    assert "Seed 1: evaluate-act-01: " in lacking.note


def test_seeds_that_are_all_out_of_date_block_the_table(made: Workspace) -> None:
    for seed in seeded.SEEDS:
        seeded.write_seed(made, seed, None, number=6 + seed)
    sample.write_training(made, "cloning")
    sample.write_evaluation(made, "cloning")
    sample.write_evaluation(made, "expert")
    found = verdict(made, "compare/table")
    assert isinstance(found, Blocked)
    assert found.why.startswith("The table lacks act: Seed 1: It was trained again since")


def test_a_seed_that_is_a_rehearsal_is_left_out_and_told(made: Workspace) -> None:
    request = sample.run_folder(made, "train-act-03") / "request.json"
    sample.edit_json(request, rehearsal="it shows the path")
    row = result_of(made)
    assert [each.successes for each in row.evaluations] == [18, 2]
    assert (row.seeds, row.note) == (
        "2 of 3",
        "Seed 3: rehearsal, not a result: it shows the path.",
    )


def test_runs_of_another_profile_are_no_result_of_this_one(made: Workspace) -> None:
    for run in made.runs_dir.glob("evaluate-act-*"):
        sample.edit_json(run / "request.json", profile="full")
    assert row_of(made).run_id is None
    assert result_of(made).evaluations == ()
