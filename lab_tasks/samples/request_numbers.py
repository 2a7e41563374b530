"""Numbers that a request asks for by its flags, and what lerobot takes where none does."""

from lab_tasks.runs.model import RunRequest

BATCH_SIZE, SEED, STEPS = 8, 1000, 100_000
"""What lerobot takes where a command does not say."""


def number(request: RunRequest, flag: str, default: int) -> int:
    """Return a flag's whole number; `default` where there is none or it is no number."""
    told = request.flag(flag) or ""
    return int(told) if told.isdecimal() else default
