"""An author's hour, as CONTRIBUTING tells it: a Day is one folder and no Python; a Check is one
function, one line and two samples.
"""

import shutil
from pathlib import Path
from typing import Annotated

import msgspec
import pytest
from small_course import damage

from lab_tasks.checks.document_file import DocumentFile, opened
from lab_tasks.checks.question import Answer, Proved, Question
from lab_tasks.checks.registry import CHECKS, Check
from lab_tasks.checks.verdict import Fail
from lab_tasks.documents import guidance
from tui.cli import main
from tui.exit_code import ExitCode

type Output = pytest.CaptureFixture[str]

DAY = "day08/day.yaml"


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert main(["course", "new", "grasping", "8", "--title", "Two fingers"]) == ExitCode.PASS
    return tmp_path / "grasping"


def lint(course: Path, *more: str) -> int:
    return main(["course", "lint", str(course), *more])


def check(workspace: Path, course: Path) -> int:
    return main(["--check", str(workspace), "--course", str(course), "--day", "8"])


def test_a_day_with_two_steps_and_a_check_is_one_folder_and_no_python(
    course: Path, tmp_path: Path, capsys: Output
) -> None:
    damage(course / DAY, "title: Write down what you learned", "title: Measure a grasp")
    damage(course / DAY, "words: 40, headings: [What I learned]", "words: 12, headings: [Width]")
    damage(course / "day08/templates/notes.md", "## What I learned", "## Width")
    assert lint(course) == ExitCode.FAIL
    assert "Mend day08/samples/solved/docs/day08_notes.md" in capsys.readouterr().out

    solved = "# Day 8\n\n## Width\n\nThe jaws open by 70 mm, so the tin of 74 mm is out of reach.\n"
    (course / "day08/samples/solved/docs/day08_notes.md").write_text(solved)
    assert lint(course, "--keep", str(tmp_path / "kept")) == ExitCode.PASS
    capsys.readouterr()

    made = {path.suffix for path in course.rglob("*") if path.is_file()}
    assert made == {".yaml", ".md", ".json"}
    assert [path.name for path in course.iterdir() if path.name.startswith("day")] == ["day08"]
    assert check(tmp_path / "kept/quick/solved", course) == ExitCode.PASS
    assert check(tmp_path / "kept/quick/fresh", course) == ExitCode.FAIL
    told = capsys.readouterr().out
    assert "docs/day08_notes.md has not been written yet" in told
    assert "It is not ticked" in told


class HaikuWritten(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file, and how many lines of the student's own it must have."""

    path: str
    lines: Annotated[int, msgspec.Meta(ge=1)] = 3


def haiku_written(question: Question, asked: HaikuWritten) -> Answer:
    """Pass when the file has so many lines besides its headings and the template's guidance."""
    document = opened(question, asked.path)
    if not isinstance(document, DocumentFile):
        return document
    own = guidance.without(document.text, document.template).splitlines()
    count = sum(bool(line.strip()) and not line.startswith("#") for line in own)
    if count < asked.lines:
        why = f"{asked.path} is no haiku yet."
        return Fail(why, "Write its lines.", f"{asked.lines} lines", f"{count} lines")
    return Proved("detected", f"{asked.path}: {count} lines", (document.file,))


def test_a_check_is_one_function_one_line_and_two_samples(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setitem(CHECKS, "haiku-written", Check(haiku_written, HaikuWritten))  # type: ignore[index]
    damage(
        course / DAY,
        "name: words-written\n          args: {path: docs/day08_notes.md, words: 40, "
        "headings: [What I learned]}",
        "name: haiku-written\n          args: {path: docs/day08_notes.md, lines: 3}",
    )

    assert lint(course) == ExitCode.PASS
    assert "all 2 deliverables pass when solved and fail when not" in capsys.readouterr().err

    damage(course / DAY, "lines: 3", "lines: 30")
    assert lint(course) == ExitCode.FAIL
    assert "haiku-written says: docs/day08_notes.md is no haiku yet" in capsys.readouterr().out

    shutil.rmtree(course / "day08/samples")
    assert lint(course) == ExitCode.FAIL
    assert "Write day08/samples/solved/docs/day08_notes.md" in capsys.readouterr().out
