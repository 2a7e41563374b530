"""Going on with a Run that did not reach its end: from where, and by which command."""

from collections.abc import Sequence
from dataclasses import dataclass

from lab_tasks.runs.checkpoints import CheckpointFound, last_complete_checkpoint
from lab_tasks.runs.model import Run, RunRequest
from lab_tasks.runs.resume import CannotResume, resume_request
from lab_tasks.runs.store import RunDamaged, read_run
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
        return (
            f"{self.run.id} goes on from its last complete Checkpoint, step "
            f"{self.checkpoint.step:,}{of} ({size}), as {self.request.id}. What it learned after "
            f"that step is learned again.\n\n$ {self.request.command_to_type}\n\n"
            f"It starts, with the lab's Python and --resume=true:\n{self.request.command}"
        )


def is_resumable(run: Run) -> bool:
    """Whether a Run that did not reach its end has a complete Checkpoint of its own."""
    return broke_off(run) and last_complete_checkpoint(run) is not None


def went_on_as(run: Run, runs: Sequence[Run]) -> Run | None:
    """Return the newest Run that went on from this one and lives, or came further; None: none."""
    for later in reversed(runs):
        if later.request.resumes == run.id and (
            later.is_alive or later.succeeded or last_complete_checkpoint(later)
        ):
            return later
    return None


def resumable(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return those of all Runs, oldest first, that can go on and did not already."""
    return tuple(run for run in runs if is_resumable(run) and went_on_as(run, runs) is None)


def offer(workspace: Workspace, run: Run) -> ResumeOffer | CannotResume:
    """Return how a Run can go on, or why not. Slow (git, files): call it from a worker."""
    request = resume_request(workspace, run)
    if isinstance(request, CannotResume):
        return request
    try:
        found = last_complete_checkpoint(read_run(run.folder.with_name(request.resumes)))
    except RunDamaged as damaged:
        return CannotResume(damaged.why, damaged.remedy)
    if found is None:
        return CannotResume("Its Checkpoint has gone.", "Start it again")
    return ResumeOffer(run, request, found)
