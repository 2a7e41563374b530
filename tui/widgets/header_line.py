"""The line at the top: where you are, how far, what runs."""

from rich.text import Text
from textual.app import RenderResult
from textual.widget import Widget

from course.model import Week
from tui.rules.day_view import DayView
from tui.rules.lab_state import LabState
from tui.words import formats


class HeaderLine(Widget):
    """Course › Week › Day at the left; Steps, minutes, Runs, queue and the lab at the right."""

    DEFAULT_CSS = """
    HeaderLine { height: 1; padding: 0 1; background: $panel; color: $foreground; }
    """

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self._day: DayView | None = None
        self._week: Week | None = None
        self._state = LabState()

    def show(self, day: DayView, week: Week | None, state: LabState) -> None:
        """Show this Day and state."""
        self._day, self._week, self._state = day, week, state
        self.refresh()

    def render(self) -> RenderResult:
        """Draw what fits: the right side first, the week goes first when it is narrow."""
        right = self._right()
        room = self.content_size.width - right.cell_len - 2
        left = next((path for path in self._paths() if path.cell_len <= room), None)
        if left is None:
            left = self._paths()[-1]
            left.truncate(max(room, 8), overflow="ellipsis")
        left.append(" " * max(1, self.content_size.width - left.cell_len - right.cell_len))
        left.append_text(right)
        left.no_wrap = True
        return left

    def _paths(self) -> list[Text]:
        """Return the way to here, longest first."""
        if self._day is None:
            return [Text()]
        day = self._day.day
        course, number = self._day.course.id, f"Day {day.number}"
        week = f"Week {self._week.number}" if self._week else ""
        whole = f"{week} {self._week.title}" if self._week else ""
        return [
            _path(course, whole, f"{number} {day.title}"),
            _path(course, week, f"{number} {day.title}"),
            _path(course, week, number),
            _path(course, number),
        ]

    def _right(self) -> Text:
        right = Text()
        if self._day is None or not self._state.is_read:
            return Text("reading your Workspace …" if self._day else "", "dim")
        from lab_tasks.lab.lab_environment import Installing, Missing

        match self._state.lab:
            case Installing():
                right.append("◐ lab is being made   ")
            case Missing():
                right.append("! no lab yet (i)   ")
        if self._state.profile == "full":
            right.append("full   ")
        right.append(f"{self._day.done_count}/{len(self._day.steps)} steps   ")
        done, planned = self._day.done_minutes, self._day.planned_minutes
        right.append(f"{formats.minutes(done)} of {formats.minutes(planned)}", "dim")
        if unmeasured := self._day.unmeasured_count:
            right.append(f" + {unmeasured} not measured", "dim")
        if alive := len(self._state.alive):
            right.append(f"   ● {alive} run{'s' if alive > 1 else ''}", "bold")
        if waiting := len(self._state.waiting):
            right.append(f"   ◇ {waiting} {'stand still' if self._state.paused else 'waiting'}")
        if self._state.alarms:
            right.append(f"   ! {', '.join(self._state.alarms)}", "bold")
        return right


def _path(course: str, *rest: str) -> Text:
    path = Text.assemble((course, "dim"))
    for part in filter(None, rest):
        path.append(" › ", "dim")
        path.append(part)
    path.stylize("bold", len(path) - len(rest[-1]))
    return path
