"""Going on with a Run that did not reach its end: from where, and by which command."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lab_tasks.runs.checkpoints import CheckpointFound, last_complete_checkpoint
from lab_tasks.runs.model import Run, RunRequest
from lab_tasks.runs.resume import CannotResume, checkpoint_to_resume, resume_request
from lab_tasks.runs.store import list_runs
from lab_tasks.workspace import Workspace
from tui.rules.day_view import broke_off
from tui.words import formats


@dataclass(frozen=True)
class ResumeOffer:
    """What would be started, and from where."""

    run: Run
    request: RunRequest
    checkpoint: CheckpointFound

    @property
    def question(self) -> str:
        """What the student is asked, the exact command included."""
        total = self.request.flag("steps")
        of = f" of {int(total):,}" if total and total.isdecimal() else ""
        size = formats.size(self.checkpoint.size_bytes)
        whose = "its last complete Checkpoint"
        if self.checkpoint.run_id != self.run.id:
            whose = f"the last complete Checkpoint of {self.checkpoint.run_id}"
        return (
            f"{self.run.id} goes on from {whose}, step "
            f"{self.checkpoint.step:,}{of} ({size}), as {self.request.id}. What it learned after "
            f"that step is learned again.\n\n$ {self.request.command_to_type}\n\n"
            f"It starts, with the lab's Python and --resume=true:\n{self.request.command}"
        )


def is_resumable(run: Run) -> bool:
    """Whether a Run that did not reach its end has a complete Checkpoint to go on from."""
    return broke_off(run) and checkpoint_to_resume(run) is not None


def went_on_as(run: Run, runs: Sequence[Run]) -> Run | None:
    """Return the last Run that went on where this one would and lives, or came further."""
    others = [one for one in runs if one.id != run.id]
    for later in reversed(others):
        if _went_on_from(later, run) and (
            later.is_alive or later.succeeded or last_complete_checkpoint(later)
        ):
            return went_on_as(later, others) or later
    return None


def _went_on_from(later: Run, run: Run) -> bool:
    """Whether it began with the Checkpoint that `run` would go on from."""
    source = later.request.resumes
    if not source:
        return False
    is_beside = source == run.request.resumes and last_complete_checkpoint(run) is None
    return source == run.id or is_beside


def refusal_of_second(run: Run, runs: Sequence[Run]) -> CannotResume | None:
    """Return why a Run must not go on a second time from one Checkpoint; None when it did not."""
    later = went_on_as(run, runs)
    if later is None:
        return None
    as_later = f"{run.id} went on as {later.id}"
    if later.is_alive:
        way_out = f"Let that go on, or stop it first: `robolab-tui runs stop {later.id}`"
        return CannotResume(f"{as_later}, which is running.", way_out)
    if later.succeeded:
        return CannotResume(f"{as_later}, which reached its end.", "Nothing is left to train")
    return CannotResume(f"{as_later}, which came further.", f"Resume {later.id} instead")


def resumable(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return those of all Runs, oldest first, that can go on: one for each Checkpoint."""
    newest: dict[Path, str] = {}
    for run in runs:
        if broke_off(run) and went_on_as(run, runs) is None:
            found = checkpoint_to_resume(run)
            newest |= {found.config_path: run.id} if found else {}
    return tuple(run for run in runs if run.id in newest.values())


def offer(workspace: Workspace, run: Run) -> ResumeOffer | CannotResume:
    """Return how a Run can go on, or why not. Slow (git, files): call it from a worker."""
    request = resume_request(workspace, run)
    if isinstance(request, CannotResume):
        return request
    if refusal := refusal_of_second(run, list_runs(workspace)):
        return refusal
    found = checkpoint_to_resume(run)
    if found is None:
        return CannotResume("Its Checkpoint has gone.", "Start it again")
    return ResumeOffer(run, request, found)
