"""Laboratories for the tests of jobs: one with lerobot, one without."""

import os
import sys
from pathlib import Path

import pytest
from laboratory import Lab


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """A lab whose workspace holds four demonstrations in `demos/output`."""
    python = os.environ.get("ROBOLAB_LAB_PYTHON")
    if not python or not Path(python).exists():
        pytest.skip("ROBOLAB_LAB_PYTHON names no Python with lerobot: run ./run-tests --lerobot")
    made = Lab(python, tmp_path_factory.mktemp("lab"))
    made.run("demos", "demos", "--episodes=4")
    return made


@pytest.fixture
def bare(tmp_path: Path) -> Lab:
    """A lab with this Python, which has no lerobot: for what a job refuses before it needs one."""
    return Lab(sys.executable, tmp_path)
