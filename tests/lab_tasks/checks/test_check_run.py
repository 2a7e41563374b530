"""Checking a whole Day: solved, untouched, spoiled, and where nothing can be checked at all."""

import os
from pathlib import Path

import msgspec
import pytest
import sample_workspace as sample
from checked_day import COURSE, DAY19, DAY21, check, failure

from course.model import CheckSpec, Deliverable
from lab_tasks.checks.question import Question
from lab_tasks.checks.run import check_deliverable, step_level
from lab_tasks.checks.verdict import Blocked, Error, Fail, Pass
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.progress import progress
from lab_tasks.workspace import Workspace


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
