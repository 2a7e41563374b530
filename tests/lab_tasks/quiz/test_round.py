"""Which questions of a quiz are asked now."""

from datetime import datetime, timedelta
from pathlib import Path

from quiz_course import ANSWERS, NOW, answered, quiz_course, quiz_step

from course.model import Course
from lab_tasks.quiz.answering import stands
from lab_tasks.quiz.round import to_ask
from lab_tasks.workspace import Workspace

IDS = list(ANSWERS)


def asked(course: Course, workspace: Workspace, now: datetime = NOW) -> list[str]:
    found = stands(workspace, *quiz_step(course), now)
    return [each.question.id for each in to_ask(found, now)]


def test_what_is_right_is_asked_when_it_is_due_and_what_is_missed_at_once(
    workspace: Workspace, tmp_path: Path
) -> None:
    course = quiz_course(tmp_path / "course")
    assert asked(course, workspace) == IDS

    answered(course, workspace, "predicts", "averaging", width="7 mm")

    assert asked(course, workspace) == ["width", "sampling"]
    assert asked(course, workspace, NOW + timedelta(days=2)) == IDS


def test_where_nothing_is_open_all_but_the_known_may_be_asked_again(
    workspace: Workspace, tmp_path: Path
) -> None:
    course = quiz_course(tmp_path / "course")
    for days in (0, 2, 13):
        answered(course, workspace, "predicts", now=NOW + timedelta(days=days))
    later = NOW + timedelta(days=13)
    answered(course, workspace, *IDS[1:], now=later)

    assert asked(course, workspace, later) == IDS[1:]
