"""Watching from the lab: a real Run that tells a step a second, beside its Step's text."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.environment import Bench
from benchmarks.fake_jobs import make_jobs
from benchmarks.terminal import Terminal
from lab_tasks.runs.launch import launch
from lab_tasks.runs.model import GitState, Running, RunRequest
from lab_tasks.runs.stop import stop
from lab_tasks.runs.store import read_state
from lab_tasks.workspace import Workspace

JOB = Path(__file__).with_name("telling_job.py")
STEPS = 20_000
ENDS_S = 30.0


@contextmanager
def lab(place: Bench, hertz: float) -> Iterator[Terminal]:
    """Open the app on Day 19, whose training goes on until the `with` statement ends."""
    workspace = Workspace(place.workspace)
    request = RunRequest(
        id="train-act-09",
        step="robo47/day19/train-act",
        title="Train ACT",
        job="fake",
        profile="quick",
        args=(str(STEPS), str(hertz)),
        git=GitState(commit=None, dirty=None),
        requested_s=time.time(),
    )
    jobs = make_jobs(place.folder / "jobs", JOB)
    run = launch(workspace, request, Path(sys.executable), jobs=jobs)
    try:
        with Terminal(place.app(), place.env) as terminal:
            terminal.until("ETA")
            yield terminal
    finally:
        stop(run)
        give_up = time.monotonic() + ENDS_S
        while isinstance(read_state(run.folder), Running) and time.monotonic() < give_up:
            time.sleep(0.05)
