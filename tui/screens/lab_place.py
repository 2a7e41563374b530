"""Where the lab screen is: its request, its Day and Step, its panes, why a key cannot act."""

from typing import TYPE_CHECKING

from course.model import Day, Week
from tui.availability import Moment, reason_against
from tui.day_view import DayView, StepView
from tui.lab_state import LabState
from tui.open_request import OpenRequest
from tui.screens.page import Page
from tui.widgets.say_line import SayLine

if TYPE_CHECKING:
    from tui.session import Session
    from tui.widgets.checklist import Checklist
    from tui.widgets.course_tree import CourseTree
    from tui.widgets.run_pane import RunPane
    from tui.widgets.step_text import StepText


class LabPlace(Page):
    """The Day and Step that the lab screen is at, and the panes that show them."""

    session: "Session"

    def __init__(self, request: OpenRequest) -> None:
        """Begin at the Day asked for, else at the first."""
        super().__init__()
        self.request = request
        course = request.course
        self.day: Day = (course.day(request.day) if request.day else None) or course.days[0]

    @property
    def is_filled(self) -> bool:
        """Whether the panes are there; they come after the first frame."""
        return hasattr(self, "session")

    @property
    def state(self) -> LabState:
        """What the session knows now."""
        return self.session.state if self.is_filled else LabState()

    @property
    def view(self) -> DayView:
        """The open Day's checklist."""
        return self.session.view(self.day)

    @property
    def week(self) -> Week | None:
        """The Week of the open Day."""
        weeks = self.request.course.weeks
        return next((week for week in weeks if self.day in week.days), None)

    @property
    def step(self) -> StepView | None:
        """The Step under the cursor."""
        step_id = self.checklist.step_id if self.is_filled else None
        return self.view.find(step_id) if step_id else None

    @property
    def checklist(self) -> "Checklist":
        """The Day's Steps."""
        return self.query_one("#checklist")  # type: ignore[return-value]

    @property
    def course_tree(self) -> "CourseTree":
        """Weeks and Days."""
        return self.query_one("#tree")  # type: ignore[return-value]

    @property
    def run_pane(self) -> "RunPane":
        """The Step's Run."""
        return self.query_one("#run")  # type: ignore[return-value]

    @property
    def step_text(self) -> "StepText":
        """The Step's words."""
        return self.query_one("#step")  # type: ignore[return-value]

    def open_day(self, day: Day, step_id: str | None = None) -> None:
        """Show a Day; `LabScreen` does it."""
        raise NotImplementedError

    def reason_against(self, action: str) -> str | None:
        """Return why a key cannot act now."""
        if not self.is_filled:
            return None if action == "quit" else "Your Workspace is still being read."
        return reason_against(action, Moment(self.state, self.view, self.step))

    def clear_say(self) -> None:
        """Take away what was said about another Day."""
        self.query_one(SayLine).hush()
