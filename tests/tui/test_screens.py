"""The screens in front of the lab: first start, commit, runs, comparison, damage, fresh clone."""

import subprocess
import tempfile
from pathlib import Path

import pytest
from lab_fixture import Lab, opened, step, text_of, until
from textual.widgets import Input, Static, TextArea

from course.model import Course, Day, Step, Week
from lab_tasks.commits import committing, plumbing, repository
from lab_tasks.lab.lab_environment import Missing
from lab_tasks.progress import progress
from lab_tasks.progress.progress import ProgressUnwritable
from lab_tasks.workspace import Workspace
from tui.app import LabApp
from tui.exit_code import ExitCode
from tui.open_request import OpenRequest
from tui.rules import progress_edits, run_start
from tui.screens.commit import CommitScreen
from tui.screens.compare import CompareScreen
from tui.screens.confirm import Confirm
from tui.screens.damaged import DamagedScreen
from tui.screens.first_start import FirstStart
from tui.screens.fresh_clone import FreshCloneScreen
from tui.screens.help import HelpScreen
from tui.screens.lab import LabScreen
from tui.screens.reader import ReaderScreen
from tui.screens.runs import RunsScreen
from tui.session.messages import LabStateChanged


async def test_enter_accepts_the_first_start(course: Course, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "new" / "robot-lab")
    async with LabApp(lambda: OpenRequest(course, workspace)).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, FirstStart))
        await until(pilot, lambda: "git repository" in text_of(pilot.app.screen))

        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, LabScreen), "the lab")

    assert progress.load(workspace).profile == "quick"
    for name in (".git", ".gitignore", "requirements.txt"):
        assert (workspace.root / name).exists(), name


async def test_the_first_start_begins_with_the_profile_under_the_cursor(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.rules.first_profile.first_profile", lambda: "quick")
    workspace = Workspace(tmp_path / "robot-lab")
    request = OpenRequest(course, workspace)
    async with LabApp(lambda: request).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, FirstStart))
        await pilot.press("down", "enter")
        await until(pilot, workspace.progress_path.exists, "the start")

    assert progress.load(workspace).profile == "full"


async def test_the_first_start_is_explained_before_anything_is_made(
    course: Course, tmp_path: Path
) -> None:
    request = OpenRequest(course, Workspace(tmp_path / "robot-lab"))
    async with LabApp(lambda: request).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "? explains" in text_of(pilot.app.screen), "the offer")
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen), "the help")
        for words in ("The first start", "enter ", "q ", "Leave"):
            await until(pilot, lambda words=words: words in text_of(pilot.app.screen), words)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, FirstStart), "the question")

        assert not request.workspace.root.exists()


async def test_a_first_start_where_nothing_can_be_written_says_so_and_can_be_left(
    course: Course, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    app = LabApp(lambda: OpenRequest(course, Workspace(tmp_path / "file" / "lab")))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, FirstStart))

        await pilot.press("enter")
        await until(pilot, lambda: "--workspace PATH" in text_of(app.screen), "the remedy")
        await pilot.press("q")

    assert app.return_value == ExitCode.ENVIRONMENT
    assert (tmp_path / "file").read_text() == "in the way"


async def test_a_commit_names_what_is_missing_then_is_made(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("user.name", "user.email"):
        subprocess.run(["git", "config", "--unset", name], cwd=lab.workspace.root, check=True)
    async with lab.open().run_test(size=(120, 36)) as pilot:
        await opened(pilot)
        await pilot.press("g")
        await until(pilot, lambda: "git does not know who you are" in text_of(pilot.app.screen))
        screen = pilot.app.screen
        assert isinstance(screen, CommitScreen)
        assert screen.reason_against("commit")

        screen.query_one("#name", Input).value = "Ada Student"
        screen.query_one("#email", Input).value = "ada@example.org"
        screen.query_one("#email", Input).focus()
        await pilot.press("enter")
        await until(pilot, lambda: not screen.reason_against("commit"), "the identity")
        screen.query_one(TextArea).text = "My first Day"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, LabScreen), "the commit")

    said = subprocess.run(
        ["git", "log", "-1", "--format=%s by %an"],
        cwd=lab.workspace.root,
        check=True,
        capture_output=True,
        text=True,
    )
    assert said.stdout.strip() == "My first Day by Ada Student"
    assert "course-progress.yaml" in plumbing.head_blobs(lab.workspace.root)


async def test_a_commit_that_cannot_be_worked_out_says_so(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(committing, "plan", _refuse)
    async with lab.open().run_test(size=(120, 36)) as pilot:
        await opened(pilot)
        await pilot.press("g")

        await until(pilot, lambda: "cannot be worked out" in text_of(pilot.app.screen))
        await until(pilot, lambda: "run.lock" in text_of(pilot.app.screen))


async def test_a_run_whose_inputs_cannot_be_read_is_refused_with_the_reason(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_start, "resolve", _refuse)
    async with lab.open().run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        screen.checklist.move_to("make-demos")
        await pilot.press("enter")

        await until(pilot, lambda: "cannot be read" in text_of(screen), "the reason")

        assert not screen.state.runs


def _refuse(*_: object) -> None:
    raise PermissionError(13, "Permission denied", "run.lock")


async def test_runs_lists_every_run_and_enter_watches_one(lab: Lab) -> None:
    async with lab.open().run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        screen.checklist.move_to("make-demos")
        await pilot.press("enter")
        await until(pilot, lambda: step(screen, "make-demos").is_done, "the tick")
        screen.checklist.move_to("glossary")

        await pilot.press("r")
        await until(pilot, lambda: isinstance(pilot.app.screen, RunsScreen))
        await until(pilot, lambda: "100/100" in text_of(pilot.app.screen), "the figures")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, LabScreen))

        assert screen.checklist.step_id == "make-demos"


async def test_the_log_of_another_run_stays_followed(lab: Lab) -> None:
    async with lab.open().run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        screen.checklist.move_to("make-demos")
        await pilot.press("enter")
        await until(pilot, lambda: screen.state.runs, "the Run")
        screen.checklist.move_to("glossary")
        await pilot.press("r")
        await until(pilot, lambda: isinstance(pilot.app.screen, RunsScreen))
        await pilot.press("l")
        await until(pilot, lambda: "plain line" in text_of(pilot.app.screen), "the log")

        screen.on_lab_state_changed(LabStateChanged())

        assert "plain line" in text_of(pilot.app.screen)


async def test_a_comparison_without_evaluations_says_what_is_missing(lab: Lab) -> None:
    async with lab.open().run_test(size=(120, 36)) as pilot:
        await opened(pilot)
        await pilot.press("p")
        await until(pilot, lambda: isinstance(pilot.app.screen, CompareScreen))
        screen = pilot.app.screen
        await until(pilot, lambda: "Train ACT" in text_of(screen), "the table")

        await pilot.press("w")
        await until(pilot, lambda: "is missing" in text_of(screen), "the reason")

        assert not (lab.workspace.root / "docs").exists()


async def test_a_damaged_progress_file_is_shown_and_restored(lab: Lab) -> None:
    progress.tick(lab.workspace, "robo47/day19/glossary", "attested")
    progress.tick(lab.workspace, "robo47/day19/paper", "attested")
    lab.workspace.progress_path.write_text("steps: [")
    async with lab.open().run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DamagedScreen), "the damage")
        await until(pilot, lambda: "Nothing was overwritten" in text_of(pilot.app.screen))
        assert lab.workspace.progress_path.read_text() == "steps: ["

        await pilot.press("r")
        screen = await opened(pilot)

        await until(pilot, lambda: step(screen, "glossary").is_done, "the ticks")


async def test_a_tick_that_cannot_be_saved_is_kept_and_saved_later(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    tick = progress.tick
    full = ProgressUnwritable(lab.workspace.progress_path, "No space left", "Free some space")

    def refuse(*_: object, **__: object) -> None:
        raise full

    monkeypatch.setattr(progress_edits.progress, "tick", refuse)
    async with lab.open().run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        await pilot.press("space")
        await until(pilot, lambda: "Your tick is kept" in text_of(screen), "the banner")

        monkeypatch.setattr(progress_edits.progress, "tick", tick)

        await until(pilot, lambda: step(screen, "glossary").is_done, "the saved tick")
        await until(pilot, lambda: "Your tick is kept" not in text_of(screen))


async def test_without_a_lab_the_app_offers_to_make_one(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = Missing("No Python with lerobot was found.", "Let the app make one.")
    monkeypatch.setattr("lab_tasks.lab.lab_environment.find", lambda workspace=None: missing)
    async with lab.open().run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        await until(pilot, lambda: "no lab yet" in text_of(screen), "the header")
        screen.checklist.move_to("make-demos")

        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm), "the offer")
        await until(pilot, lambda: "Let the app make one" in text_of(pilot.app.screen))
        await pilot.press("n")

        assert not screen.state.runs


async def test_day_21_opens_with_the_fresh_clone_test_in_front_and_asks(lab: Lab) -> None:
    async with lab.open(day=21).run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, FreshCloneScreen), "the test")
        await until(pilot, lambda: "with your rights" in text_of(pilot.app.screen), "the notice")
        assert not lab.workspace.reproductions_dir.exists()

        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Nothing was cloned" in text_of(pilot.app.screen), "the outcome")
        outcome = str(pilot.app.screen.query_one("#outcome", Static).render())

    assert "Nothing has been committed in" in outcome
    assert "Commit the Day in the workspace, then start the fresh-clone test again." in outcome
    assert "g commits the Day" in outcome
    assert "Commit the report" not in outcome
    assert (lab.workspace.root / "REPRODUCTION.md").exists()


async def test_a_day_that_reproduces_its_own_evaluation_opens_with_its_first_step(
    lab: Lab,
) -> None:
    async with lab.open(day=35).run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        await until(pilot, lambda: "Learn the Day's words" in text_of(screen), "the checklist")
        assert pilot.app.screen is screen


async def test_another_source_leaves_the_students_own_report_alone(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    repository.init(Workspace(tmp_path / "other"))
    own = lab.workspace.root / "REPRODUCTION.md"
    own.write_text("mine")
    async with lab.open(day=21).run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, FreshCloneScreen), "the test")
        pilot.app.screen.query_one("#source", Input).value = str(tmp_path / "other")

        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Your own report" in text_of(pilot.app.screen), "the report")

    assert own.read_text() == "mine"
    assert not lab.workspace.reproductions_dir.exists()
    assert list((tmp_path / "scratch").glob("*/REPRODUCTION.md"))


async def test_enter_opens_a_text_and_escape_comes_back(lab: Lab) -> None:
    async with lab.open().run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReaderScreen))
        await until(pilot, lambda: "say aloud" in text_of(pilot.app.screen), "the text")

        await pilot.press("escape")

        assert isinstance(pilot.app.screen, LabScreen)


async def test_titles_are_never_markup(
    tmp_path: Path,
) -> None:
    course = _course_with_titles(tmp_path, "Sim [/b] to [real]")
    async with LabApp(lambda: OpenRequest(course, Workspace(tmp_path / "[new]"))).run_test(
        size=(120, 36)
    ) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, FirstStart))
        await until(pilot, lambda: "Welcome to Sim [/b] to [real]" in text_of(pilot.app.screen))

        await pilot.press("enter")
        screen = await opened(pilot)
        await pilot.press("o")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReaderScreen))
        await until(pilot, lambda: "Sim [/b] to [real]" in text_of(pilot.app.screen), "the Day")
        await pilot.press("escape", "t")

        assert "Sim [/b] to [real]" in str(screen.course_tree.root.children[0].label)
        assert "Sim [/b] to [real]" in str(screen.step_text._border_title)


def _course_with_titles(folder: Path, title: str) -> Course:
    step = Step(id="words", title=title, kind="read", minutes=5, text="Read.")
    day = Day(
        id="day01",
        number=1,
        title=title,
        objectives=(),
        sources=(),
        steps=(step,),
        commit_message="",
    )
    weeks = (Week(number=1, title=title, days=(day,)),)
    return Course(id="hostile", title=title, weeks=weeks, folder=str(folder))


async def test_the_profile_is_switched_and_shown(lab: Lab) -> None:
    async with lab.open().run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)

        await pilot.press("P")
        await until(pilot, lambda: screen.state.profile == "full", "the profile")

        assert progress.load(lab.workspace).profile == "full"
        assert step(screen, "make-demos").state == "not needed"
