"""The lab of these tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_lab import FakeLab

from lab_tasks.workspace import Workspace


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[FakeLab]:
    """A lab with a fake job; nothing of it runs on after the test. A Run needs no repository."""
    workspace = Workspace(tmp_path / "workspace")
    workspace.root.mkdir()
    lab = FakeLab(workspace, tmp_path / "jobs")
    yield lab
    lab.clean_up()
