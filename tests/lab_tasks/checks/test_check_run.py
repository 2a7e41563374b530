"""Checking a whole Day: solved, untouched, spoiled, and where nothing can be checked at all."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sample_workspace as sample

from course.model import CheckSpec, Day, Deliverable
from lab_tasks.checks.question import Question
from lab_tasks.checks.run import check_day, check_deliverable, step_level
from lab_tasks.checks.verdict import Blocked, CheckResult, Error, Fail, Inconclusive, Pass
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.progress import progress
from lab_tasks.workspace import Workspace

COURSE = sample.sample_course()
DAY19, DAY21 = COURSE.days


def check(workspace: Workspace, day: Day = DAY19) -> dict[str, CheckResult]:
    results = check_day(COURSE, day, workspace)
    return {f"{result.step.rpartition('/')[2]}/{result.deliverable}": result for result in results}


def failure(workspace: Workspace, deliverable: str) -> Fail:
    verdict = check(workspace)[deliverable].verdict
    assert isinstance(verdict, Fail), verdict
    assert verdict.remedy
    return verdict


def test_a_solved_and_committed_day_passes_whole_and_says_how_surely(solved: Workspace) -> None:
    results = check(solved)

    assert all(result.passed for result in results.values()), results
    levels = {name: r.verdict.level for name, r in results.items() if isinstance(r.verdict, Pass)}
    assert levels.pop("glossary/read") == "attested"
    assert set(levels.values()) == {"committed"}


def test_checking_writes_nothing(solved: Workspace) -> None:
    before = {p: p.stat().st_mtime_ns for p in solved.root.rglob("*") if p.is_file()}
    check(solved)
    assert {p: p.stat().st_mtime_ns for p in solved.root.rglob("*") if p.is_file()} == before


def test_before_the_commit_runs_count_as_executed_and_text_as_detected(
    uncommitted: Workspace,
) -> None:
    results = check(uncommitted)

    assert step_level([results["train-act/checkpoint"]]) == "executed"
    assert step_level([results["devlog/words"]]) == "detected"
    assert isinstance(results["commit/commit"].verdict, Fail)


def test_an_empty_folder_gives_a_result_with_a_remedy_for_every_deliverable(tmp_path: Path) -> None:
    results = check(Workspace(tmp_path))

    assert len(results) == sum(len(step.deliverables) for step in DAY19.steps)
    for result in results.values():
        assert isinstance(result.verdict, Fail | Blocked), result
        assert result.verdict.remedy


def test_an_evaluation_before_its_training_is_blocked_and_names_the_training(
    workspace: Workspace,
) -> None:
    verdict = check(workspace)["evaluate-act/rate"].verdict
    assert isinstance(verdict, Blocked)
    assert verdict.by == "robo47/day19/train-act/checkpoint"
    assert "train-act" in verdict.remedy


def test_a_removed_checkpoint_fails_although_the_progress_file_says_done(
    solved: Workspace,
) -> None:
    progress.tick(solved, "robo47/day19/train-act", "committed")
    run = sample.run_folder(solved, "train-act-01")
    (run / "output/checkpoints/003000/pretrained_model/model.safetensors").unlink()

    failed = failure(solved, "train-act/checkpoint")

    assert "model.safetensors is missing" in failed.why
    assert "git checkout" in failed.remedy
    assert isinstance(check(solved)["evaluate-act/rate"].verdict, Blocked)
    assert isinstance(check(solved)["evaluate-cloning/rate"].verdict, Pass)


def test_a_changed_checkpoint_is_told_by_its_hash(solved: Workspace) -> None:
    run = sample.run_folder(solved, "train-act-01")
    weights = run / "output/checkpoints/003000/pretrained_model/model.safetensors"
    weights.write_bytes(b"x" * weights.stat().st_size)

    failed = failure(solved, "train-act/checkpoint")

    assert "changed" in failed.why
    assert failed.expected.startswith("sha256 ")
    assert failed.expected != failed.found


@pytest.mark.parametrize(
    ("file", "changes", "expected", "found"),
    [
        ("output/eval_info.json", {"overall__pc_success": 95.0}, "90 % (18 of 20", "95 %"),
        ("record.json", {"successes": [True] * 20}, "True (record.json)", "False (eval_info"),
        ("record.json", {"n_episodes": 50}, "20", "50"),
        ("output/eval_info.json", {"overall__n_episodes": 19}, "20 episodes", "19 in"),
    ],
)
def test_a_doctored_number_is_told_with_what_it_should_be(
    solved: Workspace, file: str, changes: dict[str, object], expected: str, found: str
) -> None:
    sample.edit_json(sample.run_folder(solved, "evaluate-act-01") / file, **changes)

    failed = failure(solved, "evaluate-act/rate")

    assert expected in failed.expected
    assert found in failed.found


def test_a_doctored_file_that_agrees_with_itself_is_told_by_its_hash(solved: Workspace) -> None:
    run = sample.run_folder(solved, "evaluate-act-01")
    better = sample.episodes_of(20)
    (run / "output/eval_info.json").write_text(json.dumps(sample.eval_info(better)))
    sample.edit_json(run / "record.json", **better)

    failed = failure(solved, "evaluate-act/rate")

    assert "eval_info.json" in failed.why


def test_a_success_with_no_reward_is_not_accepted(
    solved: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = sample.run_folder(solved, "evaluate-act-01")
    nothing = sample.episodes_of(20) | {"max_rewards": [0.0] * 20, "sum_rewards": [0.0] * 20}
    shutil.rmtree(run)
    monkeypatch.setattr(sample.made, "episodes_of", lambda *counts: nothing)
    sample.write_evaluation(solved, "act")

    failed = failure(solved, "evaluate-act/rate")

    assert "no reward" in failed.why
    assert "is_success" in failed.remedy


def test_a_checkpoint_that_no_run_made_is_refused(solved: Workspace) -> None:
    run = sample.run_folder(solved, "evaluate-act-01")
    sample.edit_json(run / "record.json", checkpoint__sha256="a" * 64)
    assert "no Run of ‘Train act’" in failure(solved, "evaluate-act/rate").why


def test_the_checkpoint_of_another_policy_is_refused(solved: Workspace) -> None:
    cloning = json.loads(
        (sample.run_folder(solved, "train-cloning-01") / "record.json").read_text()
    )
    run = sample.run_folder(solved, "evaluate-act-01")
    sample.edit_json(run / "record.json", checkpoint__sha256=cloning["sha256"])
    assert "no Run of ‘Train act’" in failure(solved, "evaluate-act/rate").why


def test_an_evaluation_of_an_earlier_training_still_counts(solved: Workspace) -> None:
    sample.write_training(solved, "act", number=2)
    assert isinstance(check(solved)["evaluate-act/rate"].verdict, Pass)


@pytest.mark.parametrize(
    ("field", "flag", "why"),
    [("seed", "seed", "another seed"), ("batch_size", "eval__batch_size", "another batch size")],
)
def test_another_seed_or_batch_size_is_refused(
    solved: Workspace, field: str, flag: str, why: str
) -> None:
    run = sample.run_folder(solved, "evaluate-act-01")
    sample.edit_json(run / "record.json", **{field: 7})
    sample.ask(run, **{flag: 7})
    assert why in failure(solved, "evaluate-act/rate").why


def test_too_few_steps_or_another_policy_is_refused(
    solved: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = sample.run_folder(solved, "train-act-01")
    shutil.rmtree(run)
    monkeypatch.setattr(sample, "STEPS", 2000)
    sample.write_training(solved, "act")
    assert failure(solved, "train-act/checkpoint").found == "2,000 steps"
    shutil.rmtree(run)
    sample.write_training(solved, "act", config={"type": "diffusion"})
    sample.ask(run, policy__type="diffusion")
    sample.edit_json(run / "record.json", policy_type="diffusion")
    assert failure(solved, "train-act/checkpoint").found == "diffusion"


TRAINING, EVALUATION = "train-act", "evaluate-act"


@pytest.mark.parametrize(
    ("step", "field", "value"),
    [
        (TRAINING, "step", 250_000),
        (TRAINING, "policy_type", "diffusion"),
        (TRAINING, "seed", 7),
        (TRAINING, "batch_size", 64),
        (EVALUATION, "seed", 999),
        (EVALUATION, "batch_size", 50),
        (EVALUATION, "n_episodes", 50),
        (EVALUATION, "env__type", "pusht"),
        (EVALUATION, "checkpoint__path", "elsewhere"),
        ("evaluate-expert", "seed", 999),
        ("make-demos", "episodes", 100_000),
        ("make-demos", "seed", 1),
    ],
)
def test_a_field_of_a_record_that_the_request_contradicts_is_refused(
    solved: Workspace, step: str, field: str, value: object
) -> None:
    sample.edit_json(sample.run_folder(solved, f"{step}-01") / "record.json", **{field: value})

    (first,) = (d.id for s in DAY19.steps if s.id == step for d in s.deliverables[:1])
    failed = failure(solved, f"{step}/{first}")

    assert f"{field.replace('__', '.')} is not what request.json says" in failed.why
    assert failed.found == str(value)


@pytest.mark.parametrize(
    ("step", "flags", "changes", "told"),
    [
        (TRAINING, {"steps": 9000}, {"step": 9000}, "its folder's name"),
        (TRAINING, {"policy__type": "vqbet"}, {"policy_type": "vqbet"}, "config.json"),
        (EVALUATION, {"env__type": "pusht"}, {"env__type": "pusht"}, "the course's recipe"),
    ],
)
def test_a_record_and_a_request_that_were_both_changed_are_told_by_what_they_cannot_change(
    solved: Workspace, step: str, flags: dict[str, Any], changes: dict[str, Any], told: str
) -> None:
    run = sample.run_folder(solved, f"{step}-01")
    sample.ask(run, **flags)
    sample.edit_json(run / "record.json", **changes)

    made = "checkpoint" if step == TRAINING else "rate"

    assert f"is not what {told} says" in failure(solved, f"{step}/{made}").why


def test_a_training_whose_metrics_end_early_is_refused(solved: Workspace) -> None:
    metrics = sample.run_folder(solved, "train-act-01") / "metrics.jsonl"
    metrics.write_text("".join(metrics.read_text().splitlines(keepends=True)[:3]))

    failed = failure(solved, "train-act/checkpoint")

    assert (failed.expected, failed.found) == ("50", "3000")
    assert isinstance(check(solved)["evaluate-act/rate"].verdict, Blocked)


def test_a_policy_that_the_untrained_baseline_equals_is_refused(solved: Workspace) -> None:
    shutil.rmtree(sample.run_folder(solved, "evaluate-untrained-01"))
    sample.write_evaluation(solved, "untrained", solved=18)
    assert "succeeds as often" in failure(solved, "evaluate-act/better").why


def test_a_lead_that_may_be_chance_is_inconclusive(solved: Workspace) -> None:
    shutil.rmtree(sample.run_folder(solved, "evaluate-act-01"))
    sample.write_evaluation(solved, "act", solved=3)
    verdict = check(solved)["evaluate-act/better"].verdict
    assert isinstance(verdict, Inconclusive)
    assert "may be chance" in verdict.why


def test_a_changed_cell_of_the_table_is_shown_beside_the_right_one(solved: Workspace) -> None:
    path = solved.root / "devlog/comparison.md"
    path.write_text(path.read_text().replace("18/20", "20/20", 1))
    failed = failure(solved, "compare/table")
    assert "18/20" in failed.expected
    assert "20/20" in failed.found


@pytest.mark.parametrize(
    ("words", "forged"),
    [
        ("cannot tell at", "separate at"),
        (": cannot tell", " do not separate: cannot tell"),
        ("p = 0.50", "p = 0.01"),
        ("90 %) and 20/20", "90 %) and 10/20"),
        ("and **cloning**", "and **diffusion**"),
        ("- **act** and **cloning**: cannot tell at", "**act** and **cloning** separate at"),
        ("- **act**", "- **act** and **cloning** separate, p = 0.001.\n- **act**"),
    ],
)
def test_a_changed_claim_about_a_pair_is_shown_beside_the_right_one(
    solved: Workspace, words: str, forged: str
) -> None:
    path = solved.root / "devlog/comparison.md"
    text = path.read_text()
    assert words in text, text
    path.write_text(text.replace(words, forged, 1))

    failed = failure(solved, "compare/table")

    assert "**act**" in f"{failed.expected}{failed.found}"


def test_a_dataset_that_is_only_named_by_its_hash_passes_and_a_changed_one_fails(
    solved: Workspace,
) -> None:
    data = sample.run_folder(solved, "make-demos-01") / "output"
    kept = data / "data/chunk-000/file-000.parquet"
    kept.write_bytes(b"other")
    assert "file-000.parquet" in failure(solved, "make-demos/dataset").why
    shutil.rmtree(data)
    verdict = check(solved)["make-demos/dataset"].verdict
    assert isinstance(verdict, Pass)
    assert "not in this copy" in verdict.evidence


@pytest.mark.parametrize(
    ("recorded", "passes"),
    [
        ({"demonstrator": "phases", "noise": 0.0}, True),
        ({"demonstrator": "law"}, False),
        ({}, False),
    ],
)
def test_demonstrations_by_another_demonstrator_are_refused(
    solved: Workspace, recorded: dict[str, object], passes: bool
) -> None:
    sample.edit_json(sample.run_folder(solved, "make-demos-01") / "record.json", **recorded)
    step = next(step for step in DAY19.steps if step.id == "make-demos")
    wanted = {"episodes": 100, "demonstrator": "phases", "noise": 0}
    asked = CheckSpec(name="dataset-recorded", args=wanted)

    question = Question(Evidence(COURSE, solved), DAY19, step)
    verdict = check_deliverable(question, Deliverable(id="d", title="t", check=asked)).verdict

    assert isinstance(verdict, Pass if passes else Fail)
    if isinstance(verdict, Fail):
        assert verdict.expected == "demonstrator phases"


@pytest.mark.parametrize("changes", [{"sha256": "0" * 64}, {"files": []}])
@pytest.mark.parametrize("in_a_clone", [True, False])
def test_a_dataset_whose_hash_does_not_follow_from_its_files_is_refused(
    solved: Workspace, changes: dict[str, object], in_a_clone: bool
) -> None:
    run = sample.run_folder(solved, "make-demos-01")
    sample.edit_json(run / "record.json", **changes)
    if in_a_clone:
        shutil.rmtree(run / "output")

    assert "record" in failure(solved, "make-demos/dataset").why


def test_a_file_changed_after_the_commit_is_named(solved: Workspace) -> None:
    (solved.root / "devlog/day19.md").write_text(
        "## What I saw\n" + "different words here now " * 15
    )
    failed = failure(solved, "commit/commit")
    assert failed.expected == "devlog/day19.md in HEAD"
    assert failed.found == "another version"


def test_a_tick_after_the_commit_does_not_undo_it(solved: Workspace) -> None:
    progress.tick(solved, "robo47/day19/commit", "committed")
    assert check(solved)["commit/commit"].passed


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"kind":"evaluation"}', '{"kind":"virus"}', "NaN", "[" * 100_000]
)
def test_a_record_that_is_none_fails_with_its_name(solved: Workspace, content: str) -> None:
    (sample.run_folder(solved, "train-act-01") / "record.json").write_text(content)
    assert "record.json" in failure(solved, "train-act/checkpoint").why


def test_hostile_text_from_a_file_reaches_no_verdict(solved: Workspace) -> None:
    run = sample.run_folder(solved, "train-act-01")
    sample.edit_json(run / "record.json", policy_type="\x1b]52;c;evil\x07act\u202e")
    assert failure(solved, "train-act/checkpoint").found == "act"


def test_a_record_that_names_files_outside_its_run_is_refused(solved: Workspace) -> None:
    run = sample.run_folder(solved, "train-act-01")
    record = json.loads((run / "record.json").read_text())
    record["files"][0]["path"] = "../../../../secret"
    (run / "record.json").write_text(json.dumps(record))
    assert isinstance(check(solved)["train-act/checkpoint"].verdict, Fail)


def test_a_check_that_breaks_is_an_error_and_not_the_students_fault(
    solved: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(self: Evidence, *_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(Evidence, "successful_run", explode)
    verdict = check(solved)["train-act/checkpoint"].verdict
    assert verdict == Error("the Check broke: RuntimeError: boom")


@pytest.mark.parametrize(
    "asked", [CheckSpec(name="no-such"), CheckSpec(name="words-written", args={"path": 1})]
)
def test_a_course_that_asks_wrongly_is_an_error(workspace: Workspace, asked: CheckSpec) -> None:
    question = Question(Evidence(COURSE, workspace), DAY19, DAY19.steps[0])
    result = check_deliverable(question, Deliverable(id="d", title="t", check=asked))
    assert isinstance(result.verdict, Error)


def test_what_the_app_keeps_is_not_followed_out_of_the_folder(
    solved: Workspace, tmp_path: Path
) -> None:
    """As where a student links to another one's work."""
    elsewhere, train = tmp_path / "elsewhere", ".robolab/runs/train-act-01"
    solved.reproductions_dir.mkdir()
    for name in (
        *("course-progress.yaml", ".robolab", ".robolab/runs", ".robolab/reproductions"),
        *(train, f"{train}/record.json"),
    ):
        here = solved.root / name
        here.rename(elsewhere)
        here.symlink_to(elsewhere)

        said = {getattr(each.verdict, "why", "passed") for each in check(solved).values()}

        assert said == {f"{name} is a link out of {solved.root.name}."}
        here.unlink()
        elsewhere.rename(here)


def test_a_damaged_progress_file_fails_only_what_was_attested(solved: Workspace) -> None:
    solved.progress_path.write_text("{{{ not: yaml")
    results = check(solved)
    assert isinstance(results["glossary/read"].verdict, Fail)
    assert results["train-act/checkpoint"].passed


def test_a_machine_without_git_is_an_error_for_the_commit_and_lowers_the_rest(
    solved: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    results = check(solved)
    assert isinstance(results["commit/commit"].verdict, Error)
    assert step_level([results["train-act/checkpoint"]]) == "executed"


def test_without_a_fresh_clone_test_the_reproduction_is_open(solved: Workspace) -> None:
    verdict = check(solved, DAY21)["reproduce/reproduction"].verdict
    assert isinstance(verdict, Fail)
    assert "has not been run" in verdict.why


def test_the_full_profile_asks_for_more_and_leaves_out_what_it_does_not_need(
    solved: Workspace,
) -> None:
    demos, train, *rest = DAY19.steps[1:]
    recipe = msgspec.structs.replace(demos.recipe, not_needed={"full": "the hub has them"})
    (made,) = train.deliverables
    spec = msgspec.structs.replace(made.check, full={"steps": 100_000})
    made = msgspec.structs.replace(made, check=spec)
    steps = (
        DAY19.steps[0],
        msgspec.structs.replace(demos, recipe=recipe),
        msgspec.structs.replace(train, deliverables=(made,)),
        *rest,
    )
    day = msgspec.structs.replace(DAY19, steps=steps)
    assert check(solved, day)["train-act/checkpoint"].passed

    progress.set_profile(solved, "full")
    results = check(solved, day)

    verdict = results["train-act/checkpoint"].verdict
    assert isinstance(verdict, Fail)
    assert verdict.expected == "a Run in the profile full"  # the quick one is another experiment
    request = sample.run_folder(solved, "train-act-01") / "request.json"
    sample.edit_json(request, profile="full")
    verdict = check(solved, day)["train-act/checkpoint"].verdict
    assert isinstance(verdict, Fail)
    assert verdict.expected == "at least 100,000 steps"
    assert "make-demos/dataset" not in results


@pytest.mark.parametrize(
    "path",
    [
        "course-progress.yaml",
        ".robolab/runs/train-act-01/record.json",
        ".robolab/runs/evaluate-act-01/output/eval_info.json",
        "devlog/day19.md",
        "devlog/comparison.md",
    ],
)
@pytest.mark.parametrize("spoil", ["pipe", "folder", "loop", "nested", "binary", "empty"])
def test_whatever_stands_in_a_files_place_each_deliverable_gets_a_verdict_that_is_not_our_fault(
    solved: Workspace, path: str, spoil: str
) -> None:
    place = solved.root / path
    place.unlink()
    {
        "pipe": lambda: os.mkfifo(place),
        "folder": place.mkdir,
        "loop": lambda: place.symlink_to(place),
        "nested": lambda: place.write_text('{"a":' + "[" * 100_000),
        "binary": lambda: place.write_bytes(bytes(range(256))),
        "empty": place.touch,
    }[spoil]()

    results = check(solved)

    assert len(results) == 14
    assert any(isinstance(result.verdict, Fail) for result in results.values())
    assert not any(isinstance(result.verdict, Error) for result in results.values())


def test_a_table_that_another_version_worded_otherwise_is_to_be_written_again(
    solved: Workspace,
) -> None:
    path = solved.root / "devlog/comparison.md"
    path.write_text(path.read_text().replace(" steps, ", " optimiser steps, "))

    verdict = check(solved)["compare/table"].verdict

    assert isinstance(verdict, Fail)
    assert verdict.why.endswith("is not what the app writes from the records now.")
    assert verdict.remedy.endswith("write the table. Your own text around it stays.")


def test_a_table_that_an_editor_drew_otherwise_still_holds(solved: Workspace) -> None:
    path = solved.root / "devlog/comparison.md"
    text = path.read_text().replace("|---|", "| ----- |", 1).replace("\n- ", "\n* ")
    path.write_text(text.replace("| 18/20 |", "|18/20   |").replace(" Pairs:", "\nPairs:"))

    assert check(solved)["compare/table"].passed
