"""Fixtures of the app's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from day_fixture import MakeRun
from lab_fixture import Lab, make_lab

from course.loader import load_course
from course.model import Course
from lab_tasks.workspace import Workspace
from tui.widgets import live_chart


@pytest.fixture(scope="session")
def course() -> Course:
    return load_course("robo47")


@pytest.fixture
def runs(tmp_path: Path) -> MakeRun:
    """Makes Runs of the Course of `day_fixture`."""
    return MakeRun(tmp_path)


@pytest.fixture
def lab(
    course: Course,
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Lab]:
    """A Workspace begun in `quick`, whose jobs are the tests' own."""
    made = make_lab(course, workspace, tmp_path / "jobs", monkeypatch)
    yield made
    made.clean_up()


@pytest.fixture
def draw_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let charts be drawn twenty times a second, for who waits for one."""
    monkeypatch.setattr(live_chart, "REDRAW_S", 0.05)
