"""The lab screen: Course tree, the Day's checklist over the Step's text, the Run beside it."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Grid

from course.model import Day
from tui.keys import LAB_KEYS
from tui.open_request import OpenRequest
from tui.rules.day_view import StepView, has_alive
from tui.rules.guidance import first_to_show, next_step
from tui.screens.lab_actions import LabActions
from tui.screens.lab_doing import begins_with_fresh_clone
from tui.screens.page import Page, bindings
from tui.session.messages import (
    LabStateChanged,
    ProgressBroken,
    QueueAdvanced,
    Said,
    WatchedRunChanged,
)
from tui.widgets.banner import Banner
from tui.widgets.checklist import Checklist
from tui.widgets.course_tree import CourseTree
from tui.widgets.header_line import HeaderLine
from tui.widgets.key_bar import KeyBar
from tui.widgets.run_pane import RunPane
from tui.widgets.say_line import SayLine
from tui.widgets.step_text import StepText
from tui.widgets.too_small import TooSmall
from tui.words.course_text import lost_ticks_text


class LabScreen(LabActions):
    """Names the panes, keeps them in step with the session, and moves between Steps and Days."""

    CSS_PATH = "lab.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(LAB_KEYS)

    def __init__(self, request: OpenRequest) -> None:
        """Open what is asked for."""
        super().__init__(request)
        self.has_opened = False

    def compose(self) -> ComposeResult:
        """Lay out the panes."""
        yield self.session
        yield HeaderLine()
        yield Banner()
        with Grid(id="panes"):
            yield CourseTree(self.request.course, id="tree")
            yield Checklist(id="checklist")
            yield RunPane(id="run")
            yield StepText(id="step")
        yield SayLine()
        yield KeyBar(LAB_KEYS)
        yield TooSmall()

    def on_mount(self) -> None:
        """Begin to read the Workspace; the Day is shown when its state is known."""
        self.checklist.focus()
        self.query_one(HeaderLine).show(self.view, self.week, self.state)
        self.query_one(KeyBar).show(self.reason_against)
        self.session.start_reading()

    # Moving ------------------------------------------------------------------------------------

    def open_day(self, day: Day, step_id: str | None = None) -> None:
        """Show a Day, at the Step that is running or the next open one, unless one is named."""
        self.day = day
        self.clear_say()
        self.checklist.show(self.view)
        self.course_tree.open_at(day)
        self._fit()
        self.checklist.move_to(step_id or first_to_show(self.view).step.id)
        self._draw()

    def on_screen_resume(self) -> None:
        """Follow this Step's Run again after another screen followed its own."""
        if self.has_opened:
            self._draw()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the panes to the new size."""
        self._fit()
        if self.has_opened:
            self.call_after_refresh(self._draw)

    # What arrives ------------------------------------------------------------------------------

    def on_lab_state_changed(self, message: LabStateChanged) -> None:
        """Draw what the session knows now."""
        if not self.state.is_read:
            return
        if not self.has_opened:
            self.has_opened = True
            self.open_day(self.day if self.request.day else self._next_day())
            if lost := self.state.ticks_without_a_step(self.request.course):
                self.say(lost_ticks_text(lost), grave=True)
            self._open_as_asked()
        self._draw()

    async def on_checklist_moved(self) -> None:
        """Show the Step under the cursor: its text, wherever another Step's Run was shown."""
        if self.step and self.step.full_id != self._shows_run_of:
            self.show_text()
        self._draw()
        if self.step:
            await self.step_text.show(self.request.course, self.day, self.step)

    async def on_checklist_chosen(self) -> None:
        """Act on the Step under the cursor."""
        await self.action_press("do_step")

    def on_course_tree_day_chosen(self, message: CourseTree.DayChosen) -> None:
        """Open the Day that was chosen."""
        self.remove_class("-tree")
        self.open_day(message.day)
        self.checklist.focus()

    def on_watched_run_changed(self, message: WatchedRunChanged) -> None:
        """Draw the watched Run."""
        watched, step = self.session.watched, self.step
        if watched and step and step.run and watched.run.id == step.run.id:
            self.run_pane.show(watched, step.seeds)

    def on_queue_advanced(self, message: QueueAdvanced) -> None:
        """Go along with the queue, unless the student reads something else, or what broke off."""
        if (step := self.step) is None or step.state in ("failed", "stopped"):
            return
        if step.step.recipe and self.view.find(message.step_id):
            self.checklist.move_to(message.step_id)
            if self.has_class("-run"):
                self.show_run()

    def on_said(self, message: Said) -> None:
        """Show the sentence on the screen that is in front."""
        front = self.app.screen
        page = front if isinstance(front, Page) else self
        page.say(message.text, grave=message.grave)

    def on_progress_broken(self, message: ProgressBroken) -> None:
        """Show the damage, and read again when it is mended."""
        from tui.screens.damaged import DamagedScreen

        if any(isinstance(screen, DamagedScreen) for screen in self.app.screen_stack):
            return
        damaged = DamagedScreen(message.damage, self.request.workspace)
        self.app.push_screen(damaged, lambda _: self.session.look_now())

    # Drawing -----------------------------------------------------------------------------------

    def _draw(self) -> None:
        """Bring header, tree, checklist, run pane and keys up to what the session knows."""
        view = self.view
        self.query_one(HeaderLine).show(view, self.week, self.state)
        self.checklist.show(view)
        self.course_tree.show(self.state, self.day)
        self._draw_run(self.step)
        if self.step:
            self.step_text.keep_up(self.step)
        one_hides_the_other = self.has_class("-narrow")
        other = "its Run" if self.step and self.step.step.recipe else "what it takes"
        self.step_text.border_subtitle = f"v: {other}" if one_hides_the_other else ""
        self.run_pane.border_subtitle = "v: its text" if one_hides_the_other else ""
        self.query_one(KeyBar).show(self.reason_against)
        self.query_one(Banner).show(self.session.unsaved)

    def _draw_run(self, step: StepView | None) -> None:
        if self.is_active:  # the screen in front may follow another Run
            self.session.follow(step.run if step else None)
        if step and step.run is None:
            self.run_pane.show_outlook(step, self.day, self.state.profile)

    def _open_as_asked(self) -> None:
        """Take over the Profile asked for; a Day that begins with the fresh-clone test opens it."""
        asked = self.request.profile
        if asked and asked != self.state.profile:
            self.session.set_profile(asked)
        is_asked = self.request.day and begins_with_fresh_clone(self.day)
        if is_asked or self.request.fresh_clone_source:
            self.action_fresh_clone()

    def _fit(self) -> None:
        """Give the checklist the lines it needs, at most half of the screen."""
        rows = min(len(self.day.steps) + 2, max(6, (self.size.height - 2) // 2))
        self.query_one("#panes", Grid).styles.grid_rows = f"{rows} 1fr"

    def _next_day(self) -> Day:
        """Return the Day of a living Run, else the first with something to do, else the last."""
        days = self.request.course.days
        alive = (day for day in days if has_alive(self.session.view(day)))
        left = (day for day in days if next_step(self.session.view(day)))
        return next(alive, None) or next(left, days[-1])
