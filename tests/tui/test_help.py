"""`?` explains every screen in which nobody types, and `q` leaves it."""

import pytest
from lab_fixture import Lab, opened, until
from test_screen_docs import screens
from textual.binding import Binding
from textual.widgets import Input, Static

from tui.exit_code import ExitCode
from tui.screens.commit import CommitScreen
from tui.screens.compare import CompareScreen
from tui.screens.confirm import Confirm, ask
from tui.screens.damaged import DamagedScreen
from tui.screens.editor import EditorScreen
from tui.screens.editor_saving import EditorSaving
from tui.screens.fresh_clone import FreshCloneScreen
from tui.screens.help import HelpScreen
from tui.screens.lab import LabScreen
from tui.screens.log import LogScreen
from tui.screens.monitor import MonitorScreen
from tui.screens.opening import OpeningScreen
from tui.screens.page import Page
from tui.screens.reader import ReaderScreen
from tui.screens.runs import RunsScreen

TYPED = {Page, CommitScreen, EditorSaving, EditorScreen}
OWN_HELP = {LabScreen, MonitorScreen, OpeningScreen}
PAGES = [each for each in screens() if issubclass(each, Page) and "BINDINGS" in vars(each)]


@pytest.mark.parametrize("page", [p for p in PAGES if p not in TYPED], ids=lambda p: p.__name__)
def test_a_page_is_explained_by_one_key_and_left_by_another(page: type[Page]) -> None:
    bound = {key for b in page.BINDINGS if isinstance(b, Binding) for key in b.key.split(",")}

    assert {"question_mark", "q"} <= bound
    assert all(page.ABOUT) or page in OWN_HELP


@pytest.mark.parametrize(
    ("key", "page", "title"),
    [
        ("r", RunsScreen, "The Runs"),
        ("p", CompareScreen, "The comparison"),
        ("o", ReaderScreen, "The text"),
        ("f", FreshCloneScreen, "The fresh-clone test"),
    ],
)
async def test_a_screen_tells_of_itself_and_lets_one_go(
    key: str, page: type[Page], title: str, lab: Lab
) -> None:
    async with lab.open().run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        await pilot.press(key)
        await until(pilot, lambda: isinstance(pilot.app.screen, page), title)

        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen), "the help")
        await until(pilot, lambda: pilot.app.screen.query(Static), "its words")
        told = str(pilot.app.screen.query_one(Static).render())
        assert told.startswith(f"{title}\n")
        assert "esc" in told.partition("Keys")[2]

        await pilot.press("q")
        await until(pilot, lambda: isinstance(pilot.app.screen, page), title)
        await pilot.press("q")
        await until(pilot, lambda: pilot.app.screen is screen, "the lab")


@pytest.mark.parametrize("key", ["q", "escape"])
async def test_a_question_is_left_unanswered_and_a_damaged_file_as_it_is(
    key: str, lab: Lab
) -> None:
    agreed: list[bool] = []
    async with lab.open().run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        ask(pilot.app, "Really?", "Yes", lambda: agreed.append(True))
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm), "the question")
        await pilot.press(key)
        await until(pilot, lambda: pilot.app.screen is screen, "the lab")
    lab.workspace.progress_path.write_text("steps: [")
    app = lab.open()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DamagedScreen), "the damage")
        await pilot.press(key)

    assert agreed == []
    assert app.return_value == ExitCode.ENVIRONMENT
    assert lab.workspace.progress_path.read_text() == "steps: ["


async def test_what_is_typed_into_a_search_is_no_key(lab: Lab) -> None:
    (lab.workspace.root / "notes.log").write_text("why? quick\n")
    async with lab.open().run_test(size=(120, 36)) as pilot:
        await opened(pilot)
        log = LogScreen(lab.workspace.root / "notes.log", "notes")
        await pilot.app.push_screen(log)

        await pilot.press("slash", "question_mark", "q")
        await until(pilot, lambda: log.query_one(Input).value == "?q", "what was typed")
        await pilot.press("escape", "q")

        await until(pilot, lambda: isinstance(pilot.app.screen, LabScreen), "the lab")
