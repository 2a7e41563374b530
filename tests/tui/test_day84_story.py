"""A student's Day 84, told with keys: from opening it to the commit."""

from pathlib import Path

import pytest
import sample_documents as sample
from lab_fixture import Lab, make_lab, opened, step, text_of, until
from textual.pilot import Pilot

from course.loader import load_course
from lab_tasks.checks.run import check_day
from lab_tasks.commits import plumbing
from lab_tasks.quiz.answering import answer
from lab_tasks.workspace import Workspace
from tui.screens.commit import CommitScreen
from tui.screens.lab import LabScreen

COURSE = load_course("llm-to-vla")
DAY = next(day for day in COURSE.days if day.number == 84)


@pytest.fixture
def week_12(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lab:
    monkeypatch.setenv("EDITOR", "true")
    return make_lab(COURSE, workspace, tmp_path / "jobs", monkeypatch)


async def reflect(pilot: Pilot[int], screen: LabScreen, step_id: str) -> None:
    """Open the Step's document, write it in another window, and let the app look."""
    asked = next(args for each, args in sample.writings(DAY) if each.id == step_id)
    file = screen.session.workspace.root / asked["path"]
    screen.checklist.move_to(step_id)
    await pilot.press("enter")
    await until(pilot, lambda: step(screen, step_id).results, "the editor's end, and a first look")
    share = sample.words(-(-asked["words"] // len(asked["headings"])))
    file.write_text("\n".join(f"## {heading}\n\n{share}\n" for heading in asked["headings"]))
    await pilot.press("c")
    await until(pilot, lambda: step(screen, step_id).is_done, f"the tick of {step_id}")


def answer_all(workspace: Workspace) -> None:
    """Answer the quiz, as `robolab-tui quiz` does in another terminal."""
    quiz = DAY.step("checkpoint")
    assert quiz is not None
    for question in quiz.questions:
        given, points = sample.right_answer(question)
        answer(workspace, DAY, quiz, question, given, now=sample.ANSWERED_AT, points=points)


async def test_day_84_from_opening_to_commit(week_12: Lab) -> None:
    async with week_12.open(day=84).run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        await until(pilot, lambda: "0/6 steps" in text_of(screen))
        assert "llm-to-vla" in text_of(screen)
        assert step(screen, "commit").state == "blocked"

        for step_id in ("images-and-actions", "two-camps", "compression"):
            await reflect(pilot, screen, step_id)
        answer_all(week_12.workspace)
        await pilot.press("c")
        await until(pilot, lambda: step(screen, "checkpoint").level == "attested", "the quiz")
        screen.checklist.move_to("takeaways")
        await pilot.press("space")
        await until(pilot, lambda: step(screen, "takeaways").is_done, "the last reading")

        screen.checklist.move_to("commit")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, CommitScreen), "the commit's page")
        await until(pilot, lambda: "docs/day84_two_camps.md" in text_of(pilot.app.screen))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, LabScreen), "the commit")
        await until(pilot, lambda: "6/6 steps" in text_of(screen), "the Day")

    committed = plumbing.head_blobs(week_12.workspace.root)
    assert {"docs/day84_images_and_actions.md", "quiz/day84/checkpoint.jsonl"} <= set(committed)
    assert all(result.passed for result in check_day(COURSE, DAY, week_12.workspace))
