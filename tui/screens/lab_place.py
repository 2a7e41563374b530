"""Where the lab screen is: its request, its Day and Step, its panes, why a key cannot act."""

from course.model import Day, Week
from tui.open_request import OpenRequest
from tui.rules.availability import Moment, reason_against
from tui.rules.day_view import DayView, StepView
from tui.rules.lab_state import LabState
from tui.screens.page import Page
from tui.session.session import Session
from tui.widgets.checklist import Checklist
from tui.widgets.course_tree import CourseTree
from tui.widgets.run_pane import RunPane
from tui.widgets.say_line import SayLine
from tui.widgets.step_text import StepText


class LabPlace(Page):
    """The Day and Step that the lab screen is at, and the panes that show them."""

    def __init__(self, request: OpenRequest) -> None:
        """Begin at the Day asked for, else at the first."""
        super().__init__()
        self.request = request
        course = request.course
        self.session = Session(course, request.workspace, makes_lab=request.makes_lab)
        self.day: Day = (course.day(request.day) if request.day else None) or course.days[0]
        self._shows_run_of: str | None = None
        """Full id of the Step whose Run takes the text's place where both do not fit."""

    @property
    def state(self) -> LabState:
        """What the session knows now."""
        return self.session.state

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
        step_id = self.checklist.step_id
        return self.view.find(step_id) if step_id else None

    @property
    def checklist(self) -> Checklist:
        """The Day's Steps."""
        return self.query_one("#checklist", Checklist)

    @property
    def course_tree(self) -> CourseTree:
        """Weeks and Days."""
        return self.query_one("#tree", CourseTree)

    @property
    def run_pane(self) -> RunPane:
        """The Step's Run."""
        return self.query_one("#run", RunPane)

    @property
    def step_text(self) -> StepText:
        """The Step's words."""
        return self.query_one("#step", StepText)

    def open_day(self, day: Day, step_id: str | None = None) -> None:
        """Show a Day; `LabScreen` does it."""
        raise NotImplementedError

    def show_run(self) -> None:
        """Where both do not fit, show this Step's Run until the cursor goes to another Step."""
        self._shows_run_of = self.step.full_id if self.step else None
        self.add_class("-run")

    def show_text(self) -> None:
        """Where both do not fit, show this Step's text."""
        self.remove_class("-run")

    def reason_against(self, action: str) -> str | None:
        """Return why a key cannot act now."""
        return reason_against(action, Moment(self.state, self.view, self.step))

    def clear_say(self) -> None:
        """Take away what was said about another Day."""
        self.query_one(SayLine).hush()
