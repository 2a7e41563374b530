"""The lines of a log that are in sight, drawn from the file itself; nothing else is kept."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from lab_tasks.logs.log_search import Wanted
from lab_tasks.logs.pages import Pages
from lab_tasks.logs.shown_line import Line
from tui.widgets.log_line import LogColours, colours_of, line_strip
from tui.widgets.painted_lines import selected_style, selected_text

SIDEWAYS = 16
WHEEL_LINES = 3
GUTTER = 2
"""Cells of a line's mark, before its text."""


class LogView(Widget, can_focus=True):
    """A window on a file of any size. It reads what it shows, and the bar shows where that is."""

    DEFAULT_CSS = """
    LogView {
        border: round $border; border-title-color: $accent; border-subtitle-color: $muted;
        background: $surface; padding: 0 1; height: 1fr;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "up", show=False),
        Binding("down,j,enter", "move(1)", "down", show=False),
        Binding("pageup,b", "page(-1)", "page up", show=False),
        Binding("pagedown,space", "page(1)", "page down", show=False),
        Binding("home", "screen.log_start", "start", show=False),
        Binding("end", "screen.log_end", "end", show=False),
        Binding("left,less_than_sign", "sideways(-1)", "left", show=False),
        Binding("right,greater_than_sign", "sideways(1)", "right", show=False),
        Binding("0", "sideways(0)", "first column", show=False),
    ]

    class StoppedFollowing(Message):
        """It no longer follows the end, for something is being selected."""

    class Moved(Message):
        """Other lines are in sight now, or another part of the file."""

        def can_replace(self, message: Message) -> bool:
            """Whoever hears it looks at the view as it is."""
            return isinstance(message, LogView.Moved)

    def __init__(self, *, id: str | None = None) -> None:
        """Begin without a file, following its end."""
        super().__init__(id=id)
        self.pages: Pages | None = None
        self.lines: list[Line] = []
        self.follows = True
        self.wanted: Wanted | None = None
        self.here: int | None = None
        """Offset of the line to which a search has gone; None: none."""
        self.column = 0
        """The first column of the text that is in sight."""

    @property
    def top(self) -> int:
        """Offset of the first line in sight."""
        return self.lines[0].start if self.lines else 0

    @property
    def bottom(self) -> int:
        """Offset behind the last line in sight."""
        return self.lines[-1].end if self.lines else 0

    @property
    def rows(self) -> int:
        """Lines that there is room for."""
        return max(1, self.content_size.height)

    def show_growth(self) -> None:
        """Read again: the file is not as it was."""
        if self.pages is None:
            return
        restarted = self.pages.refresh()
        if restarted:
            self.here = None
        if self.follows:
            self._show(self.pages.tail(self.rows))
        else:
            self.go_to(0 if restarted else self.top)

    def go_to(self, offset: int, *, above: int = 0) -> None:
        """Show the line that has this offset in it, with so many lines above it."""
        if self.pages is None:
            return
        start = self.pages.start_of(offset)
        before = self.pages.lines_before(start, above) if above else []
        lines = before + self.pages.lines_from(start, self.rows - len(before))
        if len(lines) < self.rows and lines:  # nothing is left empty at the file's end
            lines = self.pages.lines_before(lines[0].start, self.rows - len(lines)) + lines
        self._show(lines)

    def follow(self, follows: bool) -> None:
        """Follow the end from now on, or stay."""
        self.follows = follows
        if follows:
            self.show_growth()
        self.post_message(self.Moved())

    def find(self, wanted: Wanted | None, here: int | None) -> None:
        """Mark what matches, and go to the line where a search has come to."""
        self.wanted, self.here = wanted, here
        if here is not None:
            self.follows = False
            if not (self.lines and self.top <= here < self.bottom):
                self.go_to(here, above=self.rows // 3)
            self._show_column_of_match()
        self.refresh()

    def action_move(self, count: int) -> None:
        """Go some lines on or back."""
        if self.pages is None or not self.lines:
            return
        if count < 0:
            self.follows = False
            before = self.pages.lines_before(self.top, -count)
            self._show((before + self.lines)[: self.rows])
        else:
            lines = self.pages.lines_from(self.top, self.rows + count)
            self._show(lines[-self.rows :])

    def action_page(self, count: int) -> None:
        """Go a screen on or back; one line stays in sight."""
        self.action_move(count * max(1, self.rows - 1))

    def action_sideways(self, count: int) -> None:
        """Go right or left; 0: to the first column."""
        longest = max((len(line.text) for line in self.lines), default=0)
        column = min(self.column + count * SIDEWAYS, longest) if count else 0
        self.column = max(0, column)
        self.post_message(self.Moved())
        self.refresh()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel."""
        self.action_move(-WHEEL_LINES)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel."""
        self.action_move(WHEEL_LINES)

    def on_unmount(self) -> None:
        """Let go of the file."""
        if self.pages:
            self.pages.close()

    def on_resize(self) -> None:
        """Fill the room there is now."""
        if self.follows:
            self.show_growth()
        else:
            self.go_to(self.top)

    def notify_style_update(self) -> None:
        """Another theme: other colours."""
        super().notify_style_update()
        self.__dict__.pop("_colours", None)

    def render_line(self, y: int) -> Strip:
        """Draw one row of what is in sight, and its part of the bar."""
        base, width = self.rich_style, self.size.width
        if not 0 <= y < len(self.lines):
            return Strip.blank(width, base)
        line = self.lines[y]
        before = self.lines[y - 1] if y else None
        continues = bool(before and not before.is_whole and before.end == line.start)
        strip = line_strip(
            line,
            self._colours,
            continues=continues,
            wanted=self.wanted,
            is_here=line.start == self.here,
        )
        room = max(1, width - 1)
        text = self._marked(strip, y).crop(GUTTER + self.column, self.column + room)
        strip = Strip.join([strip.crop(0, GUTTER), text.apply_offsets(self.column, y)])
        bar = Strip([self._bar_piece(y)])
        return Strip.join([strip.crop(0, room).extend_cell_length(room), bar]).apply_style(base)

    def selection_updated(self, selection: Selection | None) -> None:
        """Follow no longer: lines that move on cannot be dragged over."""
        super().selection_updated(selection)
        if selection is not None and self.follows:
            self.follow(False)
            self.post_message(self.StoppedFollowing())

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return what the mouse has selected of the lines in sight, to be copied."""
        return selected_text(selection, [line.text for line in self.lines]), "\n"

    def _marked(self, strip: Strip, y: int) -> Strip:
        """Return a whole line with the ground of what is selected of it."""
        span = self.text_selection.get_span(y) if self.text_selection else None
        if span is None:
            return strip
        text = self.lines[y].text
        first = GUTTER + cell_len(text[: span[0]])
        last = GUTTER + cell_len(text if span[1] == -1 else text[: span[1]])
        selected = strip.crop(first, last).apply_style(selected_style(self))
        return Strip.join([strip.crop(0, first), selected, strip.crop(last)])

    def _bar_piece(self, y: int) -> Segment:
        size = max(1, self.pages.size_bytes if self.pages else 1)
        first = self.top * self.rows // size
        last = max(first, -(-self.bottom * self.rows // size) - 1)
        is_in = first <= y <= last
        return Segment("▐" if is_in else " ", self._colours.bar)

    @cached_property
    def _colours(self) -> LogColours:
        return colours_of(self.app.theme_variables)

    def _show(self, lines: list[Line]) -> None:
        starts = [line.start for line in self.lines]
        if self.text_selection and [line.start for line in lines[: len(starts)]] != starts:
            self.screen.clear_selection()  # it is of rows, and they hold other lines now
        self.lines = lines
        self.refresh()
        self.post_message(self.Moved())

    def _show_column_of_match(self) -> None:
        """Go sideways as far as the match needs it."""
        found = next((line for line in self.lines if line.start == self.here), None)
        spans = self.wanted.spans(found.text) if found and self.wanted else ()
        if spans:
            first, behind = spans[0]
            room = max(1, self.content_size.width - 3)
            is_in_sight = self.column <= first and behind <= self.column + room
            self.column = self.column if is_in_sight else max(0, behind - room * 2 // 3)
