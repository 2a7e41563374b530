"""Making the lab's environment: uv builds it in a folder of its own, detached from the app.

`python -m lab_tasks.lab.lab_installation` makes it unless one is ready; prints its Python's path.
"""

import fcntl
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

from lab_tasks import atomic
from lab_tasks.lab.lab_environment import (
    NEEDED_BYTES,
    REQUIREMENTS,
    SETTING,
    LabEnvironment,
    Missing,
    Ready,
    find,
    find_made,
    made_home,
    uv_path,
)


class InstallFailed(Exception):
    """uv could not make the environment."""


def start() -> LabEnvironment:
    """Start making the lab's environment, detached from this process, and say so."""
    home = made_home()
    free = free_bytes(home)
    if free < NEEDED_BYTES:
        return Missing(
            f"The lab's environment needs {NEEDED_BYTES / 1e9:.0f} GB; {home} has "
            f"{free / 1e9:.1f} GB free.",
            f"Free some space, or set {SETTING} to a Python that has lerobot 0.6.",
        )
    try:
        process = _installer(home)
    except OSError as problem:
        return Missing(
            f"The lab's environment cannot be made in {home}: {problem.strerror or problem}.",
            f"Make that folder writable, or set {SETTING} to a Python that has lerobot 0.6.",
        )
    return _wait_for_lock(home, process)


def _installer(home: Path) -> subprocess.Popen[bytes]:
    """Start the process that makes the environment in `home`. Raises OSError."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "install.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "lab_tasks.lab.lab_installation"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            cwd=home,
        )


def install(home: Path, talk: IO[str]) -> Path:
    """Make the environment in `home` and return its Python. Waits while another process does.

    Raises InstallFailed when uv cannot; what uv said is in `talk`.
    """
    home.mkdir(parents=True, exist_ok=True)
    python = home / "env" / "bin" / "python"
    with (home / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (home / "ready.json").exists():
            return python
        started_s = time.time()
        _uv(talk, "venv", "--clear", "--python", sys.executable, str(home / "env"))
        _uv(
            talk,
            *("pip", "install", "--python", str(python), "--compile-bytecode"),
            *("--require-hashes", "--no-deps", "-r", str(REQUIREMENTS)),
        )
        atomic.write_json(home / "ready.json", {"format": 1, "seconds": time.time() - started_s})
    return python


def _wait_for_lock(home: Path, installer: subprocess.Popen[bytes]) -> LabEnvironment:
    """Return what `installer` has brought about: the lock taken, or its end."""
    while True:
        ended = installer.poll() is not None
        state = find_made()
        if ended or not isinstance(state, Missing):
            return state
        time.sleep(0.02)


def _uv(talk: IO[str], *arguments: str) -> None:
    done = subprocess.run(
        [uv_path(), *arguments, "--no-config"], stdout=talk, stderr=talk, check=False
    )
    if done.returncode:
        raise InstallFailed(f"uv {arguments[0]} ended with status {done.returncode}")


def free_bytes(path: Path) -> int:
    """Return what is free on the disk where `path` is or would be made."""
    while not path.is_dir():
        path = path.parent
    return shutil.disk_usage(path).free


def main() -> int:
    """Make the environment unless one is ready, and print its Python's path."""
    state = find()
    if isinstance(state, Ready):
        sys.stdout.write(f"{state.python}\n")
        return 0
    try:
        python = install(made_home(), sys.stderr)
    except (InstallFailed, OSError) as error:
        sys.stderr.write(f"The lab's environment could not be made: {error}\n")
        return 3
    sys.stdout.write(f"{python}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
