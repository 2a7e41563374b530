"""A student looks a term up, wherever they are."""

from lab_fixture import Lab, opened, text_of, until
from textual.widgets import Input

from tui.screens.glossary import GlossaryScreen
from tui.screens.lab import LabScreen
from tui.screens.reader import ReaderScreen
from tui.screens.runs import RunsScreen


async def test_a_term_is_found_by_typing_from_any_screen_and_its_day_is_opened(lab: Lab) -> None:
    async with lab.open().run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        for key, kind in (("r", RunsScreen), ("o", ReaderScreen)):
            await pilot.press(key)
            await until(pilot, lambda kind=kind: isinstance(pilot.app.screen, kind))
            await pilot.press("ctrl+g", *"bit-")
            await until(pilot, lambda: "Equal in every digit" in text_of(pilot.app.screen), "it")
            await pilot.press("enter")
            assert isinstance(pilot.app.screen, kind)
            await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)

        await pilot.press("ctrl+g")
        found = pilot.app.screen
        assert isinstance(found, GlossaryScreen)
        await until(pilot, lambda: "Day 78 of llm-to-vla" in _all(found), "the other Course")
        await pilot.press(*"action chunk")
        await until(pilot, lambda: "Day 19" in text_of(found), "both meanings")
        found.query_one(Input).value = "no such words"
        await until(pilot, lambda: "No term and no meaning" in text_of(found), "nothing")
        found.query_one(Input).value = "bit-identical"
        await until(pilot, lambda: "Day 21" in text_of(found), "its Day")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, LabScreen), "the lab")

        assert screen.day.number == 21


def _all(screen: GlossaryScreen) -> str:
    return " ".join(screen._places(entry.places) for entry in screen._entries)
