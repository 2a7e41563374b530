"""The slow work on what the app knows: starting, checking, ticking, stopping.

Threads post messages here; the handlers replace the snapshot and tell the screens.
"""

from functools import partial

from textual import work

from course.model import Course, Day, Profile, Step
from lab_tasks.lab.lab_environment import Missing
from lab_tasks.problem import Problem
from lab_tasks.progress.progress import ProgressError, set_profile
from lab_tasks.runs.model import Run
from lab_tasks.workspace import Workspace
from tui.rules.day_view import view_day
from tui.rules.lab_state import LabState
from tui.rules.progress_edits import Edit, ProgressEdits
from tui.rules.start_outcome import LabMissing, NotStarted, Started, TooMany
from tui.session import messages
from tui.session.messages import (
    LabNeeded,
    LabStateChanged,
    QueueOffered,
    WatchedRunChanged,
)
from tui.session.note_messages import NoteBegun, NoteOpened
from tui.session.queueing import Queueing
from tui.words.note_text import filled_text, problem_text

RETRY_S = 3.0
"""Seconds between two tries to save a tick that could not be saved."""


class Session(Queueing):
    """Starts, checks, ticks and stops; the screens ask it and read what it knows."""

    def __init__(self, course: Course, workspace: Workspace, *, makes_lab: bool = False) -> None:
        """Read nothing before `start_reading`. `makes_lab`: make the lab's Python unasked."""
        super().__init__(course, workspace)
        self.unsaved: ProgressError | None = None
        self._makes_lab = makes_lab
        self._edits = ProgressEdits(workspace)
        self._settled: set[str] = set()
        self._to_check: dict[str, tuple[Day, bool]] = {}
        """Days to check when the running check ends, and whether somebody asked; by id."""

    def on_mount(self) -> None:
        """Try again and again to save what could not be saved."""
        self.set_interval(RETRY_S, self._retry_edits)

    # What workers report ---------------------------------------------------------------------

    def on_runs_read(self, message: messages.RunsRead) -> None:
        """Take over the Runs; check the Days whose Runs have just succeeded."""
        self._replace(runs=message.runs)
        self._settle()

    def on_progress_read(self, message: messages.ProgressRead) -> None:
        """Take over the ticks, also those made in another terminal or by hand."""
        self._replace(profile=message.profile, steps=message.steps, is_read=True)
        self._settle()

    def on_lab_found(self, message: messages.LabFound) -> None:
        """Take over what the lab's environment is; make it when the launcher allowed that."""
        self._replace(lab=message.lab)
        if not isinstance(message.lab, Missing):
            self.go_on_with_a_lab()
        if self._makes_lab and isinstance(message.lab, Missing):
            self._makes_lab = False
            self.say("Making the lab's environment in the background; read meanwhile.")
            self.install_lab()

    def on_run_watched(self, message: messages.RunWatched) -> None:
        """Keep the newest picture of the watched Run."""
        self.watched = message.watched
        self._broadcast(WatchedRunChanged)

    def on_checks_finished(self, message: messages.ChecksFinished) -> None:
        """Take over the results; save the ticks that they change."""
        self._replace(results={**self.state.results, **message.results}, checking=False)
        if message.edits:
            self.save(*message.edits)
        if message.asked:
            self.say(_summary(message))
        self._check_next()
        self._settle()

    def on_edits_tried(self, message: messages.EditsTried) -> None:
        """Show what prevents saving, until it no longer does."""
        if message.problem is None and self.unsaved is not None:
            self.say("Saved. Nothing was lost.")
        self.unsaved = message.problem
        self._feed.look_now()
        self._broadcast(LabStateChanged)

    def on_start_tried(self, message: messages.StartTried) -> None:
        """Say what came of a start; the screen offers the lab where it is missing."""
        match message.outcome:
            case Started(run, waits_for_lab):
                self._feed.look_now()
                wait = " It waits for the lab's environment." if waits_for_lab else ""
                self.say(f"Started {run.id}.{wait} Its command stands under its curve.")
            case TooMany(why, step):
                self.post_message(QueueOffered(why, step))
            case NotStarted(why, remedy):
                self.say(f"{why} {remedy}", grave=True)
            case LabMissing(why, remedy):
                self.post_message(LabNeeded(why, remedy))

    # What the student asks for ---------------------------------------------------------------

    def start_step(self, day: Day, step: Step) -> None:
        """Start a Step's Run."""
        self._start(day, step, self.state)

    def check_day(self, day: Day, *, asked: bool = True) -> None:
        """Check a Day and tick what passes, after the check that runs. `asked`: say how many."""
        if self.state.checking:
            self._to_check[day.id] = (day, asked or self._to_check.get(day.id, (day, False))[1])
            return
        self._replace(checking=True)
        self._check(day, self.state, asked=asked)

    def tick(self, edit: Edit) -> None:
        """Save a tick by hand; what the Checks said of the Step before no longer counts."""
        results = {
            name: found for name, found in self.state.results.items() if name != edit.step_id
        }
        self._replace(results=results)
        self.save(edit)

    def save(self, *edits: Edit) -> None:
        """Save ticks, in the order they are made; keep them when the file cannot be written."""
        self._edits.put(*edits)
        self._save()

    @work(thread=True, group="edits")
    def set_profile(self, profile: Profile) -> None:
        """Switch between `quick` and `full`."""
        try:
            set_profile(self.workspace, profile)
        except ProgressError as problem:
            self.say(str(problem), grave=True)
        self._feed.look_now()

    @work(thread=True, group="stop")
    def stop_run(self, run: Run) -> None:
        """Ask a Run's supervisor to end it."""
        from lab_tasks.runs.stop import Unsupervised, stop

        try:
            stop(run)
        except (Unsupervised, OSError) as problem:
            self.say(str(problem), grave=True)
        else:
            self.say(f"Asked {run.id} to stop.")

    @work(thread=True, group="write")
    def begin_note(self, day: Day, step: Step) -> None:
        """Begin the file that a Step asks for, where there is none; then the screen opens it."""
        from tui.session.note_beginning import begin, typed_and_left

        begun = begin(self.workspace, self.course, day, step)
        if isinstance(begun, Problem):
            self.say(problem_text(begun), grave=True)
        else:
            left = typed_and_left(self.workspace, step)
            self.post_message(NoteBegun(day, step, begun.path, left))

    @work(thread=True, group="write")
    def open_note(self, day: Day, step: Step) -> None:
        """Begin the file that a Step asks for and read it; then the screen edits it."""
        from tui.session.note_beginning import open_note

        opened = open_note(self.workspace, self.course, day, step)
        if isinstance(opened, Problem):
            self.say(problem_text(opened), grave=True)
        else:
            self.post_message(NoteOpened(day, step, *opened))

    @work(thread=True, group="write")
    def fill_table(self, day: Day, step: Step) -> None:
        """Write the table of results into a Step's document, and have the Day checked."""
        from tui.session.note_beginning import fill_table

        filled = fill_table(self.workspace, self.course, day, step)
        if isinstance(filled, Problem):
            self.say(problem_text(filled), grave=True)
            return
        path = filled.path.relative_to(self.workspace.root).as_posix()
        self.say(filled_text(filled, path))
        self.app.call_from_thread(partial(self.check_day, day, asked=False))

    @work(thread=True, group="lab", exclusive=True)
    def install_lab(self) -> None:
        """Begin to make the lab's environment, detached from the app."""
        from lab_tasks.lab import lab_installation

        lab = lab_installation.start()
        self.post_message(messages.LabFound(lab))
        if isinstance(lab, Missing):
            self.say(f"{lab.why} {lab.remedy}", grave=True)

    # -------------------------------------------------------------------------------------------

    @work(thread=True, group="edits")
    def _save(self) -> None:
        self.post_message(messages.EditsTried(self._edits.save()))

    @work(thread=True, group="check")
    def _check(self, day: Day, state: LabState, *, asked: bool) -> None:
        from tui.rules.settling import check, edits_after

        results = check(self.course, day, self.workspace)
        edits = edits_after(view_day(self.course, day, state), results)
        self.post_message(messages.ChecksFinished(results, edits, asked=asked))

    @work(thread=True, group="start")
    def _start(self, day: Day, step: Step, state: LabState) -> None:
        from tui.rules.run_start import start

        self.post_message(messages.StartTried(start(self.course, day, step, self.workspace, state)))

    def _check_next(self) -> None:
        if self._to_check:
            day, asked = self._to_check.pop(next(iter(self._to_check)))
            self.check_day(day, asked=asked)

    def _settle(self) -> None:
        """Check every Day with a Run that succeeded since the last look."""
        succeeded = {run.id for run in self.state.runs if run.succeeded}
        if not self.state.is_read or self.state.checking or succeeded <= self._settled:
            return
        from tui.rules.settling import unsettled_days

        days = unsettled_days(self.course, self.state, self._settled)
        self._settled |= succeeded
        for day in days:
            self.check_day(day, asked=False)

    def _retry_edits(self) -> None:
        if self.unsaved is not None:
            self.save()


def _summary(message: messages.ChecksFinished) -> str:
    found = [result for results in message.results.values() for result in results]
    passed = sum(result.passed for result in found)
    if passed == len(found):
        return f"All {passed} Checks of this Day pass."
    return f"{passed} of {len(found)} Checks of this Day pass; w says why a Step is not ticked."
