"""The record of a quiz: appended to and never rewritten, readable when torn or from later."""

import json
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from quiz_course import NOW, answered, quiz_course, quiz_step

from course.model import Course
from lab_tasks.problem import Problem
from lab_tasks.quiz import attempts
from lab_tasks.quiz.attempts import Attempt, Attempts
from lab_tasks.workspace import Workspace


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return quiz_course(tmp_path / "course")


def read(course: Course, workspace: Workspace) -> Attempts:
    found = attempts.read(workspace, *quiz_step(course))
    assert isinstance(found, Attempts), found
    return found


def test_each_answer_is_one_line_that_a_person_can_read(
    course: Course, workspace: Workspace
) -> None:
    path = answered(course, workspace, "averaging", width="4 mm")

    first, second = path.read_text(encoding="utf-8").splitlines()

    assert json.loads(first) == {
        "at": "2026-03-02T18:00:00Z",
        "question": "width",
        "answer": "4 mm",
        "right": False,
        "key": json.loads(first)["key"],
    }
    assert '"points":["mean","nowhere"]' in second
    assert [one.line for one in read(course, workspace).recorded] == [1, 2]


def test_nothing_was_answered_where_there_is_no_record(
    course: Course, workspace: Workspace
) -> None:
    assert read(course, workspace) == Attempts()
    assert not workspace.quiz_dir.exists()


def test_what_a_later_version_wrote_stays_byte_for_byte(
    course: Course, workspace: Workspace
) -> None:
    path = answered(course, workspace, "predicts")
    later = path.read_text().replace("}\n", ',"confidence":"shaky"}\n')
    path.write_text(later)

    answered(course, workspace, "sampling")

    assert path.read_text().startswith(later)
    assert [one.attempt.question for one in read(course, workspace).recorded] == [
        "predicts",
        "sampling",
    ]


def test_a_torn_line_is_left_out_and_the_next_answer_stands_on_its_own(
    course: Course, workspace: Workspace
) -> None:
    path = answered(course, workspace, "predicts", "width")
    path.write_bytes(path.read_bytes()[:-30])

    answered(course, workspace, "sampling")

    found = read(course, workspace)
    assert [one.attempt.question for one in found.recorded] == ["predicts", "sampling"]
    assert found.unreadable == (2,)


@pytest.mark.parametrize(
    "line",
    [
        "<<<<<<< HEAD",
        "[]",
        '{"at": "yesterday", "question": "width", "answer": "1", "right": true, "key": "k"}',
        '{"at": "2026-03-02T18:00:00", "question": "width", "answer": "1", "right": true}',
        '{"at": "0001-01-01T00:00:00+23:00", "question": "q", "answer": "1", "right": true,'
        ' "key": "k"}',
        "[" * 5000,
    ],
)
def test_a_line_that_is_no_answer_is_named_and_hides_no_other(
    line: str, course: Course, workspace: Workspace
) -> None:
    path = answered(course, workspace, "predicts")
    path.write_text(line + "\r\n" + path.read_text())

    found = read(course, workspace)

    assert found.unreadable == (1,)
    assert [one.attempt.question for one in found.recorded] == ["predicts"]


def test_a_record_that_leads_elsewhere_or_is_no_text_is_a_problem(
    course: Course, workspace: Workspace, tmp_path: Path
) -> None:
    path = workspace.quiz_dir / "day01" / "quiz.jsonl"
    path.parent.mkdir(parents=True)
    (tmp_path / "elsewhere").write_text("secret")
    path.symlink_to(tmp_path / "elsewhere")
    linked = attempts.read(workspace, *quiz_step(course))
    path.unlink()
    path.write_bytes(b"\xff\xfe")
    binary = attempts.read(workspace, *quiz_step(course))

    assert isinstance(linked, Problem)
    assert "link out of" in linked.what
    assert isinstance(binary, Problem)
    assert "not UTF-8" in binary.what


def test_a_step_that_was_renamed_keeps_its_record(course: Course, workspace: Workspace) -> None:
    path = answered(course, workspace, "predicts")
    day, step = quiz_step(course)
    renamed = msgspec.structs.replace(step, id="checkpoint", aliases=("quiz",))

    assert attempts.record_path(workspace, day, renamed) == path
    assert attempts.record_path(workspace, day, step) == path


ENDLESS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
import msgspec
from course.loader import load_course
from lab_tasks.quiz import attempts
from lab_tasks.workspace import Workspace
workspace = Workspace(Path(sys.argv[2]))
day = load_course(sys.argv[1]).days[0]
step = day.step("quiz")
def keep(attempt):
    attempts.append(workspace, day, step, attempt)
if sys.argv[3] == "naive":
    path = attempts.record_path(workspace, day, step)
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("ab")
    def keep(attempt):
        file.write(msgspec.json.encode(attempt) + b"\\n")
for number in range(int(sys.argv[4]), 10**9):
    keep(attempts.Attempt(
        at=datetime.now(UTC), question="width", answer=str(number), right=False, key="k"))
    print(number, flush=True)
"""


def lost_by_kills(course: Course, workspace: Workspace, writer: str) -> list[str]:
    """Kill a writer three times, each after more answers; return what it kept and is not there."""
    kept: list[str] = []
    for run in range(3):
        command = [sys.executable, "-c", ENDLESS, course.folder, str(workspace.root), writer]
        first = str(run * 10**6)
        with subprocess.Popen([*command, first], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            said = [process.stdout.readline().strip() for _ in range(5 + 7 * run)]
            os.kill(process.pid, signal.SIGKILL)
            kept += [*said, *process.stdout.read().split()]
    there = {one.attempt.answer for one in read(course, workspace).recorded}
    assert len(kept) >= 5 + 12 + 19
    return [answer for answer in kept if answer not in there]


def test_a_kill_at_any_moment_loses_no_answer_that_was_kept(
    course: Course, workspace: Workspace
) -> None:
    assert lost_by_kills(course, workspace, "ours") == []


def test_a_writer_that_only_buffers_would_be_caught(course: Course, workspace: Workspace) -> None:
    assert lost_by_kills(course, workspace, "naive") != []


def test_a_time_keeps_its_zone() -> None:
    late = Attempt(at=NOW + timedelta(hours=9), question="q", answer="1", right=True, key="k")
    assert msgspec.json.decode(msgspec.json.encode(late), type=Attempt) == late
