"""A control group with little memory, in which a child really runs out of it (root, Linux)."""

import os
from pathlib import Path

from benchmarks.chaos_case import until


def make_memory_group(name: str, limit_bytes: int = 150_000_000) -> Path | None:
    """Make a control group with little memory; None where that is not allowed."""
    v1, v2 = Path("/sys/fs/cgroup/memory"), Path("/sys/fs/cgroup")
    parent, limit = (v1, "memory.limit_in_bytes") if v1.is_dir() else (v2, "memory.max")
    group = parent / f"robolab-{os.getpid()}-{name}"
    try:
        group.mkdir()
        (group / limit).write_text(str(limit_bytes))
    except OSError:
        if group.is_dir():
            group.rmdir()
        return None
    return group


def remove_memory_group(group: Path) -> None:
    """Remove a group once its processes are gone."""

    def removed() -> bool:
        try:
            group.rmdir()
        except OSError:
            return False
        return True

    until(removed, f"an empty {group}")
