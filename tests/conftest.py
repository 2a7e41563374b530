"""Fixtures that more than one folder of tests uses."""

import os
import subprocess
from pathlib import Path

import psutil
import pytest

from lab_tasks.workspace import Workspace


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Return half as many workers again as there are cores for us: many tests wait for a process.

    Where tests train, or xdist's own variable says how many, that is left to xdist.
    """
    if config.option.markexpr == "lerobot" or "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None
    may_use = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None
    cores = min(filter(None, (may_use, psutil.cpu_count(logical=False), os.cpu_count())), default=1)
    return cores + cores // 2


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the developer's own home, git configuration and settings out of every test."""
    # uv's cache holds packages, nothing of anybody's: without it each test would fetch its own.
    cache = os.environ.get("UV_CACHE_DIR") or str(Path.home() / ".cache" / "uv")
    monkeypatch.setenv("UV_CACHE_DIR", cache)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in [n for n in os.environ if n.startswith(("GIT_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.delenv("ROBOLAB_WORKSPACE", raising=False)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A Workspace that is a git repository with an identity and no commit."""
    root = tmp_path / "workspace"
    root.mkdir()
    for command in (
        ["init", "-q", "-b", "main"],
        ["config", "user.name", "Ada Student"],
        ["config", "user.email", "ada@example.org"],
    ):
        subprocess.run(["git", *command], cwd=root, check=True)
    return Workspace(root)


@pytest.fixture
def lab_python() -> str:
    """The Python that has lerobot; a test that needs it is skipped where there is none."""
    python = os.environ.get("ROBOLAB_LAB_PYTHON")
    if not python or not Path(python).exists():
        pytest.skip("ROBOLAB_LAB_PYTHON names no Python with lerobot: ./run-tests --lerobot")
    return python
