"""Slurm through submitit: submitting a Run, asking how its job is, cancelling it.

The only module that knows submitit. What a job returns is read from a JSON file and never through
submitit's pickles: a Workspace may have come from somebody else.
"""

import contextlib
import io
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lab_tasks.remote.place import SlurmPlace
from lab_tasks.runs.jobs_path import PACKAGE
from lab_tasks.sanitise import clean_line

TIMEOUT_S = 30.0
SIGNAL_BEFORE_S = 30
"""Seconds before a job's time is over at which it is told."""
PENDING = frozenset({"PENDING", "CONFIGURING", "REQUEUED", "SUSPENDED", "RESV_DEL_HOLD"})
ALIVE = frozenset({"RUNNING", "COMPLETING", "STAGE_OUT", "SIGNALING", "STOPPED", "RESIZING"})
_UNKNOWN = re.compile("invalid job id", re.IGNORECASE)
_JOB = re.compile("[0-9]{1,18}")


class SchedulerFailed(Exception):
    """The scheduler did not do it. `why`, and the `remedy`; `is_lost`: it may answer later."""

    def __init__(self, why: str, remedy: str, is_lost: bool = False) -> None:
        self.why, self.remedy, self.is_lost = clean_line(why), remedy, is_lost
        super().__init__(why, remedy)


@dataclass(frozen=True)
class Job:
    """A job as the scheduler sees it. `state`: its word for it, empty when it knows it no more."""

    state: str
    reason: str = ""

    @property
    def is_waiting(self) -> bool:
        """Whether it has not begun."""
        return self.state in PENDING

    @property
    def is_over(self) -> bool:
        """Whether it will not go on."""
        return self.state not in PENDING | ALIVE


def submit(
    place: SlurmPlace, name: str, folder: Path, function: Callable[..., None], *args: str
) -> str:
    """Submit `function(*args)` as a job and return its number; its own files go to `folder`.

    Raises:
        SchedulerFailed: no submitit, no Slurm here, or Slurm will not have it.
    """
    try:
        import submitit
    except ImportError as error:
        remedy = "Install it beside robolab-tui: pip install 'robolab-tui[slurm]'"
        raise SchedulerFailed("submitit is not installed", remedy) from error
    try:
        # submitit writes what sbatch says on our standard error, where the screen is.
        with contextlib.redirect_stderr(io.StringIO()):
            executor = submitit.SlurmExecutor(folder, python=_python())
            executor.update_parameters(job_name=name, **_wishes(place))
            return str(executor.submit(function, *args).job_id)
    except (RuntimeError, OSError, subprocess.SubprocessError) as error:
        why = f"{place.name}: {_last_line(str(error))}"
        raise SchedulerFailed(why, "Look at that place in places.yaml, and at `sinfo`") from error


def look(job: str) -> Job:
    """Return how a job is. Raises SchedulerFailed when the scheduler does not answer."""
    number = _number(job)
    try:
        told = _call("squeue", "--noheader", "--states=all", f"--jobs={number}", "--format=%T|%r")
    except SchedulerFailed as error:
        if _UNKNOWN.search(error.why):
            return _accounted(number)
        raise
    state, _, reason = told.strip().partition("|")
    return Job(clean_line(state), clean_line(reason)) if state else _accounted(number)


def cancel(job: str) -> None:
    """Ask for a job's end. Raises SchedulerFailed when the scheduler does not answer."""
    _call("scancel", _number(job))


def _accounted(number: str) -> Job:
    """Return what the accounting says of a job that has left the queue; nothing where none is."""
    try:
        told = _call(
            "sacct", "--noheader", "--allocations", "--parsable2", "-o", "State", "-j", number
        )
    except SchedulerFailed:
        return Job("")
    return Job(told.split()[0] if told.split() else "")


def _call(*words: str) -> str:
    try:
        done = subprocess.run(
            words,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SchedulerFailed(
            f"{words[0]} does not answer: {error}", "Try again later", True
        ) from error
    if done.returncode:
        why = f"{words[0]}: {_last_line(done.stderr)}"
        raise SchedulerFailed(why, "Try again later", True)
    return done.stdout


def _wishes(place: SlurmPlace) -> dict[str, object]:
    asked = {
        "partition": place.partition,
        "account": place.account,
        "qos": place.qos,
        "constraint": place.constraint,
        "cpus_per_task": place.cpus,
        "gpus_per_node": place.gpus,
        "mem": f"{place.memory_gb}GB" if place.memory_gb else None,
    }
    wishes: dict[str, object] = {k: v for k, v in asked.items() if v is not None}
    # Started again by the scheduler, a job would find the output of its first attempt.
    extra = {"no-requeue": True}
    time = {"time": place.minutes, "signal_delay_s": SIGNAL_BEFORE_S}
    return wishes | time | {"additional_parameters": extra}


def _python() -> str:
    """Return the command of our own Python on the node; -P: it runs in the student's folder."""
    path = shlex.quote(str(PACKAGE.parent))
    return f"env PYTHONPATH={path} {shlex.quote(sys.executable)} -P"


def _number(job: str) -> str:
    if not _JOB.fullmatch(job):
        raise SchedulerFailed(f"{job!r} is no job's number", "Start the step again")
    return job


def _last_line(text: str) -> str:
    lines = [line for line in map(clean_line, text.splitlines()) if line]
    return lines[-1] if lines else "it did not say why"
