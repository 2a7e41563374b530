"""The session's part in the queue and in resuming: what the student asks for, what is worth a word.

The queue itself is files and a process of its own (`lab_tasks.queue`); it needs no app.
"""

from collections.abc import Sequence

from textual import work

from course.model import Course, Day, Profile
from lab_tasks.queue.entries import QueueEntry, Sweep
from lab_tasks.runs.model import Run, RunRequest
from lab_tasks.workspace import Workspace
from tui.rules.run_queue import left_to_run
from tui.session import messages
from tui.session.knowledge import Knowledge
from tui.session.messages import LabNeeded, QueueAdvanced, ResumeOffered
from tui.session.notices import Notice, Notices

MOST_REVIVALS = 20
"""Times that one app starts a runner that is not there, so that a broken one is left alone."""


class Queueing(Knowledge):
    """Fills and empties the queue, resumes Runs, and tells what ended or needs a look."""

    def __init__(self, course: Course, workspace: Workspace) -> None:
        """Read nothing before `start_reading`."""
        super().__init__(course, workspace)
        self._notices = Notices()
        self._seen_runs: set[str] | None = None
        self._told_dropped: set[str] | None = None
        """Ids of entries; None before the first reading: what was dropped earlier is old."""
        self._revivals_left = MOST_REVIVALS

    # What the feed reports -------------------------------------------------------------------

    def on_queue_read(self, message: messages.QueueRead) -> None:
        """Take over what waits; say what was dropped; start the runner again after a reboot."""
        was_paused, is_first = self.state.paused, self._told_dropped is None
        self._replace(entries=message.waiting, paused=message.paused)
        known = self._told_dropped or set()
        self._told_dropped = {one.entry.id for one in message.dropped}
        fresh = [one for one in message.dropped if one.entry.id not in known]
        if fresh and not is_first:
            count = f"{len(fresh)} are" if len(fresh) > 1 else "It is"
            self.say(f"{fresh[0].why}: {count} off the queue. {fresh[0].remedy}", grave=True)
        paused = message.paused
        if paused and paused != was_paused:
            if paused.kind == "lab":
                self.post_message(LabNeeded(paused.why, paused.remedy))
            else:
                self.say(f"The queue waits: {paused.why} {paused.remedy} a goes on.", grave=True)
        if message.waiting and not message.has_runner and not paused:
            if is_first and self.state.waiting:
                self.say(f"The queue goes on: {len(self.state.waiting)} wait for their turn.")
            if self._revivals_left > 0:
                self._revivals_left -= 1
                self._revive()

    def on_runs_read(self, message: messages.RunsRead) -> None:
        """Tell what ended; let the cursor go along with what the queue has started."""
        for notice in self._notices.of_runs(message.runs):
            self._tell(notice)
        seen, self._seen_runs = self._seen_runs, {run.id for run in message.runs}
        for run in message.runs:
            if seen is not None and run.id not in seen and run.request.entry and run.is_alive:
                self.post_message(QueueAdvanced(run.request.step.rpartition("/")[2]))

    def on_alarms_read(self, message: messages.AlarmsRead) -> None:
        """Keep the alarms; tell those that are new."""
        self._replace(alarms=message.alarms)
        for notice in self._notices.of_alarms(message.alarms):
            self._tell(notice)

    # What the student asks for ---------------------------------------------------------------

    def run_all(self, day: Day) -> None:
        """Queue what is left of a Day."""
        if steps := left_to_run(self.view(day)):
            self.put_on_queue([step.to_queue for step in steps], self.state.profile)

    @work(thread=True, group="queue")
    def put_on_queue(self, sweeps: Sequence[Sweep], profile: Profile) -> None:
        """Queue Steps, each once or once a seed; see that the queue runs."""
        from lab_tasks.queue import queue_folder, runner, sweep

        name = sweep.course_name(self.course)
        try:
            entries = sweep.enqueue(self.workspace, sweeps, profile, name)
            runner.ensure_running(self.workspace)
        except queue_folder.QueueProblem as problem:
            self.say(str(problem), grave=True)
            return
        self._feed.look_now()
        long = _how_long(self.course, entries)
        self.say(f"{len(entries)} queued{long}; they run without the app too. a empties the queue.")

    @work(thread=True, group="queue")
    def empty_queue(self) -> None:
        """Take out all that waits."""
        from lab_tasks.queue import queue_folder, store

        try:
            store.clear(self.workspace)
        except queue_folder.QueueProblem as problem:
            self.say(str(problem), grave=True)
            return
        self._feed.look_now()
        self.say("The queue is empty. What runs goes on.")

    @work(thread=True, group="queue")
    def take_off_queue(self, entry_id: str) -> None:
        """Take one entry out."""
        from lab_tasks.queue import queue_folder, store

        try:
            was_there = store.remove(self.workspace, entry_id)
        except queue_folder.QueueProblem as problem:
            self.say(str(problem), grave=True)
            return
        self._feed.look_now()
        self.say("Taken off the queue." if was_there else "It has started already.")

    @work(thread=True, group="queue")
    def go_on(self) -> None:
        """Let the queue go on: after a pause, a reboot, or the end of its runner."""
        from lab_tasks.queue import allowed, queue_folder, runner

        try:
            allowed.resume(self.workspace)
            runner.ensure_running(self.workspace)
        except queue_folder.QueueProblem as problem:
            self.say(str(problem), grave=True)
        self._feed.look_now()

    @work(thread=True, group="queue")
    def _revive(self) -> None:
        """Start the runner where it was killed, or went with the machine."""
        from lab_tasks.queue import queue_folder, runner

        try:
            runner.ensure_running(self.workspace)
        except queue_folder.QueueProblem as problem:
            self.say(str(problem), grave=True)

    def go_on_with_a_lab(self) -> None:
        """Let a queue go on that only waited for the lab's Python."""
        if self.state.paused and self.state.paused.kind == "lab":
            self.go_on()

    @work(thread=True, group="start")
    def offer_resume(self, run: Run) -> None:
        """Look for the Checkpoint from which a Run can go on, and offer it."""
        from tui.rules.resuming import ResumeOffer, offer

        try:
            found = offer(self.workspace, run)
        except OSError as problem:
            self.say(f"{run.id} cannot be resumed: {problem}.", grave=True)
            return
        if isinstance(found, ResumeOffer):
            self.post_message(ResumeOffered(found))
        else:
            self.say(f"{found.why} {found.remedy}.", grave=True)

    @work(thread=True, group="start")
    def resume_run(self, request: RunRequest) -> None:
        """Start the request that goes on from a Checkpoint."""
        from tui.rules.run_start import start_request

        self.post_message(messages.StartTried(start_request(self.workspace, request)))

    # -----------------------------------------------------------------------------------------

    def _tell(self, notice: Notice) -> None:
        """Say it on the screen and, for who looks elsewhere, on the desktop and by the bell."""
        self.say(f"{notice.title}: {notice.text}", grave=notice.is_grave)
        self._notify(notice)

    @work(thread=True, group="notify")
    def _notify(self, notice: Notice) -> None:
        from lab_tasks.notify import notify

        notify(notice.title, notice.text, write=self._to_terminal)

    def _to_terminal(self, characters: str) -> None:
        # The driver's own queue: a write of ours beside it could split one of its sequences.
        driver = self.app._driver
        if driver is not None and not self.app.is_headless:
            self.app.call_from_thread(driver.write, characters)


def _how_long(course: Course, entries: Sequence[QueueEntry]) -> str:
    """Return how long they take as measured, `, about 17 min`; empty where nobody measured."""
    found = ((course.find_step(entry.step), entry.profile) for entry in entries)
    recipes = [place[1].recipe.profiles.get(p) for place, p in found if place and place[1].recipe]
    seconds = sum(recipe.expected_s or 0 for recipe in recipes if recipe)
    return f", about {max(1, round(seconds / 60))} min" if seconds else ""
