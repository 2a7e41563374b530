"""A student's SO-101 lab day, told with keys: from opening it to the commit.

The Runs are real, detached processes that the queue starts one after the other; what they do is
the stand-in's: a trained policy solves every episode, an untrained one none.
"""

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
from tui.screens.compare import CompareScreen
from tui.screens.lab import LabScreen

COURSE = load_course("so101")
(DAY,) = COURSE.days
SOLVED = Path(COURSE.folder, DAY.id, "samples", "solved")
READINGS = ("glossary", "read-devlog", "dataset", "read-code")
FEW, DEVLOG = "docs/so101_five_trials.md", "devlog/so101/devlog.md"


@pytest.fixture
def bench(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lab:
    monkeypatch.setenv("EDITOR", "true")
    return make_lab(COURSE, workspace, tmp_path / "jobs", monkeypatch)


async def done(pilot: Pilot[int], screen: LabScreen, step_id: str) -> None:
    await until(pilot, lambda: step(screen, step_id).is_done, f"the tick of {step_id}")


async def compare(pilot: Pilot[int], screen: LabScreen) -> None:
    screen.checklist.move_to("compare")
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, CompareScreen), "the comparison")
    await until(pilot, lambda: "act-whole" in text_of(pilot.app.screen), "its table")
    await pilot.press("w")
    await done(pilot, screen, "compare")
    await pilot.press("escape")


async def begin(pilot: Pilot[int], screen: LabScreen, step_id: str, path: str) -> str:
    """Open a Step's document; return what the app began it with."""
    file = screen.session.workspace.root / path
    screen.checklist.move_to(step_id)
    await pilot.press("enter")
    await until(pilot, lambda: file.exists() and "> " in file.read_text(), path)
    return file.read_text()


def own_words(path: str, heading: str) -> str:
    """Return what a good student wrote from this heading on."""
    text = (SOLVED / path).read_text()
    return text[text.index(f"## {heading}") :]


def answer_all(workspace: Workspace) -> None:
    """Answer the quiz, as `robolab-tui quiz` does in another terminal."""
    quiz = DAY.step("quiz")
    assert quiz is not None
    for question in quiz.questions:
        given, points = sample.right_answer(question)
        answer(workspace, DAY, quiz, question, given, now=sample.ANSWERED_AT, points=points)


@pytest.mark.slow
async def test_the_so101_day_from_opening_to_commit(bench: Lab) -> None:
    root = bench.workspace.root
    async with bench.open(day=1).run_test(size=(90, 30)) as pilot:
        screen = await opened(pilot)
        await until(pilot, lambda: f"0/{len(DAY.steps)} steps" in text_of(screen), "the Day")
        for step_id in READINGS:
            screen.checklist.move_to(step_id)
            await pilot.press("space")
        for step_id in READINGS:
            await done(pilot, screen, step_id)

        await pilot.press("a")
        await done(pilot, screen, "evaluate-denoiser")
        await compare(pilot, screen)

        began = await begin(pilot, screen, "five-trials", FEW)
        assert "15,504 ways" in began
        head = began.partition("## What five")[0]
        (root / FEW).write_text(head + own_words(FEW, "What five trials"))
        answer_all(bench.workspace)
        await pilot.press("c")
        await done(pilot, screen, "five-trials")
        await done(pilot, screen, "quiz")

        report = (await begin(pilot, screen, "devlog", DEVLOG)).partition("## What I saw")[0]
        written = report + own_words(DEVLOG, "What I saw")
        (root / DEVLOG).write_text(written.replace("20/20", "19/20", 1))
        await pilot.press("c")
        await until(pilot, lambda: step(screen, "devlog").results, "the verdict")
        assert not step(screen, "devlog").is_done
        (root / DEVLOG).write_text(written)
        await pilot.press("c")
        await done(pilot, screen, "devlog")

        screen.checklist.move_to("commit")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, CommitScreen), "the commit's page")
        await until(pilot, lambda: DEVLOG in text_of(pilot.app.screen), "the list")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, LabScreen), "the commit")
        total = len(DAY.steps)
        await until(pilot, lambda: f"{total}/{total} steps" in text_of(screen), "the Day")

    committed = set(plumbing.head_blobs(root))
    assert {FEW, DEVLOG, "devlog/so101/curves.png", "quiz/day01/quiz.jsonl"} <= committed
    assert all(result.passed for result in check_day(COURSE, DAY, bench.workspace))
