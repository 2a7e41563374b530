"""A student's Day 21, told with keys: from opening it to the commit.

The Week is behind the student: every Day's policies trained, evaluated and committed. Clone,
environment and commit are real; the evaluations that the fresh clone runs again are the stand-in's.
"""

import shutil
from pathlib import Path

import pytest
import sample_workspace as sample
from lab_fixture import Lab, make_lab, opened, step, text_of, until
from textual.pilot import Pilot

from course.loader import load_course
from lab_tasks.checks.run import check_day
from lab_tasks.checks.verdict import Pass
from lab_tasks.commits import plumbing
from lab_tasks.samples import given as samples
from lab_tasks.samples.made_runs import MadeRuns
from lab_tasks.workspace import Workspace
from tui.screens.commit import CommitScreen
from tui.screens.fresh_clone import FreshCloneScreen
from tui.screens.lab import LabScreen

WEEK = {15, 16, 17, 18, 19, 21}
COURSE = load_course("robo47", days=WEEK)
DAY = next(day for day in COURSE.days if day.number == 21)
SOLVED = Path(COURSE.folder, DAY.id, "samples", "solved")
STAND_IN = Path(__file__).parents[1] / "lab_tasks" / "reproduction" / "stand_in.py"
POLICIES = {"act": 20, "cloning": 20, "diffusion": 19, "vqbet": 20}
RETRO, DESIGN = "RETRO_w3.md", "docs/day21_track_d_design.md"


@pytest.fixture
def week_3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lab:
    monkeypatch.setenv("EDITOR", "true")
    workspace = Workspace(tmp_path / "w")
    workspace.root.mkdir()
    sample.git(workspace.root, "init", "-q", "-b", "main")
    sample.git(workspace.root, "config", "user.name", "Ada Student")
    sample.git(workspace.root, "config", "user.email", "ada@example.org")
    (workspace.root / "requirements.txt").write_text("# the sample needs no package\n")
    given = {day.id: samples.read(Path(COURSE.folder), day) for day in COURSE.days}
    counts = samples.solved_counts(COURSE, given)
    earlier = MadeRuns(COURSE, workspace, "quick", counts)
    for day in COURSE.days:
        for each in day.steps if day.number < 18 else ():
            earlier.make(day, each)
    for policy, solved in POLICIES.items():
        sample.write_training(workspace, policy, number=2, config={"solved": solved})
        sample.write_evaluation(workspace, policy, number=2, solved=solved)
    made = make_lab(COURSE, workspace, tmp_path / "jobs", monkeypatch)
    sample.commit_all(workspace)
    shutil.copy(STAND_IN, tmp_path / "jobs" / "lab_tasks" / "jobs" / "evaluate.py")
    monkeypatch.setattr("lab_tasks.reproduction.run.jobs_path", lambda: tmp_path / "jobs")
    return made


async def reproduce(pilot: Pilot[int], screen: LabScreen) -> None:
    """Let the fresh-clone test run, and come back from its page."""
    screen.checklist.move_to("fresh-clone")
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, FreshCloneScreen), "the test's page")
    await pilot.press("ctrl+s")
    await until(pilot, lambda: "Commit the report" in text_of(pilot.app.screen), "the outcome")
    await pilot.press("escape")
    await until(pilot, lambda: step(screen, "fresh-clone").is_done, "the tick of the test")


async def begin(pilot: Pilot[int], screen: LabScreen, step_id: str, file: Path) -> str:
    """Open a Step's document and return what the app began it with."""
    screen.checklist.move_to(step_id)
    await pilot.press("enter")
    await until(pilot, file.exists, f"the document of {step_id}")
    return file.read_text()


async def write(pilot: Pilot[int], screen: LabScreen, step_id: str, path: str) -> None:
    """Write the document in another window as a good student would, and let the app look."""
    file = screen.session.workspace.root / path
    template = await begin(pilot, screen, step_id, file)
    assert "> " in template
    await pilot.press("c")
    await until(pilot, lambda: len(step(screen, step_id).results) > 2, "the verdicts")
    assert not step(screen, step_id).is_done
    file.write_text((SOLVED / path).read_text())


@pytest.mark.slow
async def test_day_21_from_opening_to_commit(week_3: Lab) -> None:
    root = week_3.workspace.root
    async with week_3.open(day=21).run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, FreshCloneScreen), "the test")
        await pilot.press("escape")
        screen = await opened(pilot)
        await until(pilot, lambda: "0/5 steps" in text_of(screen), "the Day")
        assert step(screen, "commit").state == "blocked"

        screen.checklist.move_to("understand")
        await pilot.press("space")
        await until(pilot, lambda: step(screen, "understand").is_done, "the reading")
        await reproduce(pilot, screen)

        await write(pilot, screen, "retro", RETRO)
        await pilot.press("F")
        await until(pilot, lambda: step(screen, "retro").is_done, "the retro")
        assert "19/20" in (root / RETRO).read_text()

        await write(pilot, screen, "design", DESIGN)
        await pilot.press("c")
        await until(pilot, lambda: step(screen, "design").is_done, "the design")

        screen.checklist.move_to("commit")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, CommitScreen), "the commit's page")
        await until(pilot, lambda: RETRO in text_of(pilot.app.screen), "the list")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, LabScreen), "the commit")
        await until(pilot, lambda: "5/5 steps" in text_of(screen), "the Day")

    assert {RETRO, DESIGN, "REPRODUCTION.md"} <= set(plumbing.head_blobs(root))
    assert DAY.commit_message in sample.git(root, "log", "-1", "--format=%s")
    results = check_day(COURSE, DAY, week_3.workspace)
    assert all(result.passed for result in results)
    levels = {r.deliverable: r.verdict.level for r in results if isinstance(r.verdict, Pass)}
    assert levels["table"] == levels["numbers"] == levels["reproduced"] == "committed"
