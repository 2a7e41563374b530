"""Stories of the log, full screen: it is read where one stands, followed, and searched."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from lab_fixture import text_of, until
from textual import events
from textual.app import App
from textual.pilot import Pilot

from lab_tasks.logs import log_search
from tui.screens.log import LogScreen
from tui.session import log_feed, log_seeking
from tui.themes import NIGHT
from tui.widgets.log_view import LogView
from tui.widgets.painted_lines import selected_style

NAMES = {"/": "slash", " ": "space", ":": "colon", "%": "percent_sign"}


class LogApp(App[int]):
    """Shows one log and nothing else: it needs no Workspace."""

    def __init__(self, path: Path, state: Callable[[], str] | None = None) -> None:
        super().__init__()
        self.register_theme(NIGHT)
        self.theme = NIGHT.name
        self.shown = LogScreen(path, "mine", state)

    def on_mount(self) -> None:
        self.push_screen(self.shown)


@asynccontextmanager
async def opened(
    path: Path, state: Callable[[], str] | None = None
) -> AsyncIterator[tuple[Pilot[int], LogScreen]]:
    app = LogApp(path, state)
    async with app.run_test(size=(100, 20)) as pilot:
        await until(pilot, lambda: app.screen is app.shown and app.shown.is_mounted, "the screen")
        yield pilot, app.shown


async def seen(pilot: Pilot[int], *words: str) -> str:
    """Return what the screen shows as soon as all of these words stand on it."""
    await until(pilot, lambda: all(w in text_of(pilot.app.screen) for w in words), f"{words}")
    return text_of(pilot.app.screen)


async def type_in(pilot: Pilot[int], text: str) -> None:
    await pilot.press(*(NAMES.get(letter, letter) for letter in text), "enter")


def burst(app: App[int], text: str) -> None:
    """Send keys as a paste or a slow line brings them: all at once, and enter behind them."""
    for letter in text:
        app.post_message(events.Key(NAMES.get(letter, letter), letter))
    app.post_message(events.Key("enter", "\r"))


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    path = tmp_path / "train.log"
    lines = [f"INFO step:{number} loss:{1000 - number}" for number in range(1, 1001)]
    lines[99] = "ValueError: it broke"
    lines[499] = "WARNING: slow"
    path.write_text("\n".join(lines) + "\n")
    return path


async def test_it_opens_at_its_end_and_says_where_that_is(steps: Path) -> None:
    async with opened(steps) as (pilot, _):
        shown = await seen(pilot, "step:1000 ", "line 984 · 100% of", "following")

    assert "step:983 " not in shown, "as many lines as there is room for"
    assert str(steps) in shown or steps.name in shown


async def test_a_new_line_is_shown_while_it_is_followed_and_not_while_one_stays(
    steps: Path,
) -> None:
    async with opened(steps) as (pilot, screen):
        await seen(pilot, "step:1000 ")
        with steps.open("a") as file:
            file.write("INFO step:1001 loss:0\n")
        await seen(pilot, "step:1001 ")

        await pilot.press("f")
        await seen(pilot, "Staying here")
        with steps.open("a") as file:
            file.write("INFO step:1002 loss:0\n")
        view = screen.query_one(LogView)
        await until(pilot, lambda: view.pages and view.pages.size_bytes == steps.stat().st_size)
        assert "step:1002 " not in text_of(pilot.app.screen)

        await pilot.press("f")
        await seen(pilot, "step:1002 ")


async def test_the_keys_move_through_all_of_it(steps: Path) -> None:
    async with opened(steps) as (pilot, _):
        await seen(pilot, "step:1000 ")
        await pilot.press("g")
        assert "following" not in await seen(pilot, "step:1 ", "line 1 ")
        await pilot.press("down", "j", "pagedown")
        assert "step:2 " not in await seen(pilot, "line 19 ")
        await pilot.press("up", "b", "b", "b")
        await seen(pilot, "step:1 ", "line 1 ")
        await pilot.press("G")
        await seen(pilot, "step:1000 ", "following")


async def test_one_goes_to_a_share_and_to_a_line(steps: Path) -> None:
    async with opened(steps) as (pilot, _):
        await seen(pilot, "line 984")
        await pilot.press("colon")
        await type_in(pilot, "400")
        await seen(pilot, "line 400 ", "step:400 ")
        await pilot.press("colon")
        await type_in(pilot, "50%")
        await seen(pilot, "line 50")
        await pilot.press("colon")
        await type_in(pilot, "2000")
        await seen(pilot, "There is no line 2000")


async def test_a_word_is_found_from_match_to_match(steps: Path) -> None:
    async with opened(steps) as (pilot, screen):
        await seen(pilot, "step:1000 ")
        await pilot.press("n")
        await seen(pilot, "/ asks what")
        await pilot.press("slash")
        await type_in(pilot, "STEP:77")
        await seen(pilot, "Nothing more above.")
        await pilot.press("g", "slash")
        await type_in(pilot, "/step:7[78] /")
        view = screen.query_one(LogView)
        here = lambda: next(line.text for line in view.lines if line.start == view.here)  # noqa: E731
        await until(pilot, lambda: view.here and "step:77 " in here(), "the first")
        await pilot.press("n")
        await until(pilot, lambda: "step:78 " in here(), "the next")
        await pilot.press("n")
        await seen(pilot, "Nothing more below.")
        await pilot.press("N")
        await until(pilot, lambda: "step:77 " in here(), "the first again")
        await pilot.press("slash")
        await type_in(pilot, "/(/")
        await seen(pilot, "is no regular expression")


async def test_what_is_not_found_on_one_side_is_offered_on_the_other(steps: Path) -> None:
    async with opened(steps) as (pilot, _):
        await seen(pilot, "step:1000 ")
        await pilot.press("slash")
        await type_in(pilot, "step:2000")
        assert "n looks below" not in await seen(pilot, "Nothing more above.")  # it is the end
        await pilot.press("colon")
        await type_in(pilot, "600")
        await seen(pilot, "line 600 ")
        await pilot.press("slash")
        await type_in(pilot, "step:77 ")
        await seen(pilot, "Nothing more below. N looks above.")
        await pilot.press("N")
        await seen(pilot, "step:77 ")
        await pilot.press("N")
        await seen(pilot, "Nothing more above. n looks below.")
        await pilot.press("E")
        await seen(pilot, "Nothing more above. e looks below.")
        await pilot.press("g", "slash")
        await type_in(pilot, "step:2000")
        assert "looks above" not in await seen(pilot, "Nothing more below.")  # it was all of it


async def test_errors_are_marked_and_found(steps: Path) -> None:
    async with opened(steps) as (pilot, _):
        await seen(pilot, "step:1000 ")
        await pilot.press("e")
        await seen(pilot, "! WARNING: slow")
        await pilot.press("E")
        await seen(pilot, "× ValueError: it broke")
        await pilot.press("e")
        await seen(pilot, "! WARNING: slow")


async def test_a_long_search_shows_how_far_it_is_and_ends_when_asked(
    steps: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(pages: object, wanted: object, offset: int) -> log_search.Unfinished:
        time.sleep(0.05)
        return log_search.Unfinished(steps.stat().st_size // 2)

    monkeypatch.setattr(log_seeking, "find_before", never)
    async with opened(steps) as (pilot, _):
        await seen(pilot, "step:1000 ")
        await pilot.press("slash")
        await type_in(pilot, "x")
        await seen(pilot, "looking … 50%")
        await pilot.press("escape")
        await until(pilot, lambda: "looking" not in text_of(pilot.app.screen), "the end of it")
        assert isinstance(pilot.app.screen, LogScreen)


async def test_an_expression_without_end_holds_up_nothing_and_ends_when_asked(
    tmp_path: Path,
) -> None:
    path = tmp_path / "endless.log"
    path.write_text("first\n" + "=" * 80 + "\nlast\n")

    async with opened(path) as (pilot, _):
        await seen(pilot, "last")
        await pilot.press("slash")
        await type_in(pilot, "/(=+)+x/")
        await seen(pilot, "looking … ")
        await pilot.press("escape")
        await until(pilot, lambda: "looking" not in text_of(pilot.app.screen), "the end of it")
        await pilot.press("slash")
        await type_in(pilot, "first")
        await seen(pilot, "first", "line 1 ")


@pytest.mark.parametrize("word", ["step:77", "/step:77+/"])
async def test_a_search_in_a_log_that_is_gone_says_so(steps: Path, word: str) -> None:
    async with opened(steps) as (pilot, _):
        await seen(pilot, "step:1000 ")
        await pilot.press("slash")
        await type_in(pilot, word)
        await until(pilot, lambda: "following" not in text_of(pilot.app.screen), "it was found")
        steps.unlink()
        await pilot.press("n")
        await seen(pilot, "such", "directory")  # a long path breaks the line anywhere


async def test_what_is_right_of_the_screen_is_reached(tmp_path: Path) -> None:
    path = tmp_path / "wide.log"
    path.write_text("a" * 150 + "needle" + "z" * 20 + "\n" + "x" * 9000 + "\n")

    async with opened(path) as (pilot, screen):
        await seen(pilot, "aaa")
        await pilot.press(*["right"] * 5)
        await seen(pilot, "needle")
        await pilot.press("0", "g", "slash")
        await type_in(pilot, "needle")
        await seen(pilot, "needle")
        screen.query_one(LogView).action_sideways(260)
        assert "needle" not in await seen(pilot, "(+ 5.0 kB of this line)")


async def test_a_log_may_come_later_and_begin_anew(tmp_path: Path) -> None:
    path = tmp_path / "later.log"

    async with opened(path, lambda: "● running") as (pilot, _):
        await seen(pilot, "nothing printed yet", "● running")
        await pilot.press("e")
        await seen(pilot, "is not there yet")
        path.write_text("the first\n")
        await seen(pilot, "the first")
        path.write_text("new\n")
        shown = await seen(pilot, "new")

    assert "the first" not in shown


async def test_what_a_log_says_acts_on_nothing(tmp_path: Path) -> None:
    path = tmp_path / "hostile.log"
    path.write_bytes(
        b"[bold]x[/foo] [@click=app.quit]y[/]\x1b[2J\x1b]0;owned\x07\xe2\x80\xae end\n"
    )

    async with opened(path) as (pilot, _):
        shown = await seen(pilot, "[bold]x[/foo] [@click=app.quit]y[/]", "end")

    assert not set(shown) & set("\x1b\x07")


async def test_keys_that_come_at_once_behind_the_sign_are_what_is_looked_for(steps: Path) -> None:
    async with opened(steps) as (pilot, screen):
        burst(pilot.app, "/loss:41")
        await until(pilot, lambda: screen.query_one(LogView).here is not None, "the match")
        shown = await seen(pilot, "step:959 loss:41")
        assert "a share of the log" not in shown

        burst(pilot.app, ":1%")
        await seen(pilot, "step:12 ")


async def test_a_log_can_be_searched_before_its_first_look(
    steps: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_feed, "LOOK_EVERY_S", 60.0)
    async with opened(steps) as (pilot, screen):
        burst(pilot.app, "/loss:41")
        await until(pilot, lambda: screen.query_one(LogView).here is not None, "the match")


async def test_lines_are_selected_with_the_mouse_and_copied(steps: Path) -> None:
    async with opened(steps) as (pilot, screen):
        await seen(pilot, "step:1000")
        view = screen.query_one(LogView)
        first = len(view.lines) - 2

        await pilot.mouse_down(view, offset=(9, first + 1))  # border and padding before the text
        await pilot.hover(view, offset=(13, first + 2))
        await pilot.mouse_up(view, offset=(13, first + 2))
        await pilot.press("ctrl+c")

        assert pilot.app.clipboard == "step:999 loss:1\nINFO step:"
        styles = [piece.style for piece in view.render_line(first) if piece.style]
        assert any(s.bgcolor == selected_style(view).bgcolor != s.color for s in styles)

        with steps.open("a") as file:
            file.write("another\n")
        await seen(pilot, "Staying here; f follows again.")
        assert screen.get_selected_text() == "step:999 loss:1\nINFO step:"
        await pilot.press("f")
        await seen(pilot, "another")
        assert screen.get_selected_text() is None, "the rows hold other lines now"


async def test_in_a_short_log_a_new_line_leaves_what_is_selected(tmp_path: Path) -> None:
    path = tmp_path / "short.log"
    path.write_text("one\ntwo\nthree\n")
    async with opened(path) as (pilot, screen):
        await seen(pilot, "three")
        view = screen.query_one(LogView)
        await pilot.mouse_down(view, offset=(4, 1))
        await pilot.hover(view, offset=(6, 2))
        await pilot.mouse_up(view, offset=(6, 2))
        chosen = screen.get_selected_text()

        with path.open("a") as file:
            file.write("four\n")
        await seen(pilot, "four")

        assert chosen
        assert screen.get_selected_text() == chosen
