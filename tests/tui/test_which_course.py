"""The Course and the student's folder, where the command line names neither."""

import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest
import sample_documents as sample

from course.loader import load_course
from tui.arguments import parser
from tui.cli import find_workspace, settle_course
from tui.commands.open_app import read_request
from tui.exit_code import ExitCode
from tui.which_course import choose, day_in, is_of_another, shipped_course_of


def a_folder_of(course: str, root: Path) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    (root / "course-progress.yaml").write_text(
        f"# Progress\nformat: 1\ncourse: {course}\nprofile: quick\nsteps: {{}}\n"
    )
    return root


def words(course: str = "robo47", workspace: Path | None = None) -> Namespace:
    return Namespace(course=course, workspace=workspace)


def robolab(*options: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tui", *options],
        cwd=cwd,
        env={**os.environ},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("named", "day", "own", "course"),
    [
        (None, None, None, "robo47"),
        (None, 84, None, "llm-to-vla"),
        (None, 84, "robo47", "llm-to-vla"),
        (None, 19, "llm-to-vla", "robo47"),
        (None, 5, None, "robo47"),
        (None, 5, "llm-to-vla", "llm-to-vla"),
        (None, None, "llm-to-vla", "llm-to-vla"),
        (None, None, "somebody-elses", "robo47"),
        ("robo47", 84, "llm-to-vla", "robo47"),
        ("some/where", 84, "llm-to-vla", "some/where"),
    ],
)
def test_a_name_counts_before_a_day_and_a_day_before_the_folder(
    named: str | None, day: int | None, own: str | None, course: str, tmp_path: Path
) -> None:
    folders = [a_folder_of(own, tmp_path / "mine")] if own else []

    assert choose(named, day, folders).course == course


@pytest.mark.parametrize(
    ("step", "day"),
    [
        ("day84/checkpoint", 84),
        ("llm-to-vla/day84/checkpoint", 84),
        ("day105", 105),
        ("train-act", None),
        ("monday84/x", None),
        ("", None),
    ],
)
def test_a_steps_name_may_name_its_day(step: str, day: int | None) -> None:
    assert day_in(step) == day


def test_folders_of_two_courses_say_nothing(tmp_path: Path) -> None:
    mine = [a_folder_of(name, tmp_path / name) for name in ("robo47", "llm-to-vla")]

    assert choose(None, None, mine).course == "robo47"
    assert choose(None, None, mine[1:]).course == "llm-to-vla"


def test_only_a_day_that_opens_another_course_than_usual_is_explained() -> None:
    assert "Day 84 is taken from the course llm-to-vla" in choose(None, 84, []).why
    assert [choose(*each, []).why for each in (("llm-to-vla", 84), (None, 19), (None, None))] == [
        "",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("text", "course"),
    [
        (b'course: "llm-to-vla"\r\n', "llm-to-vla"),
        (b"course: llm-to-vla\n", "llm-to-vla"),
        (b"course: mine\n", None),
        (b"course: llm-to-vla \x1b[2J\n", None),
        (b"# course: robo47\n", None),
        (b"\xff\xfe", None),
        (b"", None),
        (b"#" * 5_000 + b"\ncourse: robo47\n", None),
    ],
)
def test_a_folders_course_is_a_shipped_one_or_unknown(
    text: bytes, course: str | None, tmp_path: Path
) -> None:
    (tmp_path / "course-progress.yaml").write_bytes(text)

    assert shipped_course_of(tmp_path) == course


def test_a_pipe_in_the_place_of_the_progress_keeps_nobody_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "course-progress.yaml")

    assert shipped_course_of(tmp_path) is None


def test_a_folder_of_another_course_is_passed_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(a_folder_of("robo47", tmp_path / "robo47"))

    assert find_workspace(words("robo47")) == tmp_path / "robo47"
    assert find_workspace(words("llm-to-vla")) == Path.home() / "robolab" / "llm-to-vla"
    monkeypatch.setenv("ROBOLAB_WORKSPACE", str(a_folder_of("llm-to-vla", tmp_path / "other")))
    assert find_workspace(words("llm-to-vla", tmp_path / "robo47")) == tmp_path / "robo47"


def test_a_set_folder_is_taken_unless_it_is_another_courses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ROBOLAB_WORKSPACE", str(a_folder_of("robo47", tmp_path / "set")))

    assert find_workspace(words("robo47")) == tmp_path / "set"
    assert find_workspace(words("llm-to-vla")) == Path.home() / "robolab" / "llm-to-vla"


def test_a_course_of_ones_own_never_passes_a_folder_by(tmp_path: Path) -> None:
    mine = a_folder_of("mine", tmp_path)

    assert not is_of_another(mine, "robo47")
    assert not is_of_another(a_folder_of("robo47", tmp_path), "../courses/mine")


def test_the_app_opens_day_84_in_its_course_and_that_courses_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(a_folder_of("robo47", tmp_path))
    asked = parser().parse_args(["--day", "84"])

    settle_course(asked, Path.cwd())
    request = read_request(asked)

    assert (request.course.id, request.day) == ("llm-to-vla", 84)
    assert request.workspace.root == Path.home() / "robolab" / "llm-to-vla"


def test_day_84_is_checked_without_naming_its_course(tmp_path: Path) -> None:
    course = load_course("llm-to-vla")
    day = course.day(84)
    assert day is not None
    ada = sample.solved_workspace(tmp_path / "ada", course, day)
    bob = sample.begun_workspace(tmp_path / "bob", course, day)

    solved = robolab("--day", "84", "--check", str(ada.root), cwd=tmp_path)
    unsolved = robolab("--day", "84", "--check", str(bob.root), cwd=tmp_path)
    a_step = robolab("run", "day84/commit", cwd=tmp_path)
    elsewhere = robolab("--course", "robo47", "--day", "84", "--check", cwd=ada.root)

    assert solved.returncode == ExitCode.PASS, solved.stdout + solved.stderr
    assert "llm-to-vla day 84" in solved.stdout
    assert "Day 84 is taken from the course llm-to-vla" in solved.stderr
    assert unsolved.returncode == ExitCode.FAIL
    assert "0 of 9 pass; 9 failed." in unsolved.stdout
    assert "Day 84 is taken from the course llm-to-vla" in a_step.stderr
    assert "commit runs nothing" in a_step.stderr
    assert elsewhere.returncode == ExitCode.USAGE
    assert "robo47 has no Day 84" in elsewhere.stderr
