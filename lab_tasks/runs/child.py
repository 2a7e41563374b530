"""The child of a Run: the job's process, its command and its environment, its signals and end."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

from lab_tasks.runs.model import Launch, RunRequest

KEPT = frozenset({"PYTHONPYCACHEPREFIX", "PYTHONDONTWRITEBYTECODE"})
"""Of the app's own PYTHON* settings, those that only say where compiled files go."""


class Child:
    """A started job. Until it is reaped, its number and its group's are nobody else's."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.pid = process.pid

    @property
    def has_ended(self) -> bool:
        """Whether it has ended; it is not reaped by that."""
        if not hasattr(os, "waitid"):  # macOS before Python 3.13, where looking is reaping
            return self._process.poll() is not None
        options = os.WEXITED | os.WNOWAIT | os.WNOHANG
        return os.waitid(os.P_PID, self.pid, options) is not None

    def signal_group(self, number: signal.Signals) -> None:
        """Send a signal to every process of its group; nothing once it is reaped."""
        if self._process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS: EPERM for zombies
            os.killpg(self.pid, number)

    def reap(self) -> int:
        """Wait for its end and return its status, or -signal. From then on it gets no signal."""
        return self._process.wait()


def start(
    folder: Path, request: RunRequest, launch: Launch, current: Mapping[str, str], lock: int
) -> Child:
    """Start the job in a session of its own; it writes where this process writes, and holds `lock`.

    `folder` is relative to the working folder, which is the Workspace's root.

    Raises:
        OSError: the interpreter is missing or cannot be run.
    """
    process = subprocess.Popen(
        command(folder, request, launch),
        env=environment(current, request, launch),
        stdin=subprocess.DEVNULL,
        pass_fds=(lock,),
        start_new_session=True,
    )
    return Child(process)


def command(folder: Path, request: RunRequest, launch: Launch) -> list[str]:
    """Return the job's argument vector."""
    module = f"lab_tasks.jobs.{request.job}"
    # -P: a random.py of the student's must not take the place of the standard library's.
    return [launch.python, "-P", "-m", module, folder.as_posix(), "--", *request.args]


def environment(current: Mapping[str, str], request: RunRequest, launch: Launch) -> dict[str, str]:
    """Return the lab's environment: the current one without what belongs to the app's Python."""
    inherited = {name: value for name, value in current.items() if not _belongs_to_app(name)}
    ours = {"PYTHONPATH": launch.jobs_path, "PYTHONUNBUFFERED": "1"}
    return {**inherited, **ours, **request.env}


def _belongs_to_app(name: str) -> bool:
    if name in KEPT:
        return False
    return name.startswith("PYTHON") or name in ("VIRTUAL_ENV", "__PYVENV_LAUNCHER__")
