"""The author's tools on the command line: their words and their exit statuses."""

import json
import shutil
from pathlib import Path

import pytest
from proved_course import write_proved_course
from small_course import damage

from lab_tasks.progress import progress
from lab_tasks.samples import sample_repository
from lab_tasks.workspace import Workspace
from tui.cli import main
from tui.exit_code import ExitCode

DAY = "day01/day.yaml"


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_proved_course(tmp_path / "course")


type Output = pytest.CaptureFixture[str]


def test_lint_counts_what_it_proved(course: Path, capsys: Output) -> None:
    assert main(["course", "lint", str(course)]) == ExitCode.PASS
    assert "all 7 deliverables pass when solved and fail when not" in capsys.readouterr().err


def test_lint_without_samples_proves_the_files_alone(course: Path, capsys: Output) -> None:
    shutil.rmtree(course / "day01/samples")

    assert main(["course", "lint", str(course)]) == ExitCode.FAIL
    assert main(["course", "lint", str(course), "--no-samples"]) == ExitCode.PASS
    assert capsys.readouterr().err.endswith(": no fault found\n")


def test_lint_proves_no_samples_of_what_does_not_hold(course: Path, capsys: Output) -> None:
    damage(course / DAY, "minutes: 4", "minutes: 0")

    assert main(["course", "lint", str(course)]) == ExitCode.FAIL
    assert "the samples are proved when these are mended" in capsys.readouterr().err


def test_diff_since_a_revision_says_who_loses_what(
    course: Path, tmp_path: Path, capsys: Output
) -> None:
    repository = Workspace(tmp_path)
    sample_repository.init(repository)
    files = [path for path in course.rglob("*") if path.is_file()]
    sample_repository.commit(repository, files, "before")
    damage(course / DAY, "  - id: commit\n", "  - id: finish\n")
    student = Workspace(tmp_path / "ada")
    progress.start(student, "proved", "quick")
    progress.tick(student, "proved/day01/commit", "committed")

    status = main(["course", "diff", str(course), "--since", "HEAD", "--progress", "ada"])

    told = capsys.readouterr().out
    assert status == ExitCode.FAIL
    assert "× lost day01/commit: its id is gone, and finish is new" in told
    assert "        -> Write `aliases: [commit]` in finish." in told
    assert "Of this student's 1 ticks: 1 lost" in told


def test_diff_of_words_alone_is_harmless(course: Path, tmp_path: Path, capsys: Output) -> None:
    before = shutil.copytree(course, tmp_path / "before")
    damage(course / DAY, "minutes: 4", "minutes: 6")

    status = main(["course", "diff", str(before), str(course), "--format", "json"])

    told = json.loads(capsys.readouterr().out)
    assert status == ExitCode.PASS
    assert told["harmless"] is True
    assert [change["what"] for change in told["changes"]] == ["minutes 4 → 6"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["robo47"], "Name the course before and after"),
        (["robo47", "robo47", "--since", "HEAD"], "Name the course before and after"),
        (["robo47", "robo48"], "there is no such course"),
        (["course", "--since", "HEAD"], "is in no git repository"),
    ],
)
def test_diff_of_what_is_not_there_is_wrong_usage(
    words: list[str], said: str, course: Path, capsys: Output
) -> None:
    assert main(["course", "diff", *words]) == ExitCode.USAGE
    assert said in capsys.readouterr().err
