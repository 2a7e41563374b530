"""Resuming: a training that did not reach its end goes on, in a Run of its own.

Nothing is written into the old Run's folder: it stays the proof of what happened.
"""

import time
from dataclasses import dataclass
from pathlib import Path

from lab_tasks import recipes
from lab_tasks.runs import store
from lab_tasks.runs.checkpoints import CheckpointFound, last_complete_checkpoint
from lab_tasks.runs.model import OUTPUT, RUN_ID, Run, RunRequest
from lab_tasks.workspace import Workspace

REPLACED = ("output_dir", "config_path", "resume")
START_AGAIN = "Start it again"
UNFINISHED_DATASET = "Demonstrations are one dataset, which cannot be read before it is finished."
MADE_AT_ONCE = {
    "evaluate": "An evaluation plays all of its episodes in one go and keeps none of them before.",
    "demos": UNFINISHED_DATASET,
    "stored_demos": UNFINISHED_DATASET,
    "expert": "The expert plays all of its episodes in one go and keeps none of them before.",
}


@dataclass(frozen=True)
class CannotResume:
    """Why a Run cannot go on, and what to do."""

    why: str
    remedy: str


def resume_request(workspace: Workspace, run: Run) -> RunRequest | CannotResume:
    """Return the request that goes on from a Run's last complete Checkpoint, or why there is none.

    The arguments are the old ones, so that a record agrees with them, and where to go on. A Run
    that was itself resumed and saved nothing goes on from the Checkpoint it began with.
    """
    if refusal := _refusal(run):
        return refusal
    found = checkpoint_to_resume(run)
    if found is None:
        return CannotResume(
            "It saved no complete Checkpoint before it ended.",
            f"{START_AGAIN}; a recipe with a smaller --save_freq would have saved some",
        )
    old = run.request
    run_id = store.new_run_id(workspace, old.step)
    return RunRequest(
        id=run_id,
        step=old.step,
        title=old.title,
        job=old.job,
        profile=old.profile,
        args=_args(workspace, old, run_id, found.config_path),
        env=old.env,
        inputs=tuple(dict.fromkeys((*old.inputs, found.run_id))),
        git=recipes.git_state(workspace),
        requested_s=time.time(),
        seed=old.seed,
        group=old.group,
        resumes=found.run_id,
        rehearsal=old.rehearsal,
    )


def checkpoint_to_resume(run: Run) -> CheckpointFound | None:
    """Return the newest complete Checkpoint of a Run, or of the one that it went on from."""
    seen: set[str] = set()
    earlier: Run | None = run
    while earlier and earlier.id not in seen:
        if found := last_complete_checkpoint(earlier):
            return found
        seen.add(earlier.id)
        earlier = _earlier(earlier)
    return None


def _refusal(run: Run) -> CannotResume | None:
    if run.request.job != "train":
        why = MADE_AT_ONCE.get(run.request.job, "Only trainings save Checkpoints on their way.")
        return CannotResume(why, START_AGAIN)
    if run.is_alive:
        return CannotResume("It is still running.", "Stop it first, or let it go on")
    if run.succeeded:
        why = "It reached its last step: nothing is left to train."
        return CannotResume(why, f"{START_AGAIN} for a second training beside it")
    return None


def _earlier(run: Run) -> Run | None:
    if not RUN_ID.fullmatch(run.request.resumes):
        return None
    try:
        return store.read_run(run.folder.with_name(run.request.resumes))
    except store.RunDamaged:
        return None


def _args(workspace: Workspace, old: RunRequest, run_id: str, config_path: Path) -> tuple[str, ...]:
    # lerobot takes its weights from --policy.path even when it is told to resume.
    left_out = (*REPLACED, "policy.path")
    kept = [a for a in old.args if a.partition("=")[0].removeprefix("--") not in left_out]
    output = workspace.relative(workspace.runs_dir) + f"/{run_id}/{OUTPUT}"
    return (
        *kept,
        f"--output_dir={output}",
        f"--config_path={workspace.relative(config_path)}",
        "--resume=true",
    )
