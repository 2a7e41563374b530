"""The mirror of a Run on a host: its files come here as they grow, and its end is written as there.

A lost connection ends nothing: the Run goes on over there, and the mirror tries again and says so.
"""

import contextlib
import functools
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from lab_tasks import foreign
from lab_tasks.problem import Problem
from lab_tasks.remote import asking, pull, ssh
from lab_tasks.remote.asking import HostRefused
from lab_tasks.remote.believing import believe, checkpoint_named
from lab_tasks.remote.place import SshPlace
from lab_tasks.remote.placed import STARTED, THERE, Placed, note_launch, note_link
from lab_tasks.remote.questions import LOST, MISSING, Seen, Start, State, Stop, Told
from lab_tasks.remote.retrying import Retrying, StoppedBefore
from lab_tasks.remote.unseen_end import UnseenEnd
from lab_tasks.runs.heartbeat import HEARTBEAT
from lab_tasks.runs.model import CONTEXT, EXIT, LAUNCH, OUTPUT_LOG, RECORD, Exit, Launch, RunRequest

SHORTEST_S, LONGEST_S = 0.3, 3.0
"""Seconds between two pulls, at the beginning and later on."""
QUIET_S = 6.0
"""When nothing has grown for this long, the host is asked whether the Run lives."""
LARGE_LOG_EVERY_S = 10.0
"""How often a log is compared as a whole that may have been cut over there: 0.4 s for 300 MB."""
NOT_STARTED = 127
"""Status of a Run that the host would not start, as of a command that is not there."""
PULLED = "pulled"
"""In `there/`: the small files as they came, before they are believed."""


class Gone(Exception):
    """The Run's folder is not over there any more, so nothing of it will ever come."""


class Mirror:
    """Follows one Run on a host, from its start over there to its end."""

    def __init__(self, folder: Path, request: RunRequest, placed: Placed, place: SshPlace) -> None:
        """`folder` is the Run's, relative to the working folder, which is the Workspace's root."""
        self.folder, self.request, self.placed, self.place = folder, request, placed, place
        self.pulled = folder / THERE / PULLED
        self.runs_there = f"{place.workspace.removeprefix('~/')}/.robolab/runs"
        self.retrying = Retrying(folder, place.name)
        self.is_stop_sent = False
        self.why_lost = ""
        self.next_log = 0.0

    def follow(self) -> Exit | UnseenEnd:
        """Return how the Run ended over there."""
        # A socket's path must be short, and no other user may come near it.
        sockets = tempfile.mkdtemp(prefix="robolab-")
        self.control = f"{sockets}/c"
        try:
            host = asking.host_of(self.place)
            there = f"{self.runs_there}/{self.request.id}"
            self.pull = pull.Pull(host, there, self.folder, self.control)
            return self._follow()
        except StoppedBefore:
            now = time.time()
            return Exit(signal=signal.SIGINT, stop_requested=True, started_s=now, ended_s=now)
        except HostRefused as error:
            return self._not_started(error)
        finally:
            ssh.hang_up(self.control)
            shutil.rmtree(sockets, ignore_errors=True)

    def _follow(self) -> Exit | UnseenEnd:
        if not self.retrying.is_started:
            self._start()
        try:
            self._watch()
            end = self._fetch_all() or self._unseen()
        except Gone as error:
            self.why_lost = str(error)
            end = UnseenEnd(is_final=True)
        if isinstance(end, UnseenEnd):
            note_link(self.folder, self.place.name, self.why_lost)
        return end

    def _start(self) -> None:
        """Copy the inputs and start the Run over there. Raises StoppedBefore, HostRefused."""
        for run in self.placed.inputs:
            waiting_for = f"{run}, which is being copied to {self.place.name}"
            note_launch(self.folder, waiting_for=waiting_for)
            self.retrying.insist(functools.partial(self._push, run))
        waiting_for = f"{self.place.name}, which is being asked to start it"
        note_launch(self.folder, waiting_for=waiting_for)
        told = self.retrying.insist(self._ask_to_start)
        (self.folder / THERE / STARTED).touch()
        note_launch(self.folder, python=told.python if isinstance(told, Told) else "")

    def _push(self, run: str) -> None:
        there = f"{self.runs_there}/{run}"
        pull.push(self.pull.host, self.folder.parent / run, there, self.control)

    def _ask_to_start(self) -> Seen | Told:
        question = Start(request=self.request, lab_python=self.place.lab_python)
        return asking.ask(self.place, question, self.control)

    def _watch(self) -> None:
        """Pull until the Run has ended over there, or is lost there."""
        began = grew_at = time.monotonic()
        size_bytes = -1
        while True:
            self.retrying.insist(self._pull_once)
            if (self.pulled / EXIT).exists():
                return
            now, had_bytes, size_bytes = time.monotonic(), size_bytes, self.pull.size_bytes
            if size_bytes != had_bytes:
                grew_at = now
            elif now - grew_at > QUIET_S:
                grew_at = now
                if not self.retrying.insist(self._lives):
                    return
            wait_s = min(LONGEST_S, SHORTEST_S + (now - began) / 20)
            self.retrying.wait(wait_s, lambda: self._must_stop)

    def _pull_once(self) -> None:
        if self._must_stop:
            self._send_stop()
        self.pull.small(self.pulled)
        self.pull.growth()
        if self.pull.is_log_large and time.monotonic() >= self.next_log:
            self.pull.large_log()
            self.next_log = time.monotonic() + LARGE_LOG_EVERY_S
        for name in (CONTEXT, HEARTBEAT):
            believe(self.pulled / name, self.folder / name)
        launch = foreign.read_json(self.pulled / LAUNCH, Launch)
        if isinstance(launch, Launch):
            note_launch(self.folder, started_s=launch.started_s)

    @property
    def _must_stop(self) -> bool:
        return self.retrying.is_stop_asked and not self.is_stop_sent

    def _send_stop(self) -> None:
        try:
            asking.ask(self.place, Stop(run=self.request.id), self.control)
        except HostRefused as error:
            note_link(self.folder, self.place.name, f"the stop was refused: {error.why}")
        self.is_stop_sent = True

    def _lives(self) -> bool:
        try:
            told = self._state()
        except HostRefused as error:
            raise ssh.Failed(error.why, ssh.LOST) from error  # it may answer again
        if isinstance(told, Seen) or told.is_alive:
            return True
        self.why_lost = f"{self.place.name}: {told.why}" if told.why else ""
        return False

    def _state(self) -> Seen | Told:
        """Return how the Run is over there. Raises Gone, ssh.Failed, HostRefused."""
        told = asking.ask(self.place, State(run=self.request.id), self.control)
        if isinstance(told, Told) and told.state == MISSING:
            raise Gone(f"{self.place.name}: {told.why}")
        return told

    def _last_checkpoint(self) -> str:
        """Return the name of that from which a Run that made no record could be resumed."""
        try:
            told = self._state()
        except HostRefused:
            return ""
        named = told.checkpoint if isinstance(told, Told) else ""
        return named if named.isalnum() else ""

    def _fetch_all(self) -> Exit | None:
        """Fetch all of it in an order in which nothing half can be taken for whole.

        What cannot be read there or written here is tried again until it can be. Raises Gone.
        """
        self.retrying.insist(functools.partial(self.pull.small, self.pulled))
        self._insist_on(self.pull.whole)
        record = checkpoint_named(self.pulled / RECORD)
        checkpoint = record or self.retrying.insist(self._last_checkpoint)
        self._insist_on(functools.partial(self.pull.products, checkpoint))
        for name in (CONTEXT, RECORD):
            believe(self.pulled / name, self.folder / name)
        end = foreign.read_json(self.pulled / EXIT, Exit)
        return None if isinstance(end, Problem) else end

    def _insist_on(self, fetch: Callable[[], None]) -> None:
        def attempt() -> None:
            try:
                fetch()
            except ssh.Failed as error:
                if error.status == pull.PARTIAL:
                    with contextlib.suppress(HostRefused):
                        self._state()  # a folder that is gone would be waited for for ever
                raise

        self.retrying.insist(attempt)

    def _unseen(self) -> UnseenEnd:
        """Ask once more, now that all of it is here: one look may have failed over there."""
        try:
            told = self.retrying.insist(self._state)
        except HostRefused:
            return UnseenEnd(is_final=False)
        return UnseenEnd(is_final=isinstance(told, Told) and told.state == LOST)

    def _not_started(self, error: HostRefused) -> Exit | UnseenEnd:
        said = f"{error.why}. {error.remedy}."
        note_link(self.folder, self.place.name, said)
        if self.retrying.is_started:
            return UnseenEnd(is_final=False)
        with (self.folder / OUTPUT_LOG).open("a") as log:
            log.write(f"robolab: not started at {self.place.name}: {said}\n")
        now = time.time()
        return Exit(code=NOT_STARTED, started_s=now, ended_s=now)
