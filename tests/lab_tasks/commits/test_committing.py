"""The commit of a Day: what goes in, what stays out, what stands in its way."""

import shutil
from pathlib import Path

import pytest
import sample_workspace as sample

from lab_tasks.checks.run import check_day
from lab_tasks.commits import committing
from lab_tasks.commits.committing import CommitPlan, CommitRefused
from lab_tasks.workspace import Workspace

COURSE = sample.sample_course()
DAY19 = COURSE.days[0]


def plan(workspace: Workspace, **options: bool) -> CommitPlan:
    return committing.plan(COURSE, DAY19, workspace, **options)


def kinds(made: CommitPlan) -> list[str]:
    return [problem.kind for problem in made.problems]


def test_committing_the_plan_is_what_the_checks_ask_for(uncommitted: Workspace) -> None:
    (uncommitted.root / ".gitignore").write_text(committing.GITIGNORE)

    made = plan(uncommitted)
    committing.commit(uncommitted, made, made.message)

    assert made.problems == ()
    assert all(result.passed for result in check_day(COURSE, DAY19, uncommitted))
    log = sample.git(uncommitted.root, "log", "-1", "--format=%s%n%an")
    assert log.split("\n")[:2] == [DAY19.commit_message, "Ada Student"]


def test_the_plan_names_what_proves_the_day_and_nothing_else(uncommitted: Workspace) -> None:
    (uncommitted.root / "private-notes.txt").write_text("mine")
    (sample.run_folder(uncommitted, "train-act-01") / "launch.json").write_text("{}")

    included = {item.path for item in plan(uncommitted).included}

    run = ".robolab/runs/train-act-01"
    weights = f"{run}/output/checkpoints/003000/pretrained_model/model.safetensors"
    expected = {
        "course-progress.yaml",
        "devlog/day19.md",
        "devlog/comparison.md",
        ".gitignore",
        "requirements.txt",
        weights,
        *(f"{run}/{n}.json" for n in ("request", "context", "record", "exit")),
        f"{run}/metrics.jsonl",
        ".robolab/runs/evaluate-act-01/output/eval_info.json",
        ".robolab/runs/make-demos-01/record.json",
    }
    assert expected <= included
    assert not any("launch" in n or "output.log" in n or "parquet" in n for n in included)
    assert "private-notes.txt" not in included


def test_of_a_resumed_training_both_parts_of_its_curve_are_committed(
    uncommitted: Workspace,
) -> None:
    second = sample.run_folder(uncommitted, "train-act-01")
    first = sample.run_folder(uncommitted, "train-act-90")
    shutil.copytree(second, first, ignore=shutil.ignore_patterns("record.json", "output"))
    sample.edit_json(first / "request.json", id="train-act-90", requested_s=1.0)
    sample.edit_json(first / "exit.json", code=None, signal=9)
    sample.edit_json(second / "request.json", resumes="train-act-90")

    included = {item.path for item in plan(uncommitted).included}

    expected = {f".robolab/runs/train-act-90/{name}" for name in ("request.json", "metrics.jsonl")}
    assert expected <= included


def test_what_stays_out_is_named_with_size_reason_and_hash(uncommitted: Workspace) -> None:
    state = sample.run_folder(uncommitted, "train-act-01") / "output/checkpoints/003000"
    (state / "training_state").mkdir()
    (state / "training_state" / "optimizer.safetensors").write_bytes(b"o" * 100)

    left = {item.path: item for item in plan(uncommitted).left_out}

    dataset = left[".robolab/runs/make-demos-01/output"]
    assert dataset.size_bytes > 0
    assert dataset.sha256 is not None
    resume = left[".robolab/runs/train-act-01/output/checkpoints/003000/training_state"]
    assert (resume.size_bytes, resume.reason) == (100, "needed only to resume")


def test_a_large_checkpoint_stays_out_unless_allowed(
    uncommitted: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(committing, "LARGEST_FILE_BYTES", 4000)

    made, allowed = plan(uncommitted), plan(uncommitted, allow_large=True)

    large = [item for item in made.left_out if item.path.endswith("model.safetensors")]
    assert len(large) == 3
    assert all(item.sha256 for item in large)
    assert not any(item.path.endswith("model.safetensors") for item in made.included)
    assert any(item.path.endswith("model.safetensors") for item in allowed.included)


def test_a_large_file_of_ones_own_is_refused_by_name(uncommitted: Workspace) -> None:
    with (uncommitted.root / "devlog/day19.md").open("ab") as file:
        file.truncate(committing.LARGEST_FILE_BYTES + 1)
    made = plan(uncommitted)
    assert kinds(made) == ["too-large"]
    assert "devlog/day19.md is 20 MB" in made.problems[0].what
    with pytest.raises(CommitRefused, match="20 MB"):
        committing.commit(uncommitted, made, "m")
    assert plan(uncommitted, allow_large=True).problems == ()


def test_too_much_altogether_is_refused(
    uncommitted: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(committing, "LARGEST_TOTAL_BYTES", 10_000)
    assert kinds(plan(uncommitted)) == ["too-large"]


def test_a_committed_day_has_nothing_to_commit(solved: Workspace) -> None:
    made = plan(solved)
    assert kinds(made) == ["nothing"]
    assert made.included == ()
    assert made.unchanged


def test_only_what_changed_since_is_committed_again(solved: Workspace) -> None:
    (solved.root / "devlog/day19.md").write_text("## What I saw\nchanged")
    assert [item.path for item in plan(solved).included] == ["devlog/day19.md"]


def test_a_missing_identity_names_both_commands(uncommitted: Workspace) -> None:
    sample.git(uncommitted.root, "config", "--unset", "user.email")
    made = plan(uncommitted)
    assert kinds(made) == ["no-identity"]
    assert "user.name" in made.problems[0].remedy
    assert "user.email" in made.problems[0].remedy


def test_no_repository_and_no_git_are_problems_with_remedies(
    uncommitted: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(uncommitted.root / ".git")
    assert kinds(plan(uncommitted)) == ["no-repository"]
    monkeypatch.setenv("PATH", "/nonexistent")
    assert kinds(plan(uncommitted)) == ["no-git"]


def test_a_missing_remote_is_a_note_and_no_problem(uncommitted: Workspace, tmp_path: Path) -> None:
    assert "no remote" in plan(uncommitted).notes[0]
    sample.git(uncommitted.root, "remote", "add", "origin", str(tmp_path))
    assert plan(uncommitted).notes == ()


def test_a_file_that_goes_while_the_plan_is_made_is_left_out(
    uncommitted: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = uncommitted.root / "gone.md"
    day_files = committing.day_files
    monkeypatch.setattr(committing, "day_files", lambda *args: [*day_files(*args), gone])

    made = plan(uncommitted)

    assert made.included
    assert "gone.md" not in {item.path for item in made.included}
