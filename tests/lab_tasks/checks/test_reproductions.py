"""A fresh-clone test's record is taken by its episodes, not by the words in it."""

import json
from pathlib import Path
from typing import Any

import pytest
import sample_workspace as sample

from lab_tasks.checks.run import check_day
from lab_tasks.checks.verdict import Fail, Inconclusive, Pass, Verdict
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.evidence.evidence_files import reproductions
from lab_tasks.workspace import Workspace

COURSE = sample.sample_course()
FAILURES = sample.episodes_of(0)
OTHER_REWARDS = sample.episodes_of(18) | {"sum_rewards": [2.0] * 20}


def leave(workspace: Workspace, act: dict[str, Any], whole: dict[str, Any]) -> None:
    """Write a record; `act` and `whole` change what the ACT evaluation and the whole say."""
    record = {
        "id": "20261121T000000Z",
        "course": "robo47",
        "day": 21,
        "step": "robo47/day21/reproduce",
        "source": "here",
        "commit": sample.git(workspace.root, "rev-parse", "HEAD").strip(),
        "isolation": "none",
        "verdict": "reproduced exactly",
        "stages": [],
        "evaluations": [outcome(workspace, "act") | act, outcome(workspace, "cloning")],
        "versions_recorded": {},
        "versions_here": {},
        "started": "2026-11-21T00:00:00+00:00",
        "duration_s": 1.0,
        "tool": "x",
    }
    folder = workspace.reproductions_dir / "20261121T000000Z"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "reproduction.json").write_text(json.dumps(record | whole))


def outcome(workspace: Workspace, policy: str) -> dict[str, Any]:
    path = sample.run_folder(workspace, f"evaluate-{policy}-01") / "record.json"
    recorded = json.loads(path.read_text())
    episodes = sample.episodes_of(sample.SOLVED[policy])
    return {
        "step": f"robo47/day19/evaluate-{policy}",
        "run": f"evaluate-{policy}-01",
        "policy": policy,
        "outcome": "reproduced exactly",
        "why": "w",
        "recorded_sha256": recorded["sha256"],
        "checkpoint_sha256": recorded["checkpoint"]["sha256"],
        "seed": 1,
        "batch_size": 10,
        "recorded": episodes,
        "again": episodes,
    }


def verdict(workspace: Workspace) -> Verdict:
    (result,) = check_day(COURSE, COURSE.days[1], workspace)
    return result.verdict


@pytest.mark.parametrize(
    ("act", "whole", "expected"),
    [
        ({}, {}, Pass),
        (
            {"outcome": "reproduced", "again": OTHER_REWARDS},
            {"verdict": "reproduced"},
            Pass,
        ),
        (
            {"outcome": "consistent", "again": sample.episodes_of(17)},
            {"verdict": "consistent"},
            Inconclusive,
        ),
    ],
)
def test_a_verdict_that_follows_from_its_episodes_counts(
    solved: Workspace, act: dict[str, Any], whole: dict[str, Any], expected: type
) -> None:
    leave(solved, act, whole)

    assert isinstance(verdict(solved), expected)


@pytest.mark.parametrize(
    ("act", "whole", "why"),
    [
        ({"outcome": "not reproduced", "again": FAILURES}, {}, "from its evaluations"),
        ({"outcome": "not run", "again": None}, {}, "from its evaluations"),
        ({"again": FAILURES}, {}, "from its episodes"),
        ({"again": OTHER_REWARDS}, {}, "from its episodes"),
        ({"again": None}, {}, "from its episodes"),
        ({"again": sample.episodes_of(18, 18)}, {}, "from its episodes"),
        ({"recorded": FAILURES, "again": FAILURES}, {}, "not those of its record"),
        ({}, {"commit": None}, "names no commit"),
    ],
)
def test_a_verdict_that_does_not_follow_from_its_episodes_fails(
    solved: Workspace, act: dict[str, Any], whole: dict[str, Any], why: str
) -> None:
    leave(solved, act, whole)

    failed = verdict(solved)

    assert isinstance(failed, Fail)
    assert why in failed.why
    assert failed.remedy


def test_what_was_run_again_is_held_against_the_repository_and_the_records(
    solved: Workspace,
) -> None:
    changes: tuple[tuple[dict[str, Any], dict[str, Any], str], ...] = (
        ({}, {"commit": "nonsense"}, "is not in this repository"),
        ({}, {"commit": "0" * 40}, "is not in this repository"),
        ({"seed": 77}, {}, "another seed than its record"),
        ({"batch_size": 1}, {}, "another batch size than its record"),
        ({"checkpoint_sha256": "0" * 64}, {}, "another checkpoint than its record"),
    )
    for act, whole, why in changes:
        leave(solved, act, whole)
        failed = verdict(solved)
        assert isinstance(failed, Fail)
        assert why in failed.why


def test_a_test_that_ended_before_its_evaluations_says_at_what(solved: Workspace) -> None:
    clone = {"stage": "clone", "verdict": "failed", "why": "No commit.", "remedy": "Commit."}
    leave(solved, {}, {"commit": None, "verdict": "failed", "stages": [clone], "evaluations": []})

    failed = verdict(solved)

    assert isinstance(failed, Fail)
    assert failed.why == "evaluate-act-01 was not run again. No commit."
    assert failed.remedy.startswith("Commit. Then: Run the fresh-clone test:")


def test_in_a_shallow_clone_the_commit_may_be_older_than_what_it_holds(
    solved: Workspace, tmp_path: Path
) -> None:
    leave(solved, {}, {})
    for n in range(2):  # the commit of the Day, and one behind which the clone ends
        (solved.root / "later.md").write_text(f"{n}\n")
        sample.commit_all(solved)
    clone = tmp_path / "shallow"
    sample.git(tmp_path, "clone", "-q", "--depth=1", f"file://{solved.root}", str(clone))

    said = verdict(Workspace(clone))

    assert isinstance(said, Inconclusive), said
    assert "git fetch --unshallow" in said.remedy


def test_the_fresh_clone_of_a_later_day_takes_nothing_from_this_one(solved: Workspace) -> None:
    (solved.root / "REPRODUCTION.md").write_text("# Reproduction\n")
    leave(solved, {}, {})
    first = next(solved.reproductions_dir.iterdir())
    day = COURSE.days[1]
    assert len(reproductions(Evidence(COURSE, solved), day)) == 2, "the record and the report"
    later = solved.reproductions_dir / "20270101T000000Z"
    later.mkdir()
    record = json.loads((first / "reproduction.json").read_text())
    record |= {"id": later.name, "day": 35, "step": "robo47/day35/fresh-clone", "evaluations": []}
    (later / "reproduction.json").write_text(json.dumps(record))

    assert isinstance(verdict(solved), Pass)
    assert reproductions(Evidence(COURSE, solved), day) == (first / "reproduction.json",)
