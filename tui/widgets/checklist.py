"""The Day's Steps, one line each: mark, title, minutes, level or state."""

from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.rules.day_view import MARKS, DayView, StepState, StepView

COLOURS: dict[StepState, str] = {
    "done": "success",
    "stale": "warning",
    "running": "accent",
    "waiting": "accent",
    "queued": "muted",
    "failed": "error",
    "stopped": "warning",
    "ran": "accent",
    "blocked": "faint",
    "not needed": "faint",
    "open": "muted",
}
"""Theme variable of a mark; the mark itself carries the meaning."""
WORD_WIDTH = 10


class Checklist(OptionList):
    """Move with the arrows or j and k; enter acts on the Step. A click only moves to a Step."""

    # A scroll bar takes its column before the lines are fitted to what it leaves.
    DEFAULT_CSS = "Checklist { text-wrap: nowrap; text-overflow: ellipsis; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", "Down", show=False),
        Binding("k", "cursor_up", "Up", show=False),
    ]

    class Moved(Message):
        """The cursor is on another Step."""

        def __init__(self, step_id: str) -> None:
            """Carry the Step's short id."""
            super().__init__()
            self.step_id = step_id

    class Chosen(Message):
        """Enter was pressed on a Step."""

    def __init__(self, *, id: str | None = None) -> None:
        """Begin empty."""
        super().__init__(id=id, markup=False)
        self._view: DayView | None = None

    @property
    def step_id(self) -> str | None:
        """Short id of the Step under the cursor; None before a Day is shown."""
        if self._view is None or self.highlighted is None:
            return None
        return self._view.steps[self.highlighted].step.id

    def show(self, view: DayView) -> None:
        """Show a Day; the cursor stays where it is when it is the same Day."""
        changed = self._view is None or self._view.day.id != view.day.id
        self._view = view
        self.border_title = Text(f"Day {view.day.number}: {view.day.title}")
        if changed:
            self.clear_options()
            self.add_options([Option(self._line(step), id=step.step.id) for step in view.steps])
            return
        self._redraw()

    def move_to(self, step_id: str) -> None:
        """Put the cursor on a Step."""
        self.highlighted = self.get_option_index(step_id)

    def on_resize(self, event: events.Resize) -> None:
        """Fit the lines to the new width."""
        self._redraw()

    def on_click(self, event: events.Click) -> None:
        """Move to a Step on the first click; act on it on the second."""
        clicked = event.style.meta.get("option")
        if isinstance(clicked, int) and clicked != self.highlighted:
            event.prevent_default()
            self.highlighted = clicked

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell the screen which Step it is."""
        event.stop()
        if event.option_id:
            self.post_message(self.Moved(event.option_id))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Tell the screen to act."""
        event.stop()
        self.post_message(self.Chosen())

    def _redraw(self) -> None:
        if self._view is None:
            return
        for index, step in enumerate(self._view.steps):
            self.replace_option_prompt_at_index(index, self._line(step))

    def _line(self, view: StepView) -> Text:
        variables = self.app.theme_variables
        width = max(20, self.scrollable_content_region.width - 2)
        minutes = "?" if view.minutes is None else view.minutes
        end = f"{minutes:>4} min  {view.word:<{WORD_WIDTH}}"
        line = Text(no_wrap=True, overflow="ellipsis")
        line.append(f"{MARKS[view.state]} ", variables.get(COLOURS[view.state], ""))
        title = Text(view.step.title)
        title.truncate(width - 2 - cell_len(end), overflow="ellipsis", pad=True)
        line.append_text(title)
        line.append(end, variables.get("muted", ""))
        return line
