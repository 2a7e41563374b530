"""A Course with one quiz Day, on disk, and answers to its questions.

`QUIZ` is the Step, right in every way, with each kind of question; tests spoil it at one place.
"""

from datetime import UTC, datetime
from pathlib import Path

from one_day_course import write_one_day

from course.loader import load_course
from course.model import Course, Day, Step
from lab_tasks.checks.run import check_day
from lab_tasks.checks.verdict import Verdict
from lab_tasks.quiz.answering import answer
from lab_tasks.quiz.marking import Given
from lab_tasks.references import full_id
from lab_tasks.workspace import Workspace

DAY = """\
id: day01
number: 1
title: A quiz
objectives: [Answer four questions]
commit_message: "Day 1: a quiz"
sources:
  - {title: Behavior Generation with Latent Actions, url: "https://arxiv.org/abs/2403.03181"}
steps:
  - id: train
    title: Read how it is trained
    kind: read
    minutes: 4
    text: Read it.
"""

QUIZ = """\
  - id: quiz
    title: Answer four questions
    kind: quiz
    minutes: 10
    text: Answer without notes.
    questions:
      - id: predicts
        kind: choice
        ask: What does the network predict?
        options: {noise: The noise, picture: The clean picture, label: The label}
        right: [noise]
        explanation: The loss compares noise with noise.
        source: https://arxiv.org/abs/2403.03181
      - id: width
        kind: number
        ask: How wide is a bin?
        answer: 0.39
        tolerance: 0.01
        unit: mm
        explanation: A hundred by 256.
        source: train
        aliases: [bin-width]
      - id: averaging
        kind: text
        ask: Why does cloning fail here?
        key_points: {mean: It learns the mean, nowhere: The mean is no way}
        explanation: The mean of left and right is the obstacle.
        source: day01/train
      - id: sampling
        kind: ordering
        ask: Put sampling in order.
        items: {draw: Draw noise, predict: Predict it, back: Step back}
        explanation: It begins with noise.
        source: https://arxiv.org/abs/2403.03181
    deliverables:
      - id: passed
        title: The quiz, passed
        check:
          name: quiz-passed
          args: {questions: 3}
"""

ANSWERS: dict[str, tuple[Given, tuple[str, ...]]] = {
    "predicts": (("noise",), ()),
    "width": ("0.39 mm", ()),
    "averaging": ("It learns the mean, which is no way.", ("mean", "nowhere")),
    "sampling": (("draw", "predict", "back"), ()),
}
"""A right answer to each question, and the key points that a text is said to have."""
NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


def quiz_course(folder: Path, quiz: str = QUIZ) -> Course:
    """Write the Course and load it."""
    return load_course(str(write_one_day(folder, "small", DAY + quiz)))


def quiz_step(course: Course) -> tuple[Day, Step]:
    """Return the quiz and its Day."""
    found = course.find_step("small/day01/quiz")
    assert found
    return found


def answered(
    course: Course, workspace: Workspace, *ids: str, now: datetime = NOW, **given: Given
) -> Path:
    """Answer these questions right, and others with what is given; return the record."""
    day, step = quiz_step(course)
    for question in step.questions:
        right, points = ANSWERS[question.id]
        if question.id in ids:
            answer(workspace, day, step, question, right, now=now, points=points)
        elif question.id in given:
            answer(workspace, day, step, question, given[question.id], now=now)
    return workspace.quiz_dir / "day01" / "quiz.jsonl"


def judged(course: Course, workspace: Workspace) -> Verdict:
    """Check the quiz and return the Verdict."""
    day, step = quiz_step(course)
    results = check_day(course, day, workspace)
    [result] = [one for one in results if one.step == full_id(course, day, step)]
    return result.verdict
