"""PaintedLines: only what differs is painted, and what is seen can be selected."""

import pytest
from lab_fixture import text_of, until
from rich.text import Text
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.screen import Screen
from textual.widgets import Static

from tui.widgets.live_text import LiveText
from tui.widgets.painted_lines import PaintedLines


class Watched(PaintedLines):
    """Notes what it asks to be painted."""

    DEFAULT_CSS = "Watched { height: 3; }"
    asked: tuple[Region, ...] = ()

    def refresh(self, *regions: Region, **options: bool) -> "Watched":
        self.asked += regions
        return super().refresh(*regions, **options)


class Both(App[None]):
    def compose(self) -> ComposeResult:
        yield Watched()
        yield LiveText()
        yield Static("below")


class Pane(App[None]):
    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield LiveText()


def lines(*words: str) -> list[Text]:
    return [Text(word) for word in words]


async def test_only_the_lines_that_differ_are_painted() -> None:
    async with Both().run_test(size=(30, 10)) as pilot:
        widget = pilot.app.query_one(Watched)
        widget.paint(lines("one", "two", "three"))
        await until(pilot, lambda: "three" in text_of(pilot.app.screen))
        widget.asked = ()

        widget.paint(lines("one", "2", "three"))
        assert widget.asked == (Region(0, 1, 30, 1),)
        await until(pilot, lambda: "two" not in text_of(pilot.app.screen))

        widget.asked = ()
        widget.paint(lines("one", "2", "three"))
        assert widget.asked == ()
        widget.paint(lines("one"))
        await until(pilot, lambda: "three" not in text_of(pilot.app.screen))


async def test_a_live_text_is_as_high_as_its_lines_when_they_are_wrapped() -> None:
    async with Both().run_test(size=(30, 12)) as pilot:
        text = pilot.app.query_one(LiveText)

        text.set_text(Text("word " * 14 + "\n\nlast"))
        await until(pilot, lambda: text.size.height == 5)
        shown = text_of(pilot.app.screen).splitlines()
        assert [line.strip() for line in shown[6:9]] == ["", "last", "below"]

        text.set_text(Text("word " * 14, no_wrap=True, overflow="ellipsis"))
        await until(pilot, lambda: text.size.height == 1)
        assert text_of(pilot.app.screen).splitlines()[3].rstrip().endswith("…")


async def test_a_live_text_fits_itself_to_another_width_and_to_a_scroll_bar() -> None:
    async with Pane().run_test(size=(40, 8)) as pilot:
        text, pane = pilot.app.query_one(LiveText), pilot.app.query_one(VerticalScroll)
        text.set_text(Text("0123456789" * 40))

        await until(pilot, lambda: pane.show_vertical_scrollbar)
        await until(pilot, lambda: shown_of(text, pilot.app.screen) in "0123456789" * 40)

        pane.styles.width = 20
        await until(pilot, lambda: text.size.height == -(-400 // text.size.width) > 20)


async def test_a_live_text_that_was_set_while_it_was_hidden_is_as_wide_as_its_place() -> None:
    async with Pane().run_test(size=(40, 8)) as pilot:
        text = pilot.app.query_one(LiveText)
        text.display = False
        await pilot.pause()
        text.set_text(Text("words that fit"))
        text.display = True

        await until(pilot, lambda: "words that fit" in text_of(pilot.app.screen))
        assert text.size.height == 1


async def test_a_tab_is_as_wide_as_what_is_painted_for_it() -> None:
    async with Both().run_test(size=(30, 10)) as pilot:
        pilot.app.query_one(Watched).paint(lines("log\twith", "a", "b"))
        pilot.app.query_one(LiveText).set_text(Text("more\ttabs"))

        await until(pilot, lambda: "more    tabs" in text_of(pilot.app.screen))
        assert "log     with" in text_of(pilot.app.screen)
        assert "\t" not in text_of(pilot.app.screen)


async def test_the_style_of_a_whole_text_is_painted_and_so_is_another_one() -> None:
    async with Both().run_test(size=(30, 10)) as pilot:
        text = pilot.app.query_one(LiveText)
        text.set_text(Text("same", "#010203"))
        await until(pilot, lambda: "same" in text_of(pilot.app.screen))
        assert colour_of(text) == "#010203"

        text.set_text(Text("same", "#040506"))
        assert colour_of(text) == "#040506"


def shown_of(text: LiveText, screen: Screen[object]) -> str:
    """Return what the screen shows of it, line upon line."""
    return "".join(line[: text.size.width] for line in text_of(screen).splitlines())


def colour_of(text: LiveText) -> str | None:
    style = next(iter(text.render_line(0))).style
    return style.color.name if style and style.color else None


@pytest.mark.parametrize(("first", "last"), [((0, 1), (0, 2)), ((0, 2), (3, 2)), ((2, 0), (0, 2))])
async def test_an_empty_last_line_can_be_selected_too(
    first: tuple[int, int], last: tuple[int, int]
) -> None:
    async with Both().run_test(size=(30, 10)) as pilot:
        widget = pilot.app.query_one(Watched)
        widget.paint(lines("loss 0.123", "grad", ""))
        await until(pilot, lambda: "grad" in text_of(pilot.app.screen))

        await pilot.mouse_down(widget, offset=first)
        await pilot.hover(widget, offset=last)
        await pilot.mouse_up(widget, offset=last)

        expected = "\n".join(["loss 0.123"[2:], "grad", ""][first[1] :]) if first != (0, 2) else ""
        assert (pilot.app.screen.get_selected_text() or "").strip() == expected.strip()


async def test_what_the_mouse_selects_is_marked_and_can_be_copied() -> None:
    async with Both().run_test(size=(30, 10)) as pilot:
        widget = pilot.app.query_one(Watched)
        widget.paint(lines("loss 0.123", "grad 4.5"))
        await until(pilot, lambda: "grad" in text_of(pilot.app.screen))

        await pilot.mouse_down(widget, offset=(5, 0))
        await pilot.hover(widget, offset=(3, 1))
        await pilot.mouse_up(widget, offset=(3, 1))

        assert pilot.app.screen.get_selected_text() == "0.123\ngrad"
        ground = pilot.app.screen.get_component_rich_style("screen--selection").bgcolor
        styles = [segment.style for segment in widget.render_line(0) if segment.style]
        marked = [style for style in styles if style.bgcolor == ground]
        assert marked
        assert all(style.color != ground for style in marked), "it can be read"
