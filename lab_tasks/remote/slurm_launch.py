"""Launching a Run on the cluster this machine belongs to: submitted first, then watched."""

import os
from pathlib import Path

from lab_tasks.remote import scheduler, slurm_job
from lab_tasks.remote.detached import begin
from lab_tasks.remote.place import SlurmPlace
from lab_tasks.remote.placed import THERE, Placed
from lab_tasks.remote.scheduler import SchedulerFailed
from lab_tasks.runs.jobs_path import jobs_path
from lab_tasks.runs.launch_errors import LaunchError, writing
from lab_tasks.runs.model import Run, RunRequest
from lab_tasks.workspace import Workspace


class NotSubmitted(LaunchError):
    """The scheduler, or submitit, will not have the Run."""


def launch_on_slurm(
    place: SlurmPlace, workspace: Workspace, request: RunRequest, python: Path
) -> Run:
    """Return the Run as soon as the scheduler has taken its job.

    Raises:
        NotSubmitted, LaunchError: nothing of it is left, in the queue neither.
    """
    jobs: list[str] = []

    def submit(folder: Path) -> Placed:
        there = folder / THERE
        with writing(folder):
            there.mkdir()
            jobs_root = str(jobs_path())
        root = os.path.abspath(workspace.root)
        inside = folder.relative_to(workspace.root).as_posix()
        words = (root, inside, os.path.abspath(python), jobs_root)
        job = scheduler.submit(
            place, request.id, Path(root, inside, THERE, slurm_job.SUBMITTED), slurm_job.run, *words
        )
        jobs.append(job)
        return Placed(place=place, job=job)

    try:
        waiting_for = f"the scheduler of {place.name}"
        return begin(workspace, request, place.name, submit, waiting_for)
    except SchedulerFailed as error:
        raise NotSubmitted(error.why, error.remedy) from error
    except LaunchError:
        _withdraw(jobs)
        raise


def _withdraw(jobs: list[str]) -> None:
    """Cancel what was submitted for a Run that is not there."""
    for job in jobs:
        try:
            scheduler.cancel(job)
        except SchedulerFailed:
            continue  # it finds no folder and ends by itself
