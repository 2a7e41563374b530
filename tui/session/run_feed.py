"""The one polling thread: Runs, the watched Run, the progress file and the lab's environment.

It posts whole pictures of what the files say and touches no widget.
"""

import threading
import time
from collections.abc import Callable

from textual.message import Message

from lab_tasks.evidence import records
from lab_tasks.lab import lab_environment
from lab_tasks.lab.lab_environment import LabEnvironment, Ready
from lab_tasks.progress import progress
from lab_tasks.progress.progress import ProgressDamaged
from lab_tasks.remote.connected import poll_of
from lab_tasks.remote.placed import THERE
from lab_tasks.runs.listing import RunListing
from lab_tasks.runs.model import Run
from lab_tasks.runs.resume import checkpoint_to_resume
from lab_tasks.sanitise import clean
from lab_tasks.workspace import Workspace
from tui.session.alarm_feed import AlarmFeed
from tui.session.messages import (
    AlarmsRead,
    LabFound,
    ProgressBroken,
    ProgressRead,
    QueueRead,
    RunsRead,
    RunWatched,
    Said,
    Watched,
)
from tui.session.queue_feed import QueueFeed, Stamp, stamp_of

WATCH_INTERVAL_S = 0.25
READ_INTERVAL_S = 1.0
LAB_INTERVAL_S = 3.0
LINE_LIMIT = 400
"""Characters of a log line that are shown."""


class RunFeed:
    """Polls files and posts what has changed. `run` belongs to a thread; the rest to any."""

    def __init__(self, workspace: Workspace, post: Callable[[Message], object]) -> None:
        """Begin with nothing read; `post` is a thread-safe `post_message`."""
        self._workspace = workspace
        self._post = post
        self._wake = threading.Event()
        self._stopped = False
        self._is_due = True
        self._wanted: Run | None = None
        self._watch: _Watch | None = None
        self._listing = RunListing(workspace)
        self._queue = QueueFeed(workspace)
        self._queue_untold: QueueRead | None = None
        self._alarms = AlarmFeed()
        self._runs: tuple[Run, ...] | None = None
        self._progress_stamp: Stamp | str | None = "never"
        self._lab: LabEnvironment | None = None
        self._complaint = ""

    def watch(self, run: Run | None) -> None:
        """Follow this Run from now on."""
        if (run.id if run else None) != (self._wanted.id if self._wanted else None):
            self._wanted = run
            self._wake.set()

    def look_now(self) -> None:
        """Read everything at the next turn instead of in a second."""
        self._is_due = True
        self._progress_stamp = "never"
        self._wake.set()

    def stop(self) -> None:
        """End the thread's loop within its present turn."""
        self._stopped = True
        self._wake.set()

    def run(self) -> None:
        """Poll until `stop`."""
        # Apart: each may take half a minute. A daemon, for the app's end need not wait for it.
        threading.Thread(target=self._reattach, name="reattach", daemon=True).start()
        next_read = next_lab = 0.0
        while not self._stopped:
            now = time.monotonic()
            try:
                if now >= next_read or self._is_due:
                    next_read, self._is_due = now + READ_INTERVAL_S, False
                    self._read_queue_and_runs()
                    self._read_progress()  # last: with it the Workspace counts as read
                if now >= next_lab and not isinstance(self._lab, Ready):
                    next_lab = now + LAB_INTERVAL_S
                    self._find_lab()
                self._watch_run()
                self._look_for_alarms()
            except OSError as problem:
                self._complain(problem)
            is_live = self._watch is not None and not self._watch.has_ended
            self._wake.wait(WATCH_INTERVAL_S if is_live else READ_INTERVAL_S)
            self._wake.clear()

    def _reattach(self) -> None:
        """Attend Runs that live elsewhere again, if there are any."""
        if any(self._workspace.runs_dir.glob(f"*/{THERE}")):
            from lab_tasks.remote.detached import reattach_all

            reattach_all(self._workspace)

    def _complain(self, problem: OSError) -> None:
        """Say once what cannot be read; the next turn tries again."""
        words = f"{problem.filename or self._workspace.root} cannot be read: {problem.strerror}."
        if words != self._complaint:
            self._complaint = words
            self._post(Said(f"{words} Mend that; I try again every second.", grave=True))

    def _read_queue_and_runs(self) -> None:
        # An entry goes when its Run is there. Read before the Runs and told after them, one of the
        # two is always known: a Step of which neither is would be offered to be started again.
        try:
            self._queue_untold = self._queue.read() or self._queue_untold
        finally:
            runs = self._listing.read()
            if runs != self._runs:
                self._runs = runs
                self._post(RunsRead(runs))
        if self._queue_untold:
            self._post(self._queue_untold)
            self._queue_untold = None

    def _look_for_alarms(self) -> None:
        watched_id = self._wanted.id if self._wanted else None
        if self._alarms.look(self._runs or (), watched_id):
            self._post(AlarmsRead(self._alarms.alarms))

    def _read_progress(self) -> None:
        stamp = stamp_of(self._workspace.progress_path)
        if stamp == self._progress_stamp:
            return
        self._progress_stamp = stamp
        try:
            now = progress.load(self._workspace)
        except ProgressDamaged as damage:
            self._post(ProgressBroken(damage))
            return
        self._post(ProgressRead(now.profile, now.steps))

    def _find_lab(self) -> None:
        lab = lab_environment.find(self._workspace)
        if lab != self._lab:
            self._lab = lab
            self._post(LabFound(lab))

    def _watch_run(self) -> None:
        wanted = self._wanted
        if wanted is None:
            self._watch = None
            return
        if self._watch is None or self._watch.run.id != wanted.id:
            self._watch = _Watch(wanted)
        if watched := self._watch.look():
            try:
                if not watched.update.is_alive:
                    self._read_queue_and_runs()  # pane and checklist tell of an end together
            finally:
                self._post(RunWatched(watched))
            if self._alarms.take(watched.run, watched.update):
                self._post(AlarmsRead(self._alarms.alarms))


class _Watch:
    """One Run being followed."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._poll = poll_of(run)
        self._log: tuple[str, ...] = ()
        self.has_ended = False
        """Whether no further look can tell anything new."""
        self._shown_s = 0.0

    def look(self) -> Watched | None:
        """Return the Run whole when something is new or a second has passed; None otherwise."""
        if self.has_ended:
            return None
        update = self._poll()
        now = time.monotonic()
        is_over = not update.is_alive and update.read_share is None
        if not update.lines and not is_over and now - self._shown_s < READ_INTERVAL_S:
            return None
        if update.lines or not self._log:
            self._log = tuple(clean(line, LINE_LIMIT) for line in update.tail)
        self._shown_s = now
        self.has_ended = is_over
        if update.is_alive:
            return Watched(self.run, update, self._log)
        made = records.read_record(self.run.folder)
        broke_off = made is None and self.run.request.job == "train"
        checkpoint = checkpoint_to_resume(self.run) if broke_off else None
        return Watched(self.run, update, self._log, made, checkpoint)
