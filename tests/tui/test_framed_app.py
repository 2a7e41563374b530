"""FramedApp: what moves behind an opaque screen costs the front nothing; behind a dim one it is
seen.
"""

import time

import pytest
from lab_fixture import text_of, until
from textual.app import ComposeResult
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from tui.framed_app import FramedApp
from tui.themes import DAY


class Behind(Screen[None]):
    def compose(self) -> ComposeResult:
        yield Static("behind 0", id="words")


class Opaque(Screen[None]):
    def compose(self) -> ComposeResult:
        yield Static("in front")


class Dim(ModalScreen[None]):
    DEFAULT_CSS = "Dim { background: $background 60%; align: center middle; }"

    def compose(self) -> ComposeResult:
        yield Static("in front")


@pytest.mark.parametrize(("front", "is_seen"), [(Opaque, False), (Dim, True)])
async def test_the_front_is_painted_for_what_moves_behind_it_only_where_that_is_seen(
    front: type[Screen[None]], is_seen: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with FramedApp().run_test(size=(40, 10)) as pilot:
        behind, shown = Behind(), front()
        await pilot.app.push_screen(behind)
        await pilot.app.push_screen(shown)
        await until(pilot, lambda: "in front" in text_of(shown))
        painted: list[float] = []
        paint = shown._compositor_refresh

        def noted() -> None:
            painted.append(time.monotonic())
            paint()

        monkeypatch.setattr(shown, "_compositor_refresh", noted)
        began_s = time.monotonic()  # the first frames are still being painted
        await until(pilot, lambda: time.monotonic() - max([began_s, *painted]) > 0.2)
        painted.clear()

        words = behind.query_one("#words", Static)
        for number in range(1, 4):
            words.update(f"behind {number}")
            await pilot.pause(0.1)

        assert bool(painted) is is_seen
        assert len(painted) < 30, "and each move once, not for ever"


async def test_a_screen_that_was_hidden_while_the_terminal_grew_has_its_size() -> None:
    async with FramedApp().run_test(size=(40, 10)) as pilot:
        behind = Behind()
        await pilot.app.push_screen(behind)
        await pilot.app.push_screen(Opaque())
        await pilot.resize_terminal(60, 20)
        behind.query_one("#words", Static).update("behind, and wider than it was before it was hid")
        pilot.app.theme = DAY.name

        pilot.app.pop_screen()

        await until(pilot, lambda: "before it was hid" in text_of(behind))
        assert behind.size == (60, 20)
