"""`quiz-passed`: solved it passes, unanswered it fails, doctored it fails, and text is attested."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sample_workspace as sample
from quiz_course import ANSWERS, NOW, QUIZ, answered, judged, quiz_course

from course.lint import lint
from course.model import Course
from lab_tasks.checks.registry import known_checks
from lab_tasks.checks.verdict import Fail, Level, Pass
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.evidence.evidence_files import day_files
from lab_tasks.workspace import Workspace

ALL = tuple(ANSWERS)
MACHINE = ("predicts", "width", "sampling")
Courses = Callable[[str], Course]


@pytest.fixture
def asking(tmp_path: Path) -> Courses:
    """Return the Course whose Check has these arguments."""

    def make(args: str) -> Course:
        return quiz_course(tmp_path / "course", QUIZ.replace("{questions: 3}", args))

    return make


def failed(course: Course, workspace: Workspace) -> Fail:
    verdict = judged(course, workspace)
    assert isinstance(verdict, Fail), verdict
    assert verdict.remedy
    return verdict


def test_the_course_itself_has_no_faults(asking: Courses) -> None:
    assert lint(asking("{questions: 3}").folder, known_checks()) == []


def test_a_quiz_that_nobody_answered_fails_and_says_how_to_begin(
    asking: Courses, workspace: Workspace
) -> None:
    verdict = failed(asking("{}"), workspace)

    assert "was answered yet" in verdict.why
    assert "robolab-tui quiz day01/quiz" in verdict.remedy
    assert (verdict.expected, verdict.found) == ("4 right", "0 right")


@pytest.mark.parametrize(
    ("args", "right", "expected"),
    [
        ("{}", ALL, "attested"),
        ("{}", MACHINE, None),
        ("{questions: 3}", MACHINE, "detected"),
        ("{questions: 3}", ALL, "detected"),
        ("{questions: 3}", ("averaging", "width", "predicts"), "attested"),
        ("{questions: 1}", ("averaging",), "attested"),
        ("{questions: 1}", ("width",), "detected"),
        ("{share: 0.75}", MACHINE, "detected"),
        ("{share: 0.76}", MACHINE, None),
        ("{share: 0.5, questions: 3}", ("width", "sampling"), None),
        ("{standing: known, questions: 1}", ALL, None),
    ],
)
def test_enough_right_answers_pass_detected_where_the_app_marked_them(
    args: str,
    right: tuple[str, ...],
    expected: Level | None,
    asking: Courses,
    workspace: Workspace,
) -> None:
    course = asking(args)
    answered(course, workspace, *right)

    verdict = judged(course, workspace)

    assert (verdict.level if isinstance(verdict, Pass) else None) == expected, verdict


def test_a_wrong_answer_given_later_counts(asking: Courses, workspace: Workspace) -> None:
    course = asking("{questions: 3}")
    answered(course, workspace, *MACHINE)
    answered(course, workspace, width="7")

    verdict = failed(course, workspace)

    assert verdict.why == "Too few questions are right."
    assert "Answer “How wide is a bin?”; “Why" in verdict.remedy
    assert (verdict.expected, verdict.found) == ("3 right", "2 right")


def test_known_takes_right_answers_at_growing_intervals(
    asking: Courses, workspace: Workspace
) -> None:
    course = asking("{standing: known, questions: 3}")
    for day in (0, 2):
        answered(course, workspace, *MACHINE, now=NOW + timedelta(days=day))
    assert "--due" in failed(course, workspace).remedy

    answered(course, workspace, *MACHINE, now=NOW + timedelta(days=13))

    assert isinstance(judged(course, workspace), Pass)


@pytest.mark.parametrize(
    ("right", "old", "new"),
    [
        (("width",), '"answer":"0.39 mm"', '"answer":"7 mm"'),
        (("predicts",), '"answer":["noise"]', '"answer":["label"]'),
        (("sampling",), '["draw","predict","back"]', '["back","predict","draw"]'),
        (("averaging",), ',"points":["mean","nowhere"]', ""),
    ],
)
def test_a_doctored_record_fails_even_where_the_others_would_suffice(
    right: tuple[str, ...], old: str, new: str, asking: Courses, workspace: Workspace
) -> None:
    course = asking("{questions: 1}")
    path = answered(course, workspace, *right)
    assert path.read_text().count(old) == 1
    path.write_text(path.read_text().replace(old, new))
    answered(course, workspace, *ALL)

    verdict = failed(course, workspace)

    assert f"quiz/day01/quiz.jsonl, line 1: a right answer to {right[0]} is claimed" in verdict.why
    assert "git checkout" in verdict.remedy


def test_a_wrong_answer_turned_into_a_right_one_fails(
    asking: Courses, workspace: Workspace
) -> None:
    course = asking("{questions: 1}")
    path = answered(course, workspace, width="7", predicts=("label",))
    path.write_text(path.read_text().replace('"right":false', '"right":true'))

    assert "So it is with 1 more" in failed(course, workspace).why


def test_lines_that_cannot_be_read_do_not_count_and_are_named(
    asking: Courses, workspace: Workspace
) -> None:
    course = asking("{questions: 3}")
    path = answered(course, workspace, "predicts", "width", "sampling")
    path.write_text(path.read_text().replace('"right":true,"key"', "<<<", 1))

    assert "Lines that cannot be read do not count: 1" in failed(course, workspace).why


def test_a_record_that_is_no_text_fails(asking: Courses, workspace: Workspace) -> None:
    course = asking("{}")
    answered(course, workspace, *ALL).write_bytes(b"\xff")
    assert "not UTF-8" in failed(course, workspace).why


def test_a_committed_record_lifts_what_the_app_marked_and_never_a_students_word(
    asking: Courses, workspace: Workspace
) -> None:
    course = asking("{questions: 3}")
    answered(course, workspace, *MACHINE)
    sample.commit_all(workspace)
    by_app = judged(course, workspace)
    by_student = judged(asking("{}"), workspace)
    answered(course, workspace, "averaging")
    sample.commit_all(workspace)
    by_both = judged(asking("{}"), workspace)

    assert isinstance(by_app, Pass)
    assert by_app.level == "committed"
    assert isinstance(by_student, Fail)
    assert isinstance(by_both, Pass)
    assert by_both.level == "attested"
    assert "1 marked by the student" in by_both.evidence


def test_the_record_is_among_the_files_of_the_day(asking: Courses, workspace: Workspace) -> None:
    course = asking("{}")
    path = answered(course, workspace, "width")
    assert path in day_files(Evidence(course, workspace), course.days[0])
