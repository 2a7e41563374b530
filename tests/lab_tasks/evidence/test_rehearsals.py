"""A rehearsal shows that a path works: said wherever its numbers stand, and counted nowhere."""

from pathlib import Path

import msgspec
import pytest
import sample_workspace as sample
import seeded_workspace as seeded

from course.model import CheckSpec, Course, Deliverable, Recipe, Step
from lab_tasks import comparison, few_trials, recipes, results
from lab_tasks.checks.run import check_day
from lab_tasks.checks.verdict import Pass
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.evidence.rehearsals import REHEARSED, rehearsal_of
from lab_tasks.reports import evaluations
from lab_tasks.reports.comparison_section import section
from lab_tasks.reports.run_training import read_training
from lab_tasks.reports.told_trainings import told_trainings
from lab_tasks.runs.model import Run, RunRequest
from lab_tasks.runs.store import list_runs, read_run
from lab_tasks.workspace import Workspace

COURSE = sample.sample_course()
DAY19 = COURSE.days[0]
WHY = "a tiny model of random weights shows that the path works"


@pytest.fixture
def rehearsed(solved: Workspace) -> Workspace:
    """The sample Workspace, whose training of ACT was a rehearsal."""
    sample.edit_json(sample.run_folder(solved, "train-act-01") / "request.json", rehearsal=WHY)
    request = sample.run_folder(solved, "evaluate-act-01") / "request.json"
    sample.edit_json(request, inputs=["train-act-01"])
    return solved


def run_of(workspace: Workspace, name: str) -> Run:
    return read_run(sample.run_folder(workspace, name))


def with_rehearsal(step_id: str) -> Course:
    """Return the Course whose Step is a rehearsal in `quick`."""

    def change(step: Step) -> Step:
        if step.id != step_id or step.recipe is None:
            return step
        own = msgspec.structs.replace(step.recipe.profiles["quick"], rehearsal=WHY)
        recipe = Recipe(job=step.recipe.job, profiles={"quick": own})
        return msgspec.structs.replace(step, recipe=recipe)

    days = tuple(
        msgspec.structs.replace(day, steps=tuple(map(change, day.steps))) for day in COURSE.days
    )
    week = msgspec.structs.replace(COURSE.weeks[0], days=days)
    return msgspec.structs.replace(COURSE, weeks=(week,))


def test_a_request_says_what_the_recipe_says(solved: Workspace) -> None:
    course = with_rehearsal("train-act")
    step = course.days[0].step("train-act")
    assert step is not None
    request = recipes.resolve(course, course.days[0], step, "quick", solved)
    assert isinstance(request, RunRequest)
    assert request.rehearsal == WHY


def test_what_rests_on_a_rehearsal_is_one_and_nothing_else(rehearsed: Workspace) -> None:
    evidence = Evidence(COURSE, rehearsed)
    assert rehearsal_of(evidence, run_of(rehearsed, "evaluate-act-01")) == WHY
    assert rehearsal_of(evidence, run_of(rehearsed, "evaluate-cloning-01")) == ""


def test_taking_the_word_out_of_a_request_makes_no_result_of_it(solved: Workspace) -> None:
    evidence = Evidence(with_rehearsal("train-act"), solved)
    assert rehearsal_of(evidence, run_of(solved, "train-act-01")) == WHY


def test_an_evaluation_hides_no_rehearsal_by_what_its_request_names(rehearsed: Workspace) -> None:
    request = sample.run_folder(rehearsed, "evaluate-act-01") / "request.json"
    sample.edit_json(request, inputs=[])
    assert rehearsal_of(Evidence(COURSE, rehearsed), run_of(rehearsed, "evaluate-act-01")) == WHY
    for name in ("request.json", "record.json"):
        path = request.parent / name
        path.write_text(path.read_text().replace("runs/train-act-01/", "runs/another/"))
    evidence = Evidence(COURSE, rehearsed)
    assert rehearsal_of(evidence, run_of(rehearsed, "evaluate-act-01")) == WHY
    act = results.gather(evidence, DAY19, {"ACT": ["evaluate-act"]}).rows[0]
    assert (act.episodes, act.is_rehearsed) == (0, True)


def test_an_adapter_on_a_rehearsed_base_rests_on_it(solved: Workspace) -> None:
    base = ".robolab/runs/train-untrained-01/output/checkpoints/000001/pretrained_model"
    folder = sample.write_training(solved, "act", number=2, base=base)
    sample.edit_json(
        sample.run_folder(solved, "train-untrained-01") / "request.json", rehearsal=WHY
    )
    assert rehearsal_of(Evidence(COURSE, solved), run_of(solved, folder.name)) == WHY


def test_one_rehearsal_among_three_trainings_is_said(tmp_path: Path) -> None:
    course = seeded.seeded_course()
    workspace = seeded.seeded_workspace(tmp_path)
    sample.edit_json(sample.run_folder(workspace, "train-act-03") / "request.json", rehearsal=WHY)
    verdicts = {r.step: r.verdict for r in check_day(course, seeded.day_of(course), workspace)}
    trained = verdicts["robo47/day19/train-act"]
    assert isinstance(trained, Pass)
    assert trained.evidence.endswith("(a rehearsal, not a result)")


def test_a_check_passes_on_it_and_says_so(rehearsed: Workspace) -> None:
    passed = {r.step: r.verdict for r in check_day(COURSE, DAY19, rehearsed) if r.passed}
    on_rehearsal = passed["robo47/day19/evaluate-act"]
    on_result = passed["robo47/day19/evaluate-cloning"]
    assert isinstance(on_rehearsal, Pass)
    assert isinstance(on_result, Pass)
    assert on_rehearsal.evidence.endswith("(a rehearsal, not a result)")
    assert "rehearsal" not in on_result.evidence


def test_the_retros_table_gives_it_a_note_and_no_number(rehearsed: Workspace) -> None:
    policies = {"ACT": ["evaluate-act"], "BC": ["evaluate-cloning"]}
    found = results.gather(Evidence(COURSE, rehearsed), DAY19, policies)
    act, bc = found.rows
    assert (act.episodes, act.is_rehearsed, bc.episodes) == (0, True, 20)
    assert found.missing == ()
    assert found.pairs == ()
    assert f"| ACT | – | – | – | – | – | rehearsal, not a result: {WHY} |" in results.to_markdown(
        found
    )


def test_the_comparison_shows_it_marked_and_in_no_pair(rehearsed: Workspace) -> None:
    table = comparison.compare(COURSE, DAY19, rehearsed)
    assert [row.policy for row in table.rehearsals] == ["act"]
    assert table.pairs == ()
    written = comparison.to_markdown(table)
    assert "| act (rehearsal) | 18/20 |" in written
    assert REHEARSED in written


def test_it_is_put_above_no_baseline(rehearsed: Workspace) -> None:
    by_reward = {"baseline": "evaluate-untrained", "measure": "best-reward"}
    asked = Deliverable(id="b", title="b", check=CheckSpec(name="beats-baseline", args=by_reward))
    steps = tuple(
        msgspec.structs.replace(s, deliverables=(*s.deliverables[:1], asked))
        if s.id in ("evaluate-act", "evaluate-cloning")
        else s
        for s in DAY19.steps
    )
    day = msgspec.structs.replace(DAY19, steps=steps)
    table = comparison.compare(COURSE, day, rehearsed)
    assert [each.policy for each in table.above] == ["cloning"]


def test_few_trials_mark_it_and_pair_it_with_nothing(rehearsed: Workspace) -> None:
    both = ["evaluate-act", "evaluate-cloning"]
    few = few_trials.gather(Evidence(COURSE, rehearsed), DAY19, both, 5)
    assert few.orders == ()
    written = few_trials.to_markdown(few)
    assert "| act (rehearsal) | 18/20 |" in written
    assert REHEARSED in written


def test_the_devlog_of_a_day_knows_what_only_the_course_says(solved: Workspace) -> None:
    course = with_rehearsal("train-act")
    told = told_trainings(Evidence(course, solved), course.days[0], ["train-act", "train-cloning"])
    assert [each.rehearsal for each in told.trainings] == [WHY, ""]
    assert told.trainings[0].notes[0] == f"A rehearsal, not a result: {WHY}"
    assert evaluations.pairs(told.trainings) == ()


def test_the_devlog_says_it_and_compares_it_with_nothing(rehearsed: Workspace) -> None:
    runs = list_runs(rehearsed)
    trainings = [
        read_training(run_of(rehearsed, name), name, runs, rehearsed.root)
        for name in ("train-act-01", "train-cloning-01")
    ]
    assert trainings[0].notes[0] == f"A rehearsal, not a result: {WHY}"
    assert evaluations.pairs(trainings) == ()
    rows = [line for line in section(trainings) if line.startswith("| `train-")]
    assert ["rehearsal" in row for row in rows] == [True, False]
