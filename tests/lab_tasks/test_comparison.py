"""The comparison's table and its file."""

import shutil

import msgspec
import pytest
import sample_workspace as sample

from course.model import CheckSpec, Deliverable, Step
from lab_tasks import comparison, few_trials
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.problem import Problem
from lab_tasks.workspace import Workspace

COURSE = sample.sample_course()
DAY19 = COURSE.days[0]


def test_the_rows_hold_counts_interval_reward_training_and_checkpoint(solved: Workspace) -> None:
    table = comparison.compare(COURSE, DAY19, solved)

    assert [row.policy for row in table.rows] == ["act", "cloning", "untrained", "expert"]
    act, _, untrained, expert = table.rows
    assert (act.successes, act.episodes, act.train_steps, act.train_s) == (18, 20, 3000, 120.0)
    assert (act.low, act.high) == pytest.approx((0.699, 0.972), abs=0.001)
    assert act.mean_max_reward == pytest.approx((18 + 2 * 0.25) / 20)
    assert untrained.is_baseline
    assert (expert.checkpoints, expert.train_steps) == ((), None)


def test_pairs_are_the_policies_without_baselines(solved: Workspace) -> None:
    (pair,) = comparison.compare(COURSE, DAY19, solved).pairs
    assert (pair.a.policy, pair.b.policy) == ("act", "cloning")
    assert pair.test.holm_p == pytest.approx(0.5)  # two discordant episodes, both cloning's
    assert not pair.separates
    assert "cannot tell at n = 20" in pair.words


def test_a_clear_lead_separates(solved: Workspace) -> None:
    shutil.rmtree(sample.run_folder(solved, "evaluate-act-01"))
    sample.write_evaluation(solved, "act", solved=4)
    (pair,) = comparison.compare(COURSE, DAY19, solved).pairs
    assert pair.separates
    assert "separate" in pair.words


def test_a_missing_evaluation_keeps_its_row_and_says_why(solved: Workspace) -> None:
    shutil.rmtree(sample.run_folder(solved, "train-act-01"))
    table = comparison.compare(COURSE, DAY19, solved)
    assert [row.policy for row in table.missing] == ["act"]
    assert "no checkpoint" in table.missing[0].note
    assert table.pairs == ()


def test_writing_again_keeps_the_text_around_the_table(workspace: Workspace) -> None:
    sample.solved_workspace(workspace.root, commit=False)
    path = workspace.root / "devlog/comparison.md"
    block = path.read_text().rstrip("\n")
    path.write_text(f"# Mine\n\n{block}\n\nWhat I think of it.\n")
    shutil.rmtree(sample.run_folder(workspace, "evaluate-act-01"))
    sample.write_evaluation(workspace, "act", solved=4)

    comparison.write(
        workspace, comparison.compare(COURSE, DAY19, workspace), "devlog/comparison.md"
    )

    text = path.read_text()
    assert text.startswith("# Mine\n\n<!-- robolab:comparison begin -->")
    assert text.endswith("<!-- robolab:comparison end -->\n\nWhat I think of it.\n")
    assert "4/20" in text
    assert "18/20" not in text
    assert text.count(comparison.BEGIN) == 1


def test_a_file_without_a_table_gets_it_at_its_end(solved: Workspace) -> None:
    path = solved.root / "notes.md"
    path.write_text("# Notes\n")
    comparison.write(solved, comparison.compare(COURSE, DAY19, solved), "notes.md")
    assert path.read_text().startswith("# Notes\n\n<!-- robolab:comparison begin -->")


def test_a_path_out_of_the_workspace_is_refused(solved: Workspace) -> None:
    table = comparison.compare(COURSE, DAY19, solved)
    assert isinstance(comparison.write(solved, table, "../elsewhere.md"), Problem)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Mine\n{begin}\nrows\nmy own words\n", 2),
        ("Mine\n\n{end}\nmy own words\n", 3),
        ("{end}\nmy own words\n{begin}\n", 1),
        ("{begin}\nmy own words\n{begin}\nrows\n{end}\n", 3),
        ("{begin}\nrows\n{end}\nmy own words\n{begin}\nrows\n{end}\n", 5),
    ],
    ids=["end lost", "begin lost", "reversed", "end lost, table again", "two tables"],
)
def test_marks_that_are_no_pair_are_named_and_nothing_is_written(
    solved: Workspace, text: str, line: int
) -> None:
    path = solved.root / "notes.md"
    path.write_text(text.format(begin=comparison.BEGIN, end=comparison.END))
    before = path.read_bytes()

    refused = comparison.write(solved, comparison.compare(COURSE, DAY19, solved), "notes.md")

    assert isinstance(refused, Problem)
    assert f"notes.md, line {line}:" in refused.what
    assert path.read_bytes() == before


def test_the_rule_names_the_tests_that_were_used(solved: Workspace) -> None:
    written = comparison.to_markdown(comparison.compare(COURSE, DAY19, solved))
    assert "Pairs on one task: McNemar's exact test on the same starts. p is" in written
    assert "Fisher" not in written

    sample.edit_json(sample.run_folder(solved, "evaluate-cloning-01") / "record.json", seed=1001)
    sample.ask(sample.run_folder(solved, "evaluate-cloning-01"), seed=1001)
    written = comparison.to_markdown(comparison.compare(COURSE, DAY19, solved))
    assert "Pairs on one task: Fisher's exact test where the starts differ. p is" in written
    assert "McNemar" not in written


def test_two_tasks_of_one_environment_are_no_pair(solved: Workspace) -> None:
    record = sample.run_folder(solved, "evaluate-cloning-01") / "record.json"
    sample.edit_json(record, env={"type": "so101_bench", "task": "stack"})
    assert comparison.compare(COURSE, DAY19, solved).pairs == ()
    few = few_trials.gather(
        Evidence(COURSE, solved), DAY19, ["evaluate-act", "evaluate-cloning"], 5
    )
    assert few.orders == ()


@pytest.mark.parametrize("reference", ["evaluate-untrained", "day19/evaluate-untrained"])
def test_a_baseline_is_found_as_it_is_named_from_anywhere(
    solved: Workspace, reference: str
) -> None:
    args = {"baseline": reference, "measure": "best-reward"}

    def beating(step: Step) -> Step:
        if step.id != "evaluate-act":
            return step
        check = CheckSpec(name="beats-baseline", args=args)
        return msgspec.structs.replace(
            step, deliverables=(*step.deliverables, Deliverable(id="up", title="up", check=check))
        )

    day = msgspec.structs.replace(DAY19, steps=tuple(map(beating, DAY19.steps)))
    (above,) = comparison.compare(COURSE, day, solved).above
    assert (above.policy, above.baseline) == ("act", "untrained")
