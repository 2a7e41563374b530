"""A document is begun from its template once, and never written over."""

import errno
import os
import threading
from pathlib import Path

import msgspec
import pytest
from design_course import PATH, TEMPLATE, design_course, the_day

from course.errors import CourseError
from course.model import Course, Document, Step
from lab_tasks.documents.templates import Kept, Written, write_template
from lab_tasks.problem import Problem
from lab_tasks.workspace import Workspace


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return design_course(tmp_path / "course")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A folder without git: none of this asks it."""
    (tmp_path / "workspace").mkdir()
    return Workspace(tmp_path / "workspace")


def begin(workspace: Workspace, course: Course, step: Step | None = None) -> object:
    day = the_day(course)
    return write_template(workspace, course, day, step or day.steps[0])


def test_a_document_begins_with_its_template(workspace: Workspace, course: Course) -> None:
    assert begin(workspace, course) == Written(workspace.root / PATH)
    assert (workspace.root / PATH).read_text() == TEMPLATE
    assert [p.name for p in (workspace.root / "docs").iterdir()] == ["design.md"]


@pytest.mark.parametrize("there", ["mine\n", ""])
def test_what_is_there_stays(workspace: Workspace, course: Course, there: str) -> None:
    (workspace.root / "docs").mkdir()
    (workspace.root / PATH).write_text(there)

    assert begin(workspace, course) == Kept(workspace.root / PATH)
    assert (workspace.root / PATH).read_text() == there
    assert [p.name for p in (workspace.root / "docs").iterdir()] == ["design.md"]


def test_a_link_that_leads_nowhere_is_something_too(workspace: Workspace, course: Course) -> None:
    (workspace.root / "docs").mkdir()
    (workspace.root / PATH).symlink_to(workspace.root / "docs" / "not-yet.md")

    assert begin(workspace, course) == Kept(workspace.root / PATH)
    assert not (workspace.root / "docs" / "not-yet.md").exists()


def test_of_many_writers_one_begins_the_document(workspace: Workspace, course: Course) -> None:
    answers: list[object] = []
    threads = [
        threading.Thread(target=lambda: answers.append(begin(workspace, course))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(type(answer).__name__ for answer in answers) == ["Kept"] * 7 + ["Written"]
    assert (workspace.root / PATH).read_text() == TEMPLATE


def test_a_document_outside_of_the_workspace_is_refused(
    workspace: Workspace, course: Course
) -> None:
    step = the_day(course).steps[0]
    out = Document(path="../design.md", template="templates/design.md")
    assert isinstance(
        begin(workspace, course, msgspec.structs.replace(step, document=out)), Problem
    )
    (workspace.root / "docs").symlink_to(workspace.root.parent)
    assert isinstance(begin(workspace, course), Problem)


def test_a_step_without_a_document_says_so(workspace: Workspace, course: Course) -> None:
    step = msgspec.structs.replace(the_day(course).steps[0], document=None)
    answer = begin(workspace, course, step)
    assert isinstance(answer, Problem)
    assert "has no document" in answer.what


def test_a_template_that_has_gone_is_the_courses_error(
    workspace: Workspace, course: Course
) -> None:
    (Path(course.folder) / "day01/templates/design.md").unlink()
    with pytest.raises(CourseError, match="there is no such file"):
        begin(workspace, course)
    assert not (workspace.root / PATH).exists()


def test_where_files_have_one_name_only_it_is_begun_all_the_same(
    workspace: Workspace, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)

    assert begin(workspace, course) == Written(workspace.root / PATH)
    assert (workspace.root / PATH).read_text() == TEMPLATE
    (workspace.root / PATH).write_text("mine\n")
    assert begin(workspace, course) == Kept(workspace.root / PATH)
    assert (workspace.root / PATH).read_text() == "mine\n"


def test_a_disk_that_refuses_leaves_nothing_behind(
    workspace: Workspace, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(OSError, match="No space left"):
        begin(workspace, course)
    assert list((workspace.root / "docs").iterdir()) == []
