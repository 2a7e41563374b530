"""A RunRequest as Day 19 makes it; tests say only what of it they are about."""

from typing import Any

import msgspec

from lab_tasks.runs.model import GitState, RunRequest

STEP = "robo47/day19/train-act"
_REQUEST = RunRequest(
    id="train-act-01",
    step=STEP,
    title="Train ACT",
    job="train",
    profile="quick",
    args=(),
    git=GitState(commit=None, dirty=None),
    requested_s=1.0,
)


def run_request(**changes: Any) -> RunRequest:
    """Return the request of a training of ACT, with these fields changed."""
    return msgspec.structs.replace(_REQUEST, **changes)
