"""The watch on a job of the scheduler's: waits with it, forwards a stop, and says how it ended."""

import signal
import time
from pathlib import Path

from lab_tasks import foreign
from lab_tasks.problem import Problem
from lab_tasks.remote import scheduler
from lab_tasks.remote.placed import THERE, Placed, note_launch, note_link
from lab_tasks.remote.scheduler import Job, SchedulerFailed
from lab_tasks.remote.slurm_job import BEGUN, ENDED, SUBMITTED, Begun
from lab_tasks.remote.unseen_end import UnseenEnd
from lab_tasks.runs.model import STOP, Exit

SHORTEST_S, LONGEST_S = 1.0, 10.0
"""Seconds between two questions to the scheduler, at the beginning and later on."""
POLL_S = 0.1
LATE_S = 10.0
"""A shared file system may show what a node wrote this long after the job has left the queue."""
SIGNALS = {
    "CANCELLED": signal.SIGTERM,
    "PREEMPTED": signal.SIGTERM,
    "TIMEOUT": signal.SIGTERM,
    "DEADLINE": signal.SIGTERM,
    "OUT_OF_MEMORY": signal.SIGKILL,
}
"""What ended a job that could not write its end itself, by the scheduler's word for it."""


def follow(folder: Path, placed: Placed) -> Exit | UnseenEnd:
    """Return how the job ended."""
    watch = _Watch(folder, placed)
    while not (job := watch.look()).is_over:
        if (end := _ended(folder)) is not None:
            return end
        watch.wait()
    return _end_of(folder, placed, job)


class _Watch:
    """Asks the scheduler, ever more seldom."""

    def __init__(self, folder: Path, placed: Placed) -> None:
        self.folder, self.placed = folder, placed
        self.began = time.monotonic()
        self.is_stop_tried = self.is_stop_sent = False

    def look(self) -> Job:
        """Return how the job is, however long the scheduler does not answer."""
        while True:
            problem = self._stop() if self._must_stop else ""
            try:
                job = scheduler.look(self.placed.job)
            except SchedulerFailed as error:
                note_link(self.folder, self.placed.place.name, error.why)
                if not error.is_lost or _ended(self.folder) is not None:
                    return Job("")
                self.wait()
            else:
                self._note(job, problem)
                return job

    def wait(self) -> None:
        """Wait, but no longer than until the job has ended or a stop is asked for."""
        wait_s = min(LONGEST_S, SHORTEST_S + (time.monotonic() - self.began) / 20)
        end = time.monotonic() + wait_s
        while time.monotonic() < end and _ended(self.folder) is None:
            if self._must_stop and not self.is_stop_tried:
                return
            time.sleep(min(POLL_S, wait_s))

    @property
    def _must_stop(self) -> bool:
        return (self.folder / STOP).exists() and not self.is_stop_sent

    def _stop(self) -> str:
        """Forward the stop; return why the scheduler did not take it, empty when it did."""
        self.is_stop_tried = True
        try:
            scheduler.cancel(self.placed.job)
        except SchedulerFailed as error:
            return f"the stop was not taken, and is sent again: {error.why}"
        self.is_stop_sent = True
        return ""

    def _note(self, job: Job, problem: str) -> None:
        note_link(self.folder, self.placed.place.name, problem)
        begun = foreign.read_json(self.folder / THERE / BEGUN, Begun)
        if isinstance(begun, Begun):
            note_launch(self.folder, started_s=begun.started_s)
        elif job.is_waiting:
            why = f" ({job.reason})" if job.reason not in ("", "None") else ""
            where = f"{self.placed.place.name}: job {self.placed.job}{why}"
            note_launch(self.folder, waiting_for=f"the scheduler of {where}")


def _end_of(folder: Path, placed: Placed, job: Job) -> Exit | UnseenEnd:
    """Return the end that the job wrote, or the one that the scheduler's word stands for."""
    deadline = time.monotonic() + LATE_S
    while (end := _ended(folder)) is None:
        began = (folder / THERE / BEGUN).exists()
        if time.monotonic() > deadline or not (began or job.state == ""):
            return _by_word(folder, placed, job)
        time.sleep(POLL_S)
    return end


def _by_word(folder: Path, placed: Placed, job: Job) -> Exit | UnseenEnd:
    number = SIGNALS.get(job.state.split(" ")[0].rstrip("+"))
    if number is None:
        said = job.state or "nothing, for it knows the job no more"
        problem = f"the scheduler of {placed.place.name} says of job {placed.job}: {said}"
        see = f"what the job itself said is in {folder / THERE / SUBMITTED}"
        note_link(folder, placed.place.name, f"{problem}; {see}")
        return UnseenEnd(is_final=bool(job.state))  # without a word: the accounting may be down
    begun = foreign.read_json(folder / THERE / BEGUN, Begun)
    now = time.time()
    return Exit(
        signal=number,
        stop_requested=(folder / STOP).exists(),
        started_s=begun.started_s if isinstance(begun, Begun) else now,
        ended_s=now,
    )


def _ended(folder: Path) -> Exit | None:
    end = foreign.read_json(folder / THERE / ENDED, Exit)
    return None if isinstance(end, Problem) else end
