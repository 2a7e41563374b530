"""A student answers a quiz in the app: four kinds of questions, each answer kept at once."""

from pathlib import Path
from threading import Event
from typing import Any

import pytest
from lab_fixture import DEADLINE_S, Lab, make_lab, opened, step, text_of, until
from quiz_course import quiz_course, quiz_step
from textual.color import Color
from textual.pilot import Pilot

from lab_tasks.quiz import attempts
from lab_tasks.quiz.attempts import Attempt, Attempts
from lab_tasks.workspace import Workspace
from tui.screens import quiz
from tui.screens.lab import LabScreen
from tui.screens.quiz import QuizScreen
from tui.widgets.quiz_parts import QuizParts
from tui.widgets.say_line import SayLine


@pytest.fixture
def lab(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lab:
    course = quiz_course(tmp_path / "course")
    return make_lab(course, workspace, tmp_path / "jobs", monkeypatch)


def recorded(lab: Lab) -> list[Attempt]:
    read = attempts.read(lab.workspace, *quiz_step(lab.course))
    assert isinstance(read, Attempts)
    return [each.attempt for each in read.recorded]


async def asking(pilot: Pilot[int]) -> QuizScreen:
    screen = await opened(pilot)
    screen.checklist.move_to("quiz")
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, QuizScreen), "the quiz")
    found = pilot.app.screen
    assert isinstance(found, QuizScreen)
    return found


async def shows(pilot: Pilot[int], words: str) -> None:
    await until(pilot, lambda: words in text_of(pilot.app.screen), words)


def number_of(screen: QuizScreen, part: str) -> str:
    names = [name for name, _ in screen.query_one(QuizParts)._parts]
    return str(names.index(part) + 1)


async def put_in_order(pilot: Pilot[int], screen: QuizScreen, items: list[str]) -> None:
    """Move each item up, as often as it takes, beginning with what comes first."""
    for place, item in enumerate(items, start=1):
        at = number_of(screen, item)
        await pilot.press(at, *["shift+up"] * (int(at) - place))


def slow_disk(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Let no answer be kept before the Event is set."""
    ready, keep = Event(), quiz.answer

    def wait(*given: Any, **named: Any) -> Attempt:
        assert ready.wait(DEADLINE_S)
        return keep(*given, **named)

    monkeypatch.setattr(quiz, "answer", wait)
    return ready


async def test_a_round_of_all_kinds_is_answered_told_and_kept(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    unreadable = lab.workspace.quiz_dir / "day01" / "quiz.jsonl"
    unreadable.parent.mkdir(parents=True)
    unreadable.write_bytes(b"\xff\xfe")
    async with lab.open(day=1).run_test(size=(80, 24)) as pilot:
        lab_screen = await opened(pilot)
        lab_screen.checklist.move_to("quiz")
        await pilot.press("enter")
        await shows(pilot, "not UTF-8")
        assert unreadable.read_bytes() == b"\xff\xfe"
        unreadable.unlink()

        screen = await asking(pilot)
        await shows(pilot, "question 1 of 4")
        await pilot.press("enter")
        await shows(pilot, "Nothing is chosen")
        assert screen.query_one(SayLine).display
        disk = slow_disk(monkeypatch)
        await pilot.press(number_of(screen, "noise"), "enter", "enter")  # once is enough
        disk.set()
        await shows(pilot, "✓ Right.")
        assert [(one.question, one.right) for one in recorded(lab)] == [("predicts", True)]
        await shows(pilot, "Asked again on")
        await shows(pilot, "Source: Behavior Generation")

        await pilot.press("enter", *"7", "enter")
        assert not screen.query_one(SayLine).display
        await shows(pilot, "× Not yet. Asked again at the end of this round.")
        await shows(pilot, "It is 0.39 mm")
        await shows(pilot, "question 2 of 5")

        await pilot.press("enter", *("space" if c == " " else c for c in "It learns"))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, LabScreen), "the lab")
        screen = await asking(pilot)
        await shows(pilot, "question 1 of 3")  # the missed one is asked again
        await pilot.press("ctrl+n")
        await shows(pilot, "It learns")
        await pilot.press(*"more", "ctrl+s")
        await shows(pilot, "counts as your word")
        await pilot.press("1", "2", "enter")
        await shows(pilot, "✓ Right.")
        await pilot.press("enter")
        await shows(pilot, "question 3 of 3")
        await put_in_order(pilot, screen, ["back", "predict", "draw"])
        await pilot.press("enter")
        for line in ("→3×  1  Step back", "✓  2  Predict it", "→1×  3  Draw noise"):
            await shows(pilot, line)
        await pilot.press("enter")
        await shows(pilot, "question 4 of 4")
        await put_in_order(pilot, screen, ["draw", "predict", "back"])
        await pilot.press("enter")
        await shows(pilot, "✓ Right.")
        await pilot.press("enter")
        await shows(pilot, "3 right, 1 missed")
        await shows(pilot, "The Day asks for 3 right: reached.")
        await pilot.press("enter")
        await until(pilot, lambda: step(lab_screen, "quiz").level == "attested", "the tick")

    given = {one.question: (one.answer, one.right, one.points) for one in recorded(lab)}
    assert given == {
        "predicts": (("noise",), True, ()),
        "width": ("7", False, ()),
        "averaging": ("It learnsmore", True, ("mean", "nowhere")),
        "sampling": (("draw", "predict", "back"), True, ()),
    }
    assert not list(lab.workspace.drafts_dir.glob("*.draft"))


async def test_q_is_typed_where_one_types_and_leaves_elsewhere(lab: Lab) -> None:
    async with lab.open().run_test(size=(100, 30)) as pilot:
        screen = await asking(pilot)
        while screen.reason_against("help") is None:
            await pilot.press("ctrl+n")
            await pilot.pause()
        await pilot.press("q", "question_mark")
        assert pilot.app.screen is screen

        await pilot.press("escape")
        screen = await asking(pilot)
        await until(pilot, lambda: screen.reason_against("choose") is None, "a choice")
        await pilot.press("q")
        await until(pilot, lambda: isinstance(pilot.app.screen, LabScreen), "the Day")


def offered(pilot: Pilot[int]) -> str:
    """Return what the bottom line, as it is drawn, offers and does not dim."""
    faint = Color.parse(pilot.app.theme_variables["faint"]).rich_color
    *_, row = pilot.app.screen._compositor.render_strips()
    return "".join(part.text for part in row if part.style and part.style.color != faint)


async def test_the_bottom_line_offers_no_key_that_is_a_letter_where_one_types(lab: Lab) -> None:
    async with lab.open().run_test(size=(100, 30)) as pilot:
        screen = await asking(pilot)
        await until(pilot, lambda: "enter answer, next" in offered(pilot), "enter")
        assert "? help" in offered(pilot)
        while screen.reason_against("answer"):
            await pilot.press("ctrl+n")
            await pilot.pause()
        await until(pilot, lambda: "ctrl+s answer" in offered(pilot), "the key that answers")
        await until(pilot, lambda: "? help" not in offered(pilot), "the letter dimmed")
        assert "enter answer, next" not in text_of(screen)
        await pilot.press("tab")
        await until(pilot, lambda: "? help" in offered(pilot), "the key again")
