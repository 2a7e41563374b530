"""The lab's Python: where an interpreter that has lerobot is, and which is being made.

The order of the search: the setting `ROBOLAB_LAB_PYTHON`, the Workspace's `.venv`, our own
environment (the extra `lab`), and the one that `lab_tasks.lab.lab_installation` makes with uv.
"""

import hashlib
import os
import sys
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

from lab_tasks.runs import locks
from lab_tasks.workspace import Workspace

SETTING = "ROBOLAB_LAB_PYTHON"
REQUIREMENTS = Path(__file__).with_name("lab-requirements.txt")
"""Every package of the lab, pinned with hashes (made by requirements/compile)."""
OVERRIDES = Path(__file__).with_name("lab-overrides.txt")
NEEDED_BYTES = 8_000_000_000
"""What must be free to make it: about 5 GB stay, and uv unpacks beside them."""
OLDEST, BEFORE = (0, 6, 1), (0, 7)
"""The lerobot versions whose flags and files the course is written for."""


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
    return find_made()


def made_home() -> Path:
    """Return the folder of the environment we make: one for each set of pins and Python."""
    from platformdirs import user_data_path

    pins = REQUIREMENTS.read_bytes() + f"{sys.version_info[:2]}".encode()
    return Path(user_data_path("robolab-tui")) / f"lab-{hashlib.sha256(pins).hexdigest()[:12]}"


def uv_path() -> str:
    """Return uv's path: the one we depend on, not one that PATH happens to name."""
    import uv

    return os.fspath(uv.find_uv_bin())


def find_made() -> LabEnvironment:
    """Say how far the environment that we make is."""
    home = made_home()
    python = home / "env" / "bin" / "python"
    if (home / "ready.json").exists() and python.exists():
        return _judge(python, "the environment made for the labs")
    if locks.is_held(home / "install.lock"):
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
        f"Let the app make one with uv ({NEEDED_BYTES / 1e9:.0f} GB must be free), or set "
        f"{SETTING} to a Python that has it.",
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


def _last_line(path: Path) -> str:
    lines = path.read_text(errors="replace").strip().splitlines() if path.exists() else []
    return lines[-1] if lines else "it said nothing"
