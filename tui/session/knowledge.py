"""What the app knows: the snapshot, the watched Run, the polling; an invisible widget.

Nothing in this file draws. Screens are told that something changed and read it here.
"""

import dataclasses
from typing import Any

from textual.widget import Widget

from course.model import Course, Day
from lab_tasks.runs.model import Run
from lab_tasks.workspace import Workspace
from tui.rules.day_view import DayView, view_day
from tui.rules.lab_state import LabState
from tui.session.messages import LabStateChanged, Said, Watched, WatchedRunChanged
from tui.session.run_feed import RunFeed


class Knowledge(Widget):
    """Course, Workspace, the present LabState, and the thread that keeps it present."""

    DEFAULT_CSS = "Knowledge { display: none; }"

    def __init__(self, course: Course, workspace: Workspace) -> None:
        """Read nothing before `start_reading`."""
        super().__init__()
        self.course = course
        self.workspace = workspace
        self.state = LabState()
        self.watched: Watched | None = None
        self._views: tuple[LabState, dict[str, DayView]] = (self.state, {})
        """Checklists of this state, worked out once each: a live Run asks for one every second."""
        self._feed = RunFeed(workspace, self.post_message)

    def on_unmount(self) -> None:
        """End the polling thread; Runs go on."""
        self._feed.stop()

    def view(self, day: Day) -> DayView:
        """Return the checklist of a Day as it is now."""
        state, views = self._views
        if state is not self.state:
            state, views = self._views = self.state, {}
        if day.id not in views:
            views[day.id] = view_day(self.course, day, state)
        return views[day.id]

    def start_reading(self) -> None:
        """Begin to read the Workspace, and go on until the app ends."""
        self.run_worker(self._feed.run, thread=True, group="feed", name="run feed")

    def look_now(self) -> None:
        """Read the Workspace now instead of in a second."""
        self._feed.look_now()

    def follow(self, run: Run | None) -> None:
        """Follow this Run; None follows nothing."""
        if run is None or (self.watched and self.watched.run.id != run.id):
            self.watched = None
        self._feed.watch(run)

    def say(self, text: str, *, grave: bool = False) -> None:
        """Have the screen show a sentence; from any thread."""
        self.post_message(Said(text, grave=grave))

    def _replace(self, **changes: Any) -> None:
        self.state = dataclasses.replace(self.state, **changes)
        self._broadcast(LabStateChanged)

    def _broadcast(self, kind: type[LabStateChanged] | type[WatchedRunChanged]) -> None:
        for screen in self.app.screen_stack:
            screen.post_message(kind())
