import argparse
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import sample_workspace as sample

from course.loader import SHIPPED
from course.model import PROFILES
from tui import options
from tui.arguments import parser
from tui.cli import main
from tui.exit_code import ExitCode

ROOT = Path(__file__).parents[2]
COMMANDS_PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


def robolab(*words: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run `robolab-tui` as a user would, without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "tui", *words],
        cwd=cwd,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_day_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    done = robolab("--check", str(tmp_path), "--day", "5", cwd=tmp_path)

    assert done.returncode == ExitCode.USAGE
    assert "no Day 5" in done.stderr
    assert "19, 20, 21" in done.stderr


def test_a_week_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    done = robolab("--check", str(tmp_path), "--week", "9", cwd=tmp_path)

    assert done.returncode == ExitCode.USAGE
    assert "no Week 9" in done.stderr
    assert "Weeks 3" in done.stderr


@pytest.mark.parametrize(
    "hostile",
    [
        'format: "\\e]0;owned\\a\\e[2J"\ncourse: robo47\nprofile: quick\nsteps: {}\n',
        '"\\e[2J": 1\n"\\e[2J": 2\n',
        'format: 1\ncourse: robo47\nprofile: quick\nsteps: {"\\e[2J\\u202e": 1}\n',
    ],
)
def test_a_progress_file_says_nothing_to_the_terminal(tmp_path: Path, hostile: str) -> None:
    (tmp_path / "course-progress.yaml").write_text(hostile)

    done = robolab("--check", str(tmp_path), "--day", "19", cwd=tmp_path)

    assert "course-progress.yaml, line" in done.stderr
    assert "\x1b" not in done.stderr + done.stdout
    assert "\u202e" not in done.stderr + done.stdout


def test_the_fresh_clone_test_must_be_told_its_day(tmp_path: Path) -> None:
    done = robolab("--headless", "--workspace", str(tmp_path), cwd=tmp_path)

    assert done.returncode == ExitCode.USAGE
    assert "--day 21" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_path_that_is_no_folder_is_wrong_usage(tmp_path: Path) -> None:
    done = robolab("--check", str(tmp_path / "nowhere"), cwd=tmp_path)

    assert done.returncode == ExitCode.USAGE
    assert "nowhere is not a folder" in done.stderr


def begun(folder: Path, **changes: str) -> Path:
    """Make the folder of a student who has opened the app once."""
    fields = {"format": "1", "course": "robo47", "profile": "quick", "steps": "{}"} | changes
    lines = (f"{name}: {value}\n" for name, value in fields.items())
    (folder / "course-progress.yaml").write_text("".join(lines))
    return folder


def test_a_folder_that_is_no_workspace_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"x")

    done = robolab("--check", str(tmp_path), "--day", "19", cwd=tmp_path)

    assert done.returncode == ExitCode.USAGE
    assert done.stdout == ""
    assert f"{tmp_path} is no workspace" in done.stderr


def test_a_begun_workspace_fails_its_checks_and_names_what_is_missing(tmp_path: Path) -> None:
    done = robolab("--check", str(begun(tmp_path)), "--day", "19", cwd=tmp_path)

    assert done.returncode == ExitCode.FAIL, done.stderr
    assert "train-act" in done.stdout
    assert len(list(tmp_path.iterdir())) == 1, "a check writes nothing into what it checks"


TICK = '{done_at: "2026-01-14T10:00:00Z", level: attested}'


@pytest.mark.parametrize(
    ("asked", "lost"),
    [(("--week", "3"), "day15/gone and day77/gone"), (("--day", "15"), "day15/gone")],
)
def test_ticks_of_steps_that_the_course_lacks_are_told_beside_the_report(
    tmp_path: Path, asked: tuple[str, str], lost: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ticks = ", ".join(f"robo47/{name}: {TICK}" for name in ("day15/gone", "day77/gone"))
    folder = begun(tmp_path, steps=f"{{{ticks}}}")

    main(["--check", str(folder), *asked])

    told = capsys.readouterr().err
    assert f"that this course lacks: {lost}." in told
    assert "`aliases`" in told


def test_a_progress_file_that_does_not_tell_of_this_course_is_said(tmp_path: Path) -> None:
    wrong = {
        "belongs to the course so101, not to robo47": {"course": "so101"},
        "a newer robolab-tui wrote it (format 99)": {"format": "99"},
        "`format` is 0, not the number 1": {"format": "0"},
    }
    students = [tmp_path / name for name in ("ada", "bob", "cyd")]
    for student, changes in zip(students, wrong.values(), strict=True):
        student.mkdir()
        begun(student, **changes)

    done = robolab(
        *("--check", *map(str, students), "--day", "15", "--course", "robo47"), cwd=tmp_path
    )

    assert done.returncode == ExitCode.ENVIRONMENT
    assert [why in done.stderr for why in wrong] == [True, True, True], done.stderr


def test_a_damaged_progress_file_is_named_with_its_line_and_left_as_it_is(tmp_path: Path) -> None:
    damaged = "format: 1\ncourse: robo47\nsteps: [\n"
    (tmp_path / "course-progress.yaml").write_text(damaged)

    done = robolab("--check", str(tmp_path), "--day", "19", cwd=tmp_path)

    assert done.returncode == ExitCode.ENVIRONMENT
    assert "course-progress.yaml, line 4" in done.stderr
    assert "Make 100 demonstrations" in done.stdout, "the rest is judged all the same"
    assert (tmp_path / "course-progress.yaml").read_text() == damaged
    assert len(list(tmp_path.iterdir())) == 1


def test_each_workspace_with_a_damaged_progress_file_is_named(tmp_path: Path) -> None:
    students = [tmp_path / "ada", tmp_path / "bob"]
    for student in students:
        student.mkdir()
        (student / "course-progress.yaml").write_text("steps: [\n")

    done = robolab("--check", *map(str, students), "--day", "21", cwd=tmp_path)

    assert done.returncode == ExitCode.ENVIRONMENT
    for student in students:
        assert str(student / "course-progress.yaml") in done.stderr


def test_a_stdout_that_lacks_our_marks_gets_the_report_all_the_same(tmp_path: Path) -> None:
    folder = begun(tmp_path)
    done = robolab("--check", str(folder), "--day", "21", cwd=tmp_path, PYTHONIOENCODING="ascii")

    assert done.returncode == ExitCode.FAIL, done.stderr
    assert "robo47 day 21" in done.stdout


def test_a_current_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    program = "import os; os.rmdir(os.getcwd()); from tui.cli import main; raise SystemExit(main())"

    done = subprocess.run(
        [sys.executable, "-c", program], cwd=gone, capture_output=True, text=True, check=False
    )

    assert done.returncode == ExitCode.ENVIRONMENT
    assert "The current folder cannot be used" in done.stderr
    assert "our fault" not in done.stderr


@pytest.mark.parametrize("words", [["--check"], ["--day", "21", "--headless"]])
def test_without_git_it_says_so_with_the_remedy(tmp_path: Path, words: list[str]) -> None:
    folder = begun(tmp_path)
    done = robolab(*words, "--workspace", str(folder), cwd=tmp_path, PATH=str(tmp_path))

    assert done.returncode == ExitCode.ENVIRONMENT
    assert "Install git" in done.stderr


def test_json_is_one_document_on_stdout(tmp_path: Path) -> None:
    folder = begun(tmp_path)
    done = robolab("--check", str(folder), "--day", "19", "--format", "json", cwd=tmp_path)

    assert json.loads(done.stdout)
    assert done.stderr == ""


def test_a_broken_course_names_file_and_remedy(tmp_path: Path) -> None:
    (tmp_path / "course.yaml").write_text("format: 1\nid: mine\ntitel: Mine\nweeks: []\n")

    done = robolab("--check", str(tmp_path), "--course", str(tmp_path), cwd=tmp_path)

    assert done.returncode == ExitCode.USAGE
    assert "course.yaml, line 3" in done.stderr
    assert 'Did you mean "title"?' in done.stderr


def test_the_app_without_a_terminal_says_what_to_use_instead(tmp_path: Path) -> None:
    done = robolab(cwd=tmp_path)

    assert done.returncode == ExitCode.USAGE
    assert "--check" in done.stderr


def test_a_report_that_cannot_be_written_is_the_environments_fault(tmp_path: Path) -> None:
    there = tmp_path / "no" / "such" / "folder.txt"

    done = robolab("--check", str(begun(tmp_path)), "--output", str(there), cwd=tmp_path)

    assert done.returncode == ExitCode.ENVIRONMENT
    assert str(there) in done.stderr


def test_the_doctor_names_a_missing_git_identity_and_its_fix(tmp_path: Path) -> None:
    done = robolab("doctor", cwd=tmp_path)

    assert done.returncode == ExitCode.ENVIRONMENT
    assert "git config --global user.name" in done.stdout


@pytest.mark.parametrize("words", [["--help"], ["course", "--help"], ["--version"]])
def test_help_is_at_hand(words: list[str], tmp_path: Path) -> None:
    assert robolab(*words, cwd=tmp_path).returncode == ExitCode.PASS


@pytest.mark.parametrize("name", [None, *SHIPPED])
def test_a_shipped_course_has_no_fault(name: str | None, tmp_path: Path) -> None:
    # What its samples prove is tests/lab_tasks/samples/test_proof.py.
    done = robolab("course", "lint", *([name] if name else []), "--no-samples", cwd=tmp_path)

    assert done.returncode == ExitCode.PASS, done.stdout


def test_a_fault_of_a_course_is_one_line_with_its_place_and_remedy(tmp_path: Path) -> None:
    outline = tmp_path / "course.yaml"
    outline.write_text("format: 1\nid: mine\ntitel: Mine\nweeks: []\n")

    done = robolab("course", "lint", str(tmp_path), cwd=tmp_path)

    assert done.returncode == ExitCode.FAIL
    (line,) = done.stdout.splitlines()
    assert line.startswith(f"{outline}:3: titel: ")
    assert line.endswith('Did you mean "title"?')


def test_the_runs_are_listed_for_people_and_for_programs(tmp_path: Path) -> None:
    sample.solved_workspace(tmp_path, commit=False)

    told = robolab("--workspace", str(tmp_path), "runs", cwd=tmp_path)
    listed = robolab("--workspace", str(tmp_path), "runs", "--format", "json", cwd=tmp_path)

    facts = json.loads(listed.stdout)
    lines = told.stdout.splitlines()
    assert all(fact["id"] in line for fact, line in zip(facts, lines, strict=True))
    assert {"evaluate-act-01", "train-act-01"} <= {fact["id"] for fact in facts}
    assert all(fact["succeeded"] for fact in facts)


@pytest.mark.parametrize("file", ["course", "day"])
def test_the_schema_of_a_file_is_printed(tmp_path: Path, file: str) -> None:
    done = robolab("course", "schema", file, cwd=tmp_path)

    assert "$defs" in json.loads(done.stdout)


def test_the_report_of_a_week_goes_into_the_file_named(tmp_path: Path) -> None:
    sample.solved_workspace(tmp_path / "ada")
    report = tmp_path / "report.json"

    done = robolab(
        *("--check", str(tmp_path / "ada"), "--week", "3"),
        *("--format", "json", "--output", str(report)),
        cwd=tmp_path,
    )

    assert done.stdout == ""
    assert "day19" in report.read_text(encoding="utf-8")
    assert "day21" in report.read_text(encoding="utf-8")


def test_another_repositorys_code_runs_for_nobody_who_did_not_trust_it(tmp_path: Path) -> None:
    words = ("--day", "21", "--headless", "--source", str(tmp_path / "theirs"))

    done = robolab(*words, "--workspace", str(tmp_path), cwd=tmp_path)

    assert done.returncode == ExitCode.USAGE
    assert "Say so with --trust" in done.stderr
    assert list(tmp_path.iterdir()) == []


def words_of(command: argparse.ArgumentParser) -> set[str]:
    """Return every option, positional and subcommand below a parser, as a user writes them."""
    found: set[str] = set()
    for action in command._actions:
        found |= {option for option in action.option_strings if option.startswith("--")}
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                found |= {name} | words_of(below)
        elif not action.option_strings:
            found.add(str(action.metavar or action.dest))
    return found


@pytest.mark.parametrize("word", sorted(words_of(parser()) - {"path", "file"}))
def test_every_word_of_the_command_line_is_documented(word: str) -> None:
    assert re.search(rf"`[^`\n]*(?<![\w-]){re.escape(word)}(?![\w-])[^`\n]*`", COMMANDS_PAGE)


@pytest.mark.parametrize(
    "words",
    [
        ["--workspace", "there", "queue", "limit", "2"],
        ["queue", "--workspace", "there", "limit", "2"],
        ["queue", "limit", "2", "--workspace", "there"],
    ],
)
def test_the_workspace_is_named_before_or_behind_a_command(words: list[str]) -> None:
    read = parser().parse_args(words)

    assert (read.workspace, read.course) == (Path("there"), None)
    assert (read.command, read.queue_action, read.limit) == ("queue", "limit", 2)


def test_the_profiles_of_the_command_line_are_those_of_the_courses() -> None:
    assert options.PROFILES == PROFILES


def test_a_runs_profile_may_stand_on_both_sides() -> None:
    assert parser().parse_args(["run", "train-act"]).profile is None
    assert parser().parse_args(["--profile", "full", "run", "train-act"]).profile == "full"
    assert parser().parse_args(["run", "train-act", "--profile", "quick"]).profile == "quick"


@pytest.mark.parametrize(
    "words", [["queue", "limit", "0"], ["report", "a", "--steps", "1000,x"], ["open"], ["run"]]
)
def test_a_command_misused_is_wrong_usage(words: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        parser().parse_args(words)

    assert left.value.code == ExitCode.USAGE
