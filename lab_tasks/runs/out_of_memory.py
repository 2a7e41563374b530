"""Whether the kernel killed for want of memory: its own count, never a guess from a signal.

A control group counts such kills (`memory.events` in version 2, `memory.oom_control` in version 1),
also those for want of memory in the whole machine. Without such a count nothing is said.
"""

import contextlib
from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")


def counter_of(pid: int) -> Path | None:
    """Return the file that counts the kills in a process's group.

    None where there is none to be read: another system, a group that is hidden.
    """
    with contextlib.suppress(OSError, ValueError):  # ValueError: another shape than we know
        groups = Path(f"/proc/{pid}/cgroup").read_text(encoding="utf-8").splitlines()
        mounts = MOUNTS.read_text(encoding="utf-8").splitlines()
        places = (path for group in groups for path in files(mounts, group))
        return next((path for path in places if kills(path) is not None), None)
    return None


def kills(counter: Path | None) -> int | None:
    """Return how many processes were killed for want of memory; None when that cannot be read."""
    if counter is None:
        return None
    with contextlib.suppress(OSError, ValueError):  # ValueError: other text than the kernel's
        lines = counter.read_text(encoding="ascii").splitlines()
        figures = dict(line.split() for line in lines)
        return int(figures["oom_kill"]) if "oom_kill" in figures else None
    return None


def files(mounts: list[str], group: str) -> list[Path]:
    """Return where the count may stand, by a line of /proc/PID/cgroup and those of mountinfo."""
    number, controllers, path = group.split(":", 2)
    if "memory" in controllers.split(","):
        return [folder / "memory.oom_control" for folder in _folders(mounts, "cgroup", path)]
    if number != "0":
        return []
    # `memory.events` counts what happened in groups below it as well.
    folders = _folders(mounts, "cgroup2", path)
    return [folder / f"memory.events{kind}" for folder in folders for kind in (".local", "")]


def _folders(mounts: list[str], kind: str, path: str) -> list[Path]:
    found: list[Path] = []
    for mount in mounts:
        place, _, system = mount.partition(" - ")
        type_, _, options = system.split(" ", 2)
        if type_ != kind or (kind == "cgroup" and "memory" not in options.split(",")):
            continue
        root, point = place.split(" ")[3:5]
        # In a container the mount begins at the container's own group.
        if path.startswith(root):
            found.append(Path(point) / path[len(root) :].lstrip("/"))
    return found
