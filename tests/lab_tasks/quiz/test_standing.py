"""How a student stands with a question, when it comes again, and which claims are doctored."""

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import msgspec
import pytest
from quiz_course import NOW, answered, quiz_course, quiz_step

from course.model import Course
from lab_tasks.quiz import attempts, standing
from lab_tasks.quiz.attempts import Attempts
from lab_tasks.quiz.repetition import LONGEST_DAYS, repetition
from lab_tasks.quiz.standing import Known, Missed, Right, Standing, Unanswered
from lab_tasks.workspace import Workspace


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return quiz_course(tmp_path / "course")


def days(*numbers: float) -> list[datetime]:
    return [NOW + timedelta(days=number) for number in numbers]


def after(marks: list[tuple[float, bool]]) -> int:
    again = repetition((NOW + timedelta(days=day), right) for day, right in marks)
    assert again
    return again.after_days


@pytest.mark.parametrize(
    ("marks", "interval_days"),
    [
        ([(0, True)], 2),
        ([(0, False)], 1),
        ([(0, True), (2, True)], 11),
        ([(0, True), (2, True), (13, True)], 46),
        ([(0, True), (0.01, True), (0.02, True), (0.03, True)], 2),
        ([(0, False), (0.01, True)], 1),
        ([(0, True), (-5, True)], 2),
    ],
)
def test_intervals_grow_with_answers_days_apart_and_with_nothing_else(
    marks: list[tuple[float, bool]], interval_days: int
) -> None:
    assert after(marks) == interval_days


def test_a_miss_shortens_the_interval_and_a_long_one_has_an_end() -> None:
    known = [(0.0, True), (2.0, True), (13.0, True)]
    assert after([*known, (59.0, False)]) < 11
    assert after([*known, (59.0, True), (400.0, True), (800.0, True)]) == LONGEST_DAYS


def test_the_schedule_is_the_same_every_time_it_is_worked_out() -> None:
    marks = [(time, True) for time in days(0, 2, 13)]
    assert len({repetition(marks) for _ in range(20)}) == 1
    assert repetition([]) is None


def stands(course: Course, workspace: Workspace, now: datetime = NOW) -> dict[str, Standing]:
    day, step = quiz_step(course)
    read = attempts.read(workspace, day, step)
    assert isinstance(read, Attempts)
    return {s.question.id: s for s in standing.standings(step, read.recorded, now)}


def test_a_question_is_new_then_missed_then_right_then_known(
    course: Course, workspace: Workspace
) -> None:
    start, second, third, fourth = days(0, 1, 3, 14)
    seen = [stands(course, workspace)["width"].state]
    answered(course, workspace, width="7", now=start)
    seen.append(stands(course, workspace)["width"].state)
    for now in (second, third, fourth, NOW + timedelta(days=60)):
        answered(course, workspace, "width", now=now)
        seen.append(stands(course, workspace, now)["width"].state)

    assert [type(state) for state in seen[:4]] == [Unanswered, Missed, Right, Right]
    assert isinstance(seen[1], Missed)
    assert seen[1].at == second
    assert isinstance(seen[-1], Known)


def test_due_is_what_is_new_or_whose_day_has_come(course: Course, workspace: Workspace) -> None:
    answered(course, workspace, "width", predicts=("label",))

    def due(now: datetime) -> set[str]:
        return {name for name, s in stands(course, workspace, now).items() if s.is_due(now)}

    assert due(NOW) == {"averaging", "sampling"}
    assert due(NOW + timedelta(days=1)) == {"averaging", "sampling", "predicts"}
    # The 48 hours end at 18:00, and a student may come earlier that day, by their own calendar.
    morning = NOW.replace(hour=0, minute=5) + timedelta(days=2)
    assert due(morning) == {"averaging", "sampling", "predicts", "width"}
    assert "width" not in due(morning.astimezone(timezone(timedelta(hours=-5))))


def test_a_known_question_is_not_due_again(course: Course, workspace: Workspace) -> None:
    for now in days(0, 2, 13):
        answered(course, workspace, "width", now=now)
    late = NOW + timedelta(days=300)
    assert not stands(course, workspace, late)["width"].is_due(late)


def test_answers_from_the_future_and_of_an_earlier_key_do_not_count(
    course: Course, workspace: Workspace
) -> None:
    answered(course, workspace, "width", now=NOW + timedelta(days=2))
    path = answered(course, workspace, "predicts")
    key = msgspec.json.decode(path.read_text().splitlines()[-1])["key"]
    path.write_text(path.read_text().replace(key, "0" * 12))

    found = stands(course, workspace)

    assert found["width"].state == found["predicts"].state == Unanswered()
    assert found["predicts"].answered == 1


def test_a_renamed_question_keeps_its_answers(course: Course, workspace: Workspace) -> None:
    path = answered(course, workspace, "width")
    path.write_text(path.read_text().replace('"width"', '"bin-width"'))
    assert isinstance(stands(course, workspace)["width"].state, Right)


@pytest.mark.parametrize(
    ("question", "changes", "count"),
    [
        ("width", {}, 0),
        ("width", {"answer": "7"}, 1),
        ("width", {"answer": "seven"}, 1),
        ("width", {"answer": "7", "right": False}, 0),
        ("width", {"answer": "7", "key": "0" * 12}, 0),
        ("width", {"answer": "7", "question": "gone"}, 0),
        ("predicts", {"answer": ["label"]}, 1),
        ("sampling", {"answer": ["back", "predict", "draw"]}, 1),
        ("averaging", {}, 0),
        ("averaging", {"points": ["mean"]}, 1),
        ("averaging", {"answer": ""}, 1),
    ],
)
def test_a_claim_is_doctored_when_the_recorded_answer_is_not_right(
    question: str, changes: dict[str, Any], count: int, course: Course, workspace: Workspace
) -> None:
    path = answered(course, workspace, question)
    line = msgspec.json.decode(path.read_text()) | changes
    path.write_bytes(msgspec.json.encode(line) + b"\n")
    day, step = quiz_step(course)
    read = attempts.read(workspace, day, step)
    assert isinstance(read, Attempts)

    assert len(standing.not_borne_out(step, read.recorded)) == count
