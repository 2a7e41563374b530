"""Policies by the names the course uses, told from what a training recorded.

lerobot has no type for plain behaviour cloning: it is ACT that predicts one action at a time. The
untrained baseline is any policy after at most one step.
"""

from lab_tasks.evidence.records import CheckpointRecord
from lab_tasks.runs.model import Run

CLONING = ("cloning", "bc")
UNTRAINED = "untrained"
UNTRAINED_STEPS = 1


def policy_name(run: Run, record: CheckpointRecord) -> str:
    """Return what the course calls the policy that a training made."""
    if record.step <= UNTRAINED_STEPS:
        return UNTRAINED
    if record.policy_type == "act" and run.request.flag("policy.chunk_size") == "1":
        return CLONING[0]
    return record.policy_type


def answers_to(name: str, run: Run, record: CheckpointRecord) -> bool:
    """Whether what a training made may be called `name`: by what it is, or by lerobot's type."""
    made = policy_name(run, record)
    return name in (made, record.policy_type) or (name in CLONING and made in CLONING)
