"""`quiz` in a pipe: what it asks, how it takes answers, what it keeps, and what it refuses."""

import io
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from quiz_course import answered, quiz_course, quiz_step

from course.model import Course
from lab_tasks.progress import progress
from lab_tasks.quiz import attempts
from lab_tasks.quiz.attempts import Attempts
from lab_tasks.quiz.sheet import sheet_of
from lab_tasks.workspace import Workspace
from tui.cli import main
from tui.exit_code import ExitCode


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return quiz_course(tmp_path / "course")


@pytest.fixture
def begun(workspace: Workspace, course: Course, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    progress.start(workspace, course.id, "quick")
    monkeypatch.chdir(workspace.root)
    return workspace


def quiz(course: Course, monkeypatch: pytest.MonkeyPatch, typed: str, *words: str) -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    return main(["--course", course.folder, "quiz", *words])


def letters(course: Course, question: str, *ids: str, answered: int = 0) -> str:
    """Return what a student types for these ids."""
    step = quiz_step(course)[1]
    asked = next(q for q in step.questions if q.id == question)
    by_id = {name: letter for letter, name in sheet_of(asked, answered).letters.items()}
    return " ".join(by_id[name] for name in ids)


def recorded(course: Course, workspace: Workspace) -> list[tuple[str, bool]]:
    read = attempts.read(workspace, *quiz_step(course))
    assert isinstance(read, Attempts)
    return [(one.attempt.question, one.attempt.right) for one in read.recorded]


def test_a_whole_quiz_is_answered_in_a_pipe(
    course: Course,
    begun: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    order = letters(course, "sampling", "draw", "predict", "back")
    choice = letters(course, "predicts", "label")
    noise = letters(course, "predicts", "noise")
    again = letters(course, "predicts", "noise", answered=1)
    typed = f"{choice}\n0,39\n0.39 mm\nIt learns the mean.\nb\n{order}\n{again}\n\n"

    status = quiz(course, monkeypatch, typed, "day01/quiz")

    assert status == ExitCode.PASS
    assert recorded(course, begun) == [
        ("predicts", False),
        ("width", True),
        ("averaging", False),
        ("sampling", True),
        ("predicts", True),
    ]
    said = capsys.readouterr().out
    for words in (
        "Question 1 of 4\nWhat does the network predict?\n",
        f"Not yet.\nIt is:\n  {noise}  The noise\nThe loss compares noise with noise.\n",
        "Source: Behavior Generation with Latent Actions, https://arxiv.org/abs/2403.03181",
        "“0,39” is no number. Write digits with a point",
        "Right.\nA hundred by 256.\nAsked again on ",
        "Source: Read how it is trained, train",
        "The key points:\n  a  It learns the mean\n  b  The mean is no way\n",
        "Asked again at the end of this round.\n",
        "Question 5 of 6\nWhat does the network predict?\n",
        "Question 6 of 6\nWhy does cloning fail here?\n",
        "5 answered, 3 right.\n",
        "day01/quiz  4 questions: 3 right, 1 missed; 0 due",
    ):
        assert words in said, words
    assert said.index("The key points") > said.index("Why does cloning fail here?")


def test_skipping_leaving_and_the_end_of_the_input_keep_what_was_answered(
    course: Course,
    begun: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    right = letters(course, "predicts", "noise")

    assert quiz(course, monkeypatch, f"{right}\n\nq\n", "quiz") == ExitCode.PASS
    assert quiz(course, monkeypatch, "\n0.4\nIt learns the mean.\n", "quiz") == ExitCode.PASS

    assert "You have not marked it, so it is not kept." in capsys.readouterr().out
    assert recorded(course, begun) == [("predicts", True), ("width", True)]


def test_due_asks_what_is_new_or_whose_day_has_come_and_then_nothing(
    course: Course,
    begun: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ago = datetime.now(UTC) - timedelta(days=5)
    answered(course, begun, "predicts", now=ago)
    answered(course, begun, "width", "averaging", "sampling", now=datetime.now(UTC))
    again = letters(course, "predicts", "noise", answered=1)

    quiz(course, monkeypatch, f"{again}\n", "--due")
    first = capsys.readouterr().out
    quiz(course, monkeypatch, "", "--due")

    assert "Question 1 of 1\nWhat does the network predict?" in first
    assert capsys.readouterr().out == "Nothing is due.\n"


def test_without_a_step_the_quizzes_are_listed(
    course: Course,
    begun: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    answered(course, begun, "width", predicts=("label",), now=datetime.now(UTC))

    quiz(course, monkeypatch, "")
    text = capsys.readouterr()
    quiz(course, monkeypatch, "", "--format", "json")
    (facts,) = json.loads(capsys.readouterr().out)["quizzes"]

    assert text.out == "day01/quiz  4 questions: 1 right, 1 missed, 2 unanswered; 2 due\n"
    assert "growing intervals" in text.err
    assert facts == {
        "step": "day01/quiz",
        "questions": 4,
        "known": 0,
        "right": 1,
        "missed": 1,
        "unanswered": 2,
        "due": 2,
    }


def test_a_step_that_is_no_quiz_and_a_folder_that_is_no_workspace_are_refused(
    course: Course,
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(workspace.root)

    assert quiz(course, monkeypatch, "", "train") == ExitCode.USAGE
    assert "Its quizzes: day01/quiz." in capsys.readouterr().err
    words = ("quiz", "--workspace", str(workspace.root))
    assert quiz(course, monkeypatch, "a\n", *words) == ExitCode.ENVIRONMENT
    assert "Open the app there once" in capsys.readouterr().err
    assert not workspace.quiz_dir.exists()


def test_nothing_is_added_to_a_record_that_cannot_be_read(
    course: Course,
    begun: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = answered(course, begun, "width")
    path.write_bytes(b"\xff\n")

    assert quiz(course, monkeypatch, "a\n", "quiz") == ExitCode.ENVIRONMENT
    assert "quiz/day01/quiz.jsonl: quiz.jsonl is not UTF-8" in capsys.readouterr().err
    assert path.read_bytes() == b"\xff\n"


def test_bytes_that_are_no_text_and_escapes_are_kept_harmless(
    course: Course, begun: Workspace
) -> None:
    command = [sys.executable, "-m", "tui", "--course", course.folder, "quiz", "quiz"]
    typed = b"\n\nThe mean \xff\x1b[2Jis no way.\nall\nq\n"

    done = subprocess.run(command, input=typed, capture_output=True, cwd=begun.root, check=False)

    assert done.returncode == ExitCode.PASS, done.stderr
    assert recorded(course, begun) == [("averaging", True)]
    path = begun.quiz_dir / "day01" / "quiz.jsonl"
    assert "\x1b" not in path.read_text()
    assert b"\x1b" not in done.stdout
