"""The lab's Python: where an interpreter that has lerobot is, and making one.

The order of the search: the setting `ROBOLAB_LAB_PYTHON`, the Workspace's `.venv`, our own
environment (the extra `lab`), and the one that this module makes with uv.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import IO

from lab_tasks import atomic
from lab_tasks.workspace import Workspace

SETTING = "ROBOLAB_LAB_PYTHON"
REQUIREMENTS = Path(__file__).with_name("lab-requirements.txt")
"""Every package of the lab, pinned with hashes (made by requirements/compile)."""
OVERRIDES = Path(__file__).with_name("lab-overrides.txt")
OLDEST, BEFORE = (0, 6, 1), (0, 7)
"""The lerobot versions whose flags and files the course is written for."""
NEEDED_BYTES = 8_000_000_000


@dataclass(frozen=True)
class Ready:
    """An interpreter that has lerobot. `origin` says which of the four it is."""

    python: Path
    origin: str


@dataclass(frozen=True)
class Installing:
    """An environment being made: `lock` is held until it is done, `log` tells how far it is."""

    python: Path
    lock: Path
    log: Path
    started_s: float


@dataclass(frozen=True)
class Missing:
    """No lab's Python, and nobody is making one."""

    why: str
    remedy: str


LabEnvironment = Ready | Installing | Missing


def find(workspace: Workspace | None = None) -> LabEnvironment:
    """Say which Python runs the labs now."""
    setting = os.environ.get(SETTING)
    if setting:
        return _judge(Path(setting), f"the setting {SETTING}")
    beside = workspace.root / ".venv" / "bin" / "python" if workspace else None
    if beside and beside.exists() and _lerobot_version(beside):
        return _judge(beside, "the workspace's .venv")
    if _lerobot_version(Path(sys.executable)):
        return _judge(Path(sys.executable), "the app's own environment")
    return _made()


def start_install() -> LabEnvironment:
    """Start making the lab's environment, detached from this process, and say so."""
    home = made_home()
    free_bytes = _free_bytes(home)
    if free_bytes < NEEDED_BYTES:
        return Missing(
            f"The lab's environment needs {NEEDED_BYTES / 1e9:.0f} GB; {home} has "
            f"{free_bytes / 1e9:.1f} GB free.",
            f"Free some space, or set {SETTING} to a Python that has lerobot 0.6.",
        )
    home.mkdir(parents=True, exist_ok=True)
    with (home / "install.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "lab_tasks.lab_environment"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            cwd=home,
        )
    return _wait_for_lock(home, process)


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


class InstallFailed(Exception):
    """uv could not make the environment."""


def made_home() -> Path:
    """Return the folder of the environment we make: one for each set of pins and Python."""
    from platformdirs import user_data_path

    pins = REQUIREMENTS.read_bytes() + f"{sys.version_info[:2]}".encode()
    return Path(user_data_path("robolab-tui")) / f"lab-{hashlib.sha256(pins).hexdigest()[:12]}"


def uv_path() -> str:
    """Return uv's path: the one we depend on, not one that PATH happens to name."""
    import uv

    return os.fspath(uv.find_uv_bin())


def _made() -> LabEnvironment:
    home = made_home()
    python = home / "env" / "bin" / "python"
    if (home / "ready.json").exists() and python.exists():
        return _judge(python, "the environment made for the labs")
    if _is_locked(home / "install.lock"):
        return Installing(
            python,
            home / "install.lock",
            home / "install.log",
            (home / "install.lock").stat().st_mtime,
        )
    if (home / "install.log").exists():
        return Missing(
            f"The lab's environment was begun and not finished: {_last_line(home / 'install.log')}",
            f"Try again from the app (it shows the whole of {home / 'install.log'}), or set "
            f"{SETTING} to a Python that has lerobot 0.6.",
        )
    return Missing(
        "No Python with lerobot was found.",
        f"Let the app make one with uv (about 6 GB), or set {SETTING} to a Python that has it.",
    )


def _judge(python: Path, origin: str) -> LabEnvironment:
    version = _lerobot_version(python)
    if version is None:
        return Missing(
            f"{python} ({origin}) has no lerobot.",
            f"Install 'robolab-tui[lab]' there, or unset {SETTING} to let the app make one.",
        )
    numbers = tuple(int(part) for part in version.split(".")[:3] if part.isdigit())
    if not OLDEST <= numbers < BEFORE:
        return Missing(
            f"{python} ({origin}) has lerobot {version}; the course is written for 0.6.1 to 0.6.x.",
            "Install 'lerobot>=0.6.1,<0.7' there, or name another Python.",
        )
    return Ready(python, origin)


def _lerobot_version(python: Path) -> str | None:
    """Return the lerobot version of the environment `python` belongs to, without starting it."""
    places = [str(p) for p in python.parent.parent.glob("lib/python3*/site-packages")]
    found: Distribution | None = next(iter(distributions(name="lerobot", path=places)), None)
    if found is None and python == Path(sys.executable):
        found = next(iter(distributions(name="lerobot")), None)
    return found.version if found else None


def _is_locked(path: Path) -> bool:
    try:
        with path.open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _wait_for_lock(home: Path, installer: subprocess.Popen[bytes]) -> LabEnvironment:
    """Return what `installer` has brought about: the lock taken, or its end."""
    while True:
        ended = installer.poll() is not None
        state = _made()
        if ended or not isinstance(state, Missing):
            return state
        time.sleep(0.02)


def _uv(talk: IO[str], *arguments: str) -> None:
    done = subprocess.run(
        [uv_path(), *arguments, "--no-config"], stdout=talk, stderr=talk, check=False
    )
    if done.returncode:
        raise InstallFailed(f"uv {arguments[0]} ended with status {done.returncode}")


def _free_bytes(path: Path) -> int:
    while not path.exists():
        path = path.parent
    return shutil.disk_usage(path).free


def _last_line(path: Path) -> str:
    lines = path.read_text(errors="replace").strip().splitlines() if path.exists() else []
    return lines[-1] if lines else "it said nothing"


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
