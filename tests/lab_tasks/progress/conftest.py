"""Fixtures of the progress file's tests."""

from pathlib import Path

import pytest

from lab_tasks.progress import progress
from lab_tasks.workspace import Workspace


@pytest.fixture
def begun(tmp_path: Path) -> Workspace:
    """A Workspace whose student has begun."""
    workspace = Workspace(tmp_path / "workspace")
    workspace.root.mkdir()
    progress.start(workspace, "robo47", "quick")
    return workspace
