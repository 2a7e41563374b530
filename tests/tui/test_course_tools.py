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


def test_lint_of_no_course_is_wrong_usage(course: Path, capsys: Output) -> None:
    assert main(["course", "lint", "nope"]) == ExitCode.USAGE
    assert "there is no such course" in capsys.readouterr().err


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
    (course / "link.md").symlink_to("/etc/hostname")
    sample_repository.init(repository)
    files = [path for path in course.rglob("*") if path.is_file()]
    sample_repository.commit(repository, files, "before")
    damage(course / DAY, "  - id: commit\n", "  - id: finish\n")
    student = Workspace(tmp_path / "ada")
    progress.start(student, "proved", "quick")
    progress.tick(student, "proved/day01/commit", "committed")

    status = main(["course", "diff", str(course), "--since", "HEAD", "--progress", "ada"])

    told, complaint = capsys.readouterr()
    assert status == ExitCode.FAIL
    assert complaint == "robolab-tui: HEAD, link.md: left out (a link).\n"
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


def test_a_new_day_is_begun_and_where_it_comes_next_is_said(
    course: Path, tmp_path: Path, capsys: Output
) -> None:
    assert main(["course", "new", str(course), "2", "--title", "Two policies"]) == ExitCode.PASS
    told = capsys.readouterr()
    assert str(course / "day02/day.yaml") in told.out.splitlines()
    assert "course preview" in told.err

    assert main(["course", "lint", str(course)]) == ExitCode.PASS
    assert "all 9 deliverables" in capsys.readouterr().err
    assert main(["course", "new", str(course), "2"]) == ExitCode.USAGE
    assert "is there already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["course", "2", "--title", ""], "--title is blank"),
        (["course", "2", "--title", " \t"], "--title is blank"),
        (["course", "2", "--title", "Two\x1b[2J"], "--title: a control character (U+001B)"),
        (["course", "2", "--title", "Two\npolicies"], "--title: a control character (U+000A)"),
        (["", "2"], "COURSE is blank"),
        (["other\x07"], "COURSE: a control character (U+0007)"),
    ],
)
def test_a_new_day_of_a_blank_or_unprintable_word_is_wrong_usage_and_nothing_is_made(
    words: list[str], said: str, course: Path, capsys: Output
) -> None:
    before = sorted(course.parent.rglob("*"))

    assert main(["course", "new", *words]) == ExitCode.USAGE

    told = capsys.readouterr()
    assert said in told.err
    assert "  -> " in told.err
    assert sorted(course.parent.rglob("*")) == before


def test_a_preview_shows_words_recipe_and_what_is_asked(course: Path, capsys: Output) -> None:
    assert main(["course", "preview", str(course), "--day", "1"]) == ExitCode.PASS

    told = capsys.readouterr().out
    for words in (
        "A proved course, Day 1: One policy",
        "5 Steps, 26 minutes in quick, 7 deliverables",
        "--policy.path=‹checkpoint of “Train a policy” (train)›",
        "once for each training seed of [1, 2]",
        "A checkpoint: checkpoint-trained (policy act, steps 10)",
        "Begins docs/retro.md with:",
        "Commit message: Day 1: one policy",
    ):
        assert words in told


@pytest.mark.parametrize("file", ["day01/read.md", "day01/templates/retro.md"])
def test_a_preview_prints_nothing_that_acts_on_a_terminal(
    file: str, course: Path, capsys: Output
) -> None:
    damage(course / DAY, "text: Read the paper.", "text: read.md")
    (course / "day01/read.md").write_text("Read the paper.")
    with (course / file).open("a") as text:
        text.write("\n\x1b]0;owned\x07 and so on\n")

    assert main(["course", "preview", str(course)]) == ExitCode.USAGE
    assert main(["course", "lint", str(course)]) == ExitCode.FAIL

    told = "".join(capsys.readouterr())
    assert "\x1b" not in told
    assert told.count("a control character (U+001B)") == 2


def test_a_preview_of_one_step_in_full_tells_of_that_profile(course: Path, capsys: Output) -> None:
    step = ["course", "preview", str(course), "--profile", "full", "--step"]

    assert main([*step, "evaluate"]) == main([*step, "train"]) == ExitCode.PASS

    told = capsys.readouterr().out
    assert "Nothing is run in full: the hub has its result" in told
    assert "--steps=1000" in told
    assert "steps 1000" in told
    assert "Commit it." not in told


@pytest.mark.parametrize(
    ("words", "said"), [(["--day", "9"], "It has: 1."), (["--step", "trian"], "It has: read,")]
)
def test_a_preview_of_what_is_not_there_says_what_is(
    words: list[str], said: str, course: Path, capsys: Output
) -> None:
    assert main(["course", "preview", str(course), *words]) == ExitCode.USAGE
    assert said in capsys.readouterr().err
