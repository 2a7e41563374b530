"""The retro's table: rows over seeds, pairs on one task, the region in the student's file."""

import shutil
from pathlib import Path

import msgspec
import pytest
import sample_workspace as sample
from retro_workspace import (
    ALSO,
    COURSE,
    DAY21,
    POLICIES,
    retro_results,
    retro_workspace,
    write_seed,
)

from course.model import CheckSpec, Deliverable
from lab_tasks import results
from lab_tasks.problem import Problem
from lab_tasks.results import Results
from lab_tasks.statistics import wilson
from lab_tasks.workspace import Workspace

PAIRED = ("McNemar", "sign flips")


@pytest.fixture(scope="module")
def _retro_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return retro_workspace(tmp_path_factory.mktemp("retro") / "workspace").root


@pytest.fixture
def retro(_retro_once: Path, tmp_path: Path) -> Workspace:
    return Workspace(shutil.copytree(_retro_once, tmp_path / "workspace"))


def table(workspace: Workspace) -> Results:
    return retro_results(workspace)[1]


def test_a_row_pools_the_seeds_and_says_their_mean_and_spread(retro: Workspace) -> None:
    act, bc, untrained, expert = table(retro).rows

    assert (act.successes, act.episodes) == (51, 60)
    assert act.mean == pytest.approx(0.85)
    assert act.spread == pytest.approx(0.05)
    assert act.interval == wilson(51, 60)
    assert (bc.mean, bc.spread) == (0.2, None)
    assert [row.successes for row in (untrained, expert)] == [0, 20]


def test_of_one_seed_the_newest_evaluation_counts_and_never_the_best(retro: Workspace) -> None:
    sample.write_evaluation(retro, "act", number=4, solved=2, requested_s=300.0)  # of seed 3 again
    assert [e.successes for e in table(retro).rows[0].evaluations] == [18, 16, 2]


def test_another_profile_and_a_doctored_evaluation_do_not_count(retro: Workspace) -> None:
    sample.edit_json(sample.run_folder(retro, "evaluate-act-02") / "request.json", profile="full")
    record = sample.run_folder(retro, "evaluate-act-03") / "record.json"
    sample.edit_json(record, successes=[True] * 20)
    assert [e.successes for e in table(retro).rows[0].evaluations] == [18]


def test_a_policy_without_evaluation_keeps_its_row_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    found = table(Workspace(tmp_path / "empty"))
    assert [row.policy for row in found.missing] == list(POLICIES)
    assert "no checkpoint" in found.rows[0].note
    assert "| ACT | – |" in results.to_markdown(found)
    assert found.pairs == ()


def test_pairs_are_compared_start_by_start_where_they_can_be(retro: Workspace) -> None:
    found = table(retro)
    words = {(p.a.policy, p.b.policy): (p.separates, p.test.name in PAIRED) for p in found.pairs}
    assert words == {
        ("ACT", "BC"): (True, True),  # three seeds against one, on the same starts
        ("ACT", "untrained"): (True, True),
        ("ACT", "expert"): (False, True),
        ("BC", "untrained"): (False, True),
        ("BC", "expert"): (True, True),
        ("untrained", "expert"): (True, True),
    }


def test_equal_seeds_are_paired_across_all_of_them(retro: Workspace) -> None:
    for seed, solved in ((2, 3), (3, 5)):
        write_seed(retro, "cloning", seed, solved)
    pair = table(retro).pair(*table(retro).rows[:2])
    assert pair
    assert (pair.test.name, pair.b.successes) == ("sign flips", 12)


def test_policies_of_different_tasks_are_no_pair(retro: Workspace) -> None:
    run = sample.run_folder(retro, "evaluate-expert-01")
    sample.edit_json(run / "record.json", env={"type": "so101_bench", "task": "push"})
    found = table(retro)
    assert {p.b.policy for p in found.pairs} == {"BC", "untrained"}
    assert found.pair(found.rows[0], found.rows[3]) is None


def test_the_table_is_written_into_its_region_and_the_text_around_it_stays(
    retro: Workspace,
) -> None:
    path = retro.root / "RETRO.md"
    path.write_text(
        "# Retro\n\n<!-- robolab:results begin -->\nold\n<!-- robolab:results end -->\n\nMine.\n"
    )

    assert results.write(retro, table(retro), "RETRO.md") == path

    text = path.read_text()
    assert text.startswith("# Retro\n\n<!-- robolab:results begin -->\n| policy |")
    assert text.endswith("<!-- robolab:results end -->\n\nMine.\n")
    assert (
        "| ACT | so101_bench pick_place | 3 × 20 | 51/60 | 74–92 % | 0.85 ± 0.05 | 0.89 |" in text
    )
    assert "| BC | so101_bench pick_place | 1 × 20 | 4/20 | 8–42 % | 0.20 | 0.40 |" in text
    assert "**ACT** and **expert**: cannot tell at n = 20" in text
    assert "Holm for 6 pairs" in text


def test_a_step_fills_the_table_that_its_deliverable_asks_for(retro: Workspace) -> None:
    args = {"path": "RETRO.md", "policies": POLICIES, "also": ALSO}
    made = Deliverable(id="t", title="t", check=CheckSpec(name="results-filled", args=args))
    step = msgspec.structs.replace(DAY21.steps[0], deliverables=(made,))

    filled = results.fill(COURSE, DAY21, step, retro)

    assert filled == results.Filled(retro.root / "RETRO.md", policies=4, missing=0)
    assert results.to_markdown(table(retro)) in (retro.root / "RETRO.md").read_text()
    assert isinstance(results.fill(COURSE, DAY21, DAY21.steps[0], retro), Problem)
